/** A manager that answers from recorded data, in each state that an element can be in. */
import type { Pager, Problem, Run, Store, SyncType } from '@mingus-sync/client';
import type { Manager } from '../src/manager';
import * as data from './data';
import * as ledger from './data-ledger';

export type Mode = 'normal' | 'loading' | 'stale' | 'error';

/** Answers that differ from the recorded ones, by the name of the manager's method. */
export type Answers = Partial<Record<keyof Manager, unknown>>;

const problem: Problem = {
  code: 'unreachable',
  detail: 'The server cannot be reached. Your data is safe; try again in a moment.',
  action: 'retry',
};

class Refused extends Error {
  readonly problem = problem;
}

const recorded: Answers = {
  accounts: data.accounts,
  connections: data.connections,
  status: data.status,
  coverage: data.coverage,
  runs: data.runs,
  run: data.backfillRun,
  transaction: ledger.oldPending,
  transactions: ledger.transactions,
  duplicates: [...ledger.duplicates, ...ledger.decided],
  findings: ledger.findings,
  balances: ledger.balances,
  notifications: ledger.notifications,
  metricsSummary: ledger.metricsSummary,
};

/** Made anew for each example, so that what one does is not seen in another. */
export class FakeManager extends EventTarget {
  constructor(
    private readonly mode: Mode = 'normal',
    private readonly answers: Answers = {},
  ) {
    super();
    // A stale value is one that was read once and could not be read again.
    if (mode === 'stale') setTimeout(() => this.tell('snapshot-needed', {}), 50);
  }

  private asked = new Set<string>();
  private stores = new Map<string, Store<unknown>>();

  accounts = () => this.store('accounts');
  connections = () => this.store('connections');
  notifications = () => this.store('notifications');
  status = () => this.store('status');
  coverage = () => this.value('coverage');
  balances = () => this.value('balances');
  metricsSummary = () => this.value('metricsSummary');
  account = () => this.value('account');
  run = () => this.value('run');
  runs = () => this.pager('runs');
  findings = (query: { state?: string } = {}) => this.pager('findings', (each) => matches(each, query));
  duplicates = (query: { state?: string } = {}) => this.pager('duplicates', (each) => matches(each, query));
  transaction = () => this.value('transaction');
  transactions = (query: { text?: string; status?: string } = {}) =>
    this.pager('transactions', (each) => {
      const { description, status } = each as { description: string; status: string };
      const isFound = description.toLowerCase().includes((query.text ?? '').toLowerCase());
      return isFound && (!query.status || status === query.status);
    });

  decide = () => this.slowly({ id: 'dec_1' });
  undo = () => this.slowly({ id: 'dec_2' });
  repair = () => this.slowly({ id: 'dec_3' });
  dismissFinding = () => this.slowly({});
  cancelRun = () => this.slowly({ ...data.backfillRun, status: 'cancelled' });
  markRead = () => this.slowly({});
  relink = () => (this.mode === 'error' ? Promise.reject(new Refused()) : this.slowly({ url: '#relink' }));
  bulkSync = async () => {
    await this.slowly({});
    return new Map(data.accounts.map((each) => [each.id, data.emptyRun]));
  };
  validateData = (accountId: string) => this.syncAccount(accountId, 'validate');

  syncAccount = (accountId: string, syncType: SyncType = 'full') => {
    const run: Run = { ...data.emptyRun, id: 'run_9', accountId, syncType };
    const refused = { ...run, id: null, status: 'failed', joined: false, problem };
    const ended = this.slowly(this.mode === 'error' ? refused : { ...run, joined: false });
    const runId = this.slowly('run_9', 150);
    return Object.assign(ended, { runId, progress: (async function* () {})(), detach() {} });
  };

  /** Sends an event as the live stream would. */
  tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  asManager(): Manager {
    return this as unknown as Manager;
  }

  private answer(name: keyof Manager): unknown {
    return this.answers[name] ?? recorded[name] ?? [];
  }

  private slowly<T>(value: T, ms = 900): Promise<T> {
    return new Promise((done) => setTimeout(done, ms, value));
  }

  private async value(name: keyof Manager): Promise<unknown> {
    if (this.mode === 'loading') return new Promise(() => {});
    const isFirst = !this.asked.has(name);
    this.asked.add(name);
    if (this.mode === 'error' || (this.mode === 'stale' && !isFirst)) throw new Refused();
    return this.answer(name);
  }

  private store(name: keyof Manager): Store<unknown> {
    const known = this.stores.get(name);
    if (known) return known;
    const has = this.mode === 'normal' || this.mode === 'stale';
    const fails = this.mode === 'error' || this.mode === 'stale';
    const store: Store<unknown> = {
      value: has ? this.answer(name) : undefined,
      state: fails ? 'error' : has ? 'current' : 'loading',
      problem: fails ? problem : null,
      readAt: has ? new Date(data.AT.getTime() - 5 * 3600_000) : null,
      subscribe: () => () => {},
      refresh: () => this.slowly(undefined),
    };
    this.stores.set(name, store);
    return store;
  }

  private pager(name: keyof Manager, belongs: (item: unknown) => boolean = () => true): Pager<unknown> {
    const all = async () => ((await this.value(name)) as unknown[]).filter(belongs);
    const pager = {
      items: [] as unknown[],
      done: false,
      problem: null,
      sequence: 1,
      async next() {
        const found = await all();
        const page = found.slice(pager.items.length, pager.items.length + 200);
        pager.items = [...pager.items, ...page];
        pager.done = pager.items.length >= found.length;
        return page;
      },
      reset() {
        pager.items = [];
        pager.done = false;
      },
      async *[Symbol.asyncIterator]() {
        yield* await all();
      },
    };
    return pager;
  }
}

function matches(item: unknown, query: { state?: string }): boolean {
  return !query.state || (item as { state?: string }).state === query.state;
}
