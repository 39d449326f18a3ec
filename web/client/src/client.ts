import { Api, type ApiOptions, type Read } from './api';
import { MingusSyncError } from './errors';
import { TypedTarget } from './events';
import { ListPager } from './pager';
import { LiveStore } from './store';
import type * as T from './types';

type Decided = 'confirm' | 'dismiss' | 'split' | 'undo';

const largestPage = 500;

/** What there is to read, and what a person decides. A promise rejects with `MingusSyncError` or holds its value. */
export class MingusClient extends TypedTarget {
  /** The routes themselves, typed by the API's document. */
  readonly api: Api;
  readonly #stores = new Map<string, LiveStore<unknown>>();

  constructor(options: ApiOptions = {}) {
    super();
    this.api = new Api(options);
  }

  /** The server's clock. */
  get now(): Date {
    return this.api.now;
  }

  me(): Promise<T.Me> {
    return this.api.get('/users/me');
  }

  accounts(): T.Store<T.Account[]> {
    return this.store('accounts', () => this.#all((query) => this.api.read('/accounts', { query })));
  }

  connections(): T.Store<T.Connection[]> {
    return this.store('connections', () => this.#all((query) => this.api.read('/connections', { query })));
  }

  /** What the person should know or do, open and of late, newest first. */
  notifications(): T.Store<T.Notification[]> {
    const query = { limit: 200 };
    return this.store('notifications', async () => itemsOf(await this.api.read('/notifications', { query })));
  }

  account(id: string): Promise<T.Account> {
    return this.api.get('/accounts/{id}', { path: { id } });
  }

  connection(id: string): Promise<T.Connection> {
    return this.api.get('/connections/{id}', { path: { id } });
  }

  /** Live: what goes on with the account, read again at each event about it. */
  status(accountId: string): T.Store<T.SyncStatus> {
    const ask = { path: { id: accountId } };
    return this.store(`status ${accountId}`, () => this.api.read('/accounts/{id}/sync-status', ask));
  }

  getSyncStatus(accountId: string): Promise<T.SyncStatus> {
    return this.api.get('/accounts/{id}/sync-status', { path: { id: accountId } });
  }

  transactions({ accountId: id, ...query }: T.TransactionQuery): T.Pager<T.Transaction> {
    return new ListPager((after) =>
      this.api.read('/accounts/{id}/transactions', { path: { id }, query: { ...query, after } }),
    );
  }

  transaction(id: string): Promise<T.Transaction> {
    return this.api.get('/transactions/{id}', { path: { id }, query: { include: 'records' } });
  }

  findings({ accountId, runId, ...query }: T.FindingQuery = {}): T.Pager<T.Finding> {
    return new ListPager<T.Finding>(
      (after) => this.api.read('/findings', { query: { ...query, run: runId, after } }),
      (finding) => accountId === undefined || finding.accountId === accountId,
    );
  }

  finding(id: string): Promise<T.Finding> {
    return this.api.get('/findings/{id}', { path: { id } });
  }

  duplicates({ accountId, ...query }: T.DuplicateQuery = {}): T.Pager<T.Duplicate> {
    return new ListPager((after) => this.api.read('/duplicates', { query: { ...query, account: accountId, after } }));
  }

  duplicate(id: string): Promise<T.Duplicate> {
    return this.api.get('/duplicates/{id}', { path: { id } });
  }

  accountLinks(): T.Pager<T.AccountLink> {
    return new ListPager((after) => this.api.read('/account-links', { query: { after } }));
  }

  decisions({ accountId, ...query }: T.DecisionQuery = {}): T.Pager<T.Decision> {
    return new ListPager((after) => this.api.read('/decisions', { query: { ...query, account: accountId, after } }));
  }

  runs({ accountId: id, ...query }: T.RunQuery = {}): T.Pager<T.Run> {
    return new ListPager((after) =>
      id === undefined
        ? this.api.read('/runs', { query: { ...query, after } })
        : this.api.read('/accounts/{id}/runs', { path: { id }, query: { ...query, after } }),
    );
  }

  run(id: string): Promise<T.Run> {
    return this.api.get('/runs/{id}', { path: { id } });
  }

  coverage(accountId: string): Promise<T.Coverage> {
    return this.api.get('/accounts/{id}/coverage', { path: { id: accountId } });
  }

  /** The balance history, newest first. */
  async balances(accountId: string, query: T.BalanceQuery = {}): Promise<T.Balance[]> {
    const path = { id: accountId };
    const { value } = await this.#all((page) =>
      this.api.read('/accounts/{id}/balances', { path, query: { ...query, ...page } }),
    );
    return value;
  }

  quarantine(): T.Pager<T.Quarantine> {
    return new ListPager((after) => this.api.read('/quarantine', { query: { after } }));
  }

  validations(accountId: string): T.Pager<T.Validation> {
    const path = { id: accountId };
    return new ListPager((after) => this.api.read('/accounts/{id}/validations', { path, query: { after } }));
  }

  metricsSummary(): Promise<T.MetricsSummary> {
    return this.api.get('/metrics/summary');
  }

  /** When a connection is asked next, and why then. */
  schedule(connectionId: string): Promise<T.Schedule> {
    return this.api.get('/connections/{id}/schedule', { path: { id: connectionId } });
  }

  /** What a person says of two records; `undo` takes back the group's last decision. A person's word stands. */
  async decide(groupId: string, decision: Decided): Promise<T.Decision> {
    const path = { id: groupId };
    if (decision === 'undo') {
      const group = await this.duplicate(groupId);
      return group.decisionId ? this.undo(group.decisionId) : Promise.reject(notDecided());
    }
    const answers = {
      confirm: () => this.api.post('/duplicates/{id}/confirm', { path }),
      dismiss: () => this.api.post('/duplicates/{id}/dismiss', { path }),
      split: () => this.api.post('/duplicates/{id}/split', { path }),
    };
    const group = await answers[decision]();
    return this.decision(group.decisionId!);
  }

  decision(id: string): Promise<T.Decision> {
    return this.api.get('/decisions/{id}', { path: { id } });
  }

  undo(decisionId: string): Promise<T.Decision> {
    return this.api.post('/decisions/{id}/undo', { path: { id: decisionId } });
  }

  redo(decisionId: string): Promise<T.Decision> {
    return this.api.post('/decisions/{id}/redo', { path: { id: decisionId } });
  }

  /** Says that a feed shows an account. */
  linkAccount(accountId: string, feedId: string): Promise<T.AccountLink> {
    return this.api.post('/account-links', { body: { accountId, feedId } });
  }

  dismissAccountLink(id: string): Promise<T.AccountLink> {
    return this.api.post('/account-links/{id}/dismiss', { path: { id } });
  }

  annotate(transactionId: string, body: { category?: string | null; note?: string | null }): Promise<T.Transaction> {
    return this.api.patch('/transactions/{id}', { path: { id: transactionId }, body });
  }

  rename(accountId: string, name: string): Promise<T.Account> {
    return this.#edit(accountId, { name });
  }

  hide(accountId: string, hidden = true): Promise<T.Account> {
    return this.#edit(accountId, { hidden });
  }

  /** Repairs what a finding tells of: by a decision, which can be taken back, or by a run. */
  repair(findingId: string): Promise<T.Decision | T.Run> {
    return this.api.post('/findings/{id}/repair', { path: { id: findingId } });
  }

  dismissFinding(findingId: string): Promise<T.Finding> {
    return this.api.post('/findings/{id}/dismiss', { path: { id: findingId } });
  }

  retryQuarantined(id: string): Promise<T.Run> {
    return this.api.post('/quarantine/{id}/retry', { path: { id } });
  }

  async discardQuarantined(id: string): Promise<void> {
    await this.api.post('/quarantine/{id}/discard', { path: { id } });
  }

  cancelRun(runId: string): Promise<T.Run> {
    return this.api.post('/runs/{id}/cancel', { path: { id: runId } });
  }

  /** What a sync would do, without doing it. */
  async preview(accountId: string, syncType: T.SyncType = 'transactions'): Promise<T.Preview> {
    const body = { syncType, preview: true };
    return (await this.api.post('/accounts/{id}/sync', { path: { id: accountId }, body })) as T.Preview;
  }

  markRead(notificationId: string): Promise<T.Notification> {
    return this.api.post('/notifications/{id}/read', { path: { id: notificationId } });
  }

  /** The user's settings, or an account's: its own where it has some. */
  settings(accountId?: string): Promise<T.Settings> {
    return accountId === undefined
      ? this.api.get('/settings')
      : this.api.get('/accounts/{id}/settings', { path: { id: accountId } });
  }

  saveSettings(body: T.SettingsEdit, accountId?: string): Promise<T.Settings> {
    return accountId === undefined
      ? this.api.put('/settings', { body })
      : this.api.put('/accounts/{id}/settings', { path: { id: accountId }, body });
  }

  /** The account goes by the user's settings again. */
  async clearSettings(accountId: string): Promise<void> {
    await this.api.delete('/accounts/{id}/settings', { path: { id: accountId } });
  }

  /** Begins a linking: a token for the provider's page, and where that page is. */
  link(options: { redirectUri?: string } = {}): Promise<T.LinkToken> {
    return this.api.post('/link-tokens', { body: options });
  }

  /** Begins the repair of a connection. */
  relink(connectionId: string, options: { redirectUri?: string } = {}): Promise<T.LinkToken> {
    return this.api.post('/link-tokens', { body: { ...options, connectionId } });
  }

  /** Ends a linking. A page that is loaded again with the same token gets the first answer. */
  connect(
    publicToken: string,
    options: { allowDuplicate?: boolean; institutionId?: string } = {},
  ): Promise<T.Connection> {
    const idempotencyKey = `link${options.allowDuplicate ? ' again' : ''} ${publicToken}`.slice(0, 255);
    return this.api.post('/connections', { body: { publicToken, ...options }, idempotencyKey });
  }

  /** Removes the access at the bank; the history stays unless it is to be erased. */
  async disconnect(connectionId: string, options: { eraseData?: boolean } = {}): Promise<void> {
    await this.api.delete('/connections/{id}', { path: { id: connectionId }, query: options });
  }

  webhookEndpoints(): Promise<T.WebhookEndpoint[]> {
    return this.api.get('/webhook-endpoints').then((page) => page.items);
  }

  webhookDeliveries(endpointId: string): T.Pager<T.WebhookDelivery> {
    const path = { id: endpointId };
    return new ListPager((after) => this.api.read('/webhook-endpoints/{id}/deliveries', { path, query: { after } }));
  }

  /** The one store of a name: who asks twice shares it. */
  protected store<V>(name: string, load: () => Promise<Read<V>>): LiveStore<V> {
    let store = this.#stores.get(name) as LiveStore<V> | undefined;
    if (!store) {
      store = new LiveStore(load, () => this.watched());
      this.#stores.set(name, store as LiveStore<unknown>);
    }
    return store;
  }

  protected get stores(): ReadonlyMap<string, LiveStore<unknown>> {
    return this.#stores;
  }

  /** Somebody looks at something that events change. */
  protected watched(): void {}

  #edit(id: string, body: { name?: string; hidden?: boolean }): Promise<T.Account> {
    return this.api.patch('/accounts/{id}', { path: { id }, body });
  }

  /** Every page; the sequence is the first page's, the lowest. */
  async #all<V>(load: (query: { limit: number; after?: string }) => Promise<Read<T.Page<V>>>): Promise<Read<V[]>> {
    const first = await load({ limit: largestPage });
    const items = [...first.value.items];
    for (let after = first.value.next; after !== null; ) {
      const { value } = await load({ limit: largestPage, after });
      items.push(...value.items);
      after = value.next;
    }
    return { value: items, sequence: first.sequence };
  }
}

function itemsOf<V>(read: Read<T.Page<V>>): Read<V[]> {
  return { value: read.value.items, sequence: read.sequence };
}

function notDecided(): MingusSyncError {
  const detail = 'Nothing was decided here yet, so there is nothing to take back.';
  return new MingusSyncError({ code: 'not_decided', detail, action: 'none' });
}
