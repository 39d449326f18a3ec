import type { ApiOptions } from './api';
import { AutoSync } from './auto-sync';
import { MingusSyncError } from './errors';
import type { MingusDetail } from './events';
import { LiveClient } from './live-client';
import { refusedResult, resultOf, resultOfAccount } from './results';
import { isEnded, RunWatch } from './runs';
import type {
  Account, AutoSyncOptions, Balance, Phase, ResultOf, Run, RunHandle, SyncResult, SyncType, ValidationLevel,
} from './types';
import { showOnPage } from './ui';
import { words } from './words';

export interface ManagerOptions extends ApiOptions {
  /** For the words and numbers of the elements; the client shows none. */
  locale?: string;
}

interface SyncOptions {
  /** Aborting stops the waiting, not the run. */
  signal?: AbortSignal;
}

interface Wish<T extends SyncType> extends SyncOptions {
  accountId: string;
  type: T;
  force?: boolean;
  level?: ValidationLevel;
}

/** Syncs, watches and reads the bank data of one user. */
export class DataSynchronizationManager extends LiveClient {
  readonly locale: string | undefined;
  #auto: AutoSync;
  #stopAuto: (() => void) | null = null;

  constructor(options: ManagerOptions = {}) {
    super(options);
    this.locale = options.locale;
    this.#auto = this.#autoSync();
  }

  /** One account, any type; `full` when none is said. */
  syncAccount<T extends SyncType = 'full'>(
    accountId: string,
    syncType: T = 'full' as T,
    forceSync = false,
    options: SyncOptions = {},
  ): RunHandle<ResultOf<T>> {
    return this.#sync({ accountId, type: syncType, force: forceSync, ...options });
  }

  /** Awaited, the result holds the balance: `current`, `available`, `currency`, `asOf`, and whole as `balance`. */
  syncBalance(accountId: string, options: SyncOptions = {}): RunHandle<ResultOf<'balance'>> {
    return this.#sync({ accountId, type: 'balance', ...options });
  }

  syncTransactions(
    accountId: string,
    forceSync = false,
    options: SyncOptions = {},
  ): RunHandle<ResultOf<'transactions'>> {
    return this.#sync({ accountId, type: 'transactions', force: forceSync, ...options });
  }

  syncHistorical(accountId: string, options: SyncOptions = {}): RunHandle<ResultOf<'historical'>> {
    return this.#sync({ accountId, type: 'historical', ...options });
  }

  /** Awaited, the result holds `coverage` and the `gaps` that are left. */
  backfillData(accountId: string, options: SyncOptions = {}): RunHandle<ResultOf<'backfill'>> {
    return this.#sync({ accountId, type: 'backfill', ...options });
  }

  /** Awaited, the result holds the report: `verdict`, `checks`, `findings`, and whole as `report`. */
  validateData(accountId: string, level?: ValidationLevel, options: SyncOptions = {}): RunHandle<ResultOf<'validate'>> {
    return this.#sync({ accountId, type: 'validate', level, ...options });
  }

  /** Every account of the user, one run a connection; what one bank refuses leaves the others alone. */
  async bulkSync(syncType: SyncType = 'full', forceSync = false): Promise<Map<string, SyncResult>> {
    const connections = await this.api.get('/connections', { query: { limit: 500 } });
    const results = new Map<string, SyncResult>();
    let runs: Run[] = [];
    let refusal: (connectionId: string) => unknown;
    try {
      const bulk = await this.api.post('/accounts/bulk/sync', { body: { syncType, force: forceSync } });
      runs = bulk.runs;
      refusal = (id) => {
        const problem = bulk.problems?.find((one) => one.connectionId === id);
        return problem && new MingusSyncError(problem);
      };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = () => error;
    }
    const ends = await Promise.all(runs.map((run) => this.#watch(run)));
    for (const connection of connections.items) {
      const run = ends.find((one) => one.connectionId === connection.id);
      const problem = refusal(connection.id);
      for (const id of run?.accounts.map((one) => one.accountId) ?? connection.accounts) {
        if (run) results.set(id, resultOfAccount(run, id));
        else if (problem && !results.has(id)) results.set(id, refusedResult(syncType, id, problem, this.now));
      }
    }
    return results;
  }

  /**
   * Shows a status on every `[data-mingus-account="<id>"]`, unless a listener of `sync-ui` prevents it. The manager
   * calls it at each change of a run.
   */
  updateSyncUI(accountId: string, status: Phase, syncType: SyncType, result?: SyncResult): void {
    const text = result?.problem?.detail ?? words[status];
    const ui: MingusDetail<'sync-ui'> = { accountId, status, syncType, text, result };
    if (this.tell('sync-ui', ui, true)) showOnPage(ui);
  }

  /** Keeps what is shown fresh while somebody looks; answers what ends it. */
  startAutoSync(options: AutoSyncOptions = {}): () => void {
    this.#stopAuto?.();
    this.#auto = this.#autoSync(options);
    this.wantEvents();
    const stop = this.#auto.start();
    this.#stopAuto = stop;
    return stop;
  }

  /** Asks for the transactions of accounts that were not checked for six hours. */
  autoSyncTransactions(): Promise<void> {
    return this.#auto.transactions();
  }

  /** Asks for balances that are older than a quarter of an hour. */
  autoSyncBalances(): Promise<void> {
    return this.#auto.balances();
  }

  override dispose(): void {
    this.#stopAuto?.();
    super.dispose();
  }

  #sync<T extends SyncType>(wish: Wish<T>): RunHandle<ResultOf<T>> {
    const { accountId, type } = wish;
    this.updateSyncUI(accountId, 'requested', type);
    const end = <R extends SyncResult>(result: R): R => {
      this.updateSyncUI(accountId, result.status, type, result);
      return result;
    };
    return new RunWatch<ResultOf<T>>(
      {
        begin: () => this.#begin(wish),
        read: (id) => this.run(id),
        follow: (id, told) => this.follow(id, told),
        changed: (run) => {
          if (!isEnded(run)) this.updateSyncUI(accountId, run.status, type);
        },
      },
      async (run) => end(resultOf(type, run, accountId, await this.#lastBalance(type, run, accountId))),
      async (error) => {
        if (!isRefusal(error)) throw error;
        const known = type === 'balance' ? await this.#balance(accountId) : undefined;
        return end(refusedResult(type, accountId, error, this.now, known));
      },
      wish.signal,
    );
  }

  async #begin({ accountId: id, type, force, level }: Wish<SyncType>): Promise<Run> {
    const path = { id };
    const answer =
      type === 'validate' && level
        ? await this.api.post('/accounts/{id}/validate', { path, body: { level } })
        : await this.api.post('/accounts/{id}/sync', { path, body: { syncType: type, force: force ?? false } });
    return answer as Run;
  }

  /** Waits for a run of which nobody holds a handle. */
  #watch(run: Run): PromiseLike<Run> {
    return new RunWatch<Run>(
      {
        begin: async () => run,
        read: (id) => this.run(id),
        follow: (id, told) => this.follow(id, told),
        changed: () => {},
      },
      async (ended) => ended,
      (error) => Promise.reject(error),
    );
  }

  /** A sync that was skipped or failed brought no balance: the one last known is the balance, as of its moment. */
  async #lastBalance(type: SyncType, run: Run, accountId: string): Promise<Balance | undefined> {
    if (type !== 'balance' || run.result?.balances?.some((one) => one.accountId === accountId)) return undefined;
    return this.#balance(accountId);
  }

  async #balance(accountId: string): Promise<Balance | undefined> {
    try {
      return (await this.account(accountId)).balance ?? undefined;
    } catch {
      return undefined;
    }
  }

  #autoSync(options: AutoSyncOptions = {}): AutoSync {
    const read = async <V>(store: { value: V[] | undefined; refresh(): Promise<void> }): Promise<V[]> => {
      await store.refresh();
      return store.value ?? [];
    };
    return new AutoSync(
      {
        now: () => this.now,
        mayAsk: () => this.isLeading && !globalThis.document?.hidden && globalThis.navigator?.onLine !== false,
        savesData,
        accounts: () => read<Account>(this.accounts()),
        connections: () => read(this.connections()),
        sync: (id, type) => this.syncAccount(id, type),
        random: Math.random,
      },
      options,
    );
  }
}

function savesData(): boolean {
  const navigator = globalThis.navigator as undefined | { connection?: { saveData?: boolean } };
  return navigator?.connection?.saveData === true;
}

/** What the world refuses is a result; what the caller did wrong, no sign-in and no network are errors. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof MingusSyncError)) return false;
  const status = error.status ?? 0;
  return status === 409 || status === 422 || status === 429 || (status >= 500 && error.code !== 'internal_error');
}
