import { Api, type ApiOptions, type Read } from './api';
import { TypedTarget } from './events';
import { ListPager } from './pager';
import { LiveStore } from './store';
import type * as T from './types';
import type { WireEvent } from './wire';

const largestPage = 500;

/** What there is to read. A promise rejects with `MingusSyncError` or holds its value. */
export class MingusReader extends TypedTarget {
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
    const load = (): Promise<Read<T.Account[]>> => this.#all((query) => this.api.read('/accounts', { query }));
    return this.store('accounts', load, isOf('account.', 'balance.', 'connection.', 'coverage.', 'sync.', 'finding.'));
  }

  connections(): T.Store<T.Connection[]> {
    const load = (): Promise<Read<T.Connection[]>> => this.#all((query) => this.api.read('/connections', { query }));
    return this.store('connections', load, isOf('connection.', 'sync.completed', 'account.'));
  }

  /** What the person should know or do, open and of late, newest first. */
  notifications(): T.Store<T.Notification[]> {
    const query = { limit: 200 };
    const load = async (): Promise<Read<T.Notification[]>> =>
      itemsOf(await this.api.read('/notifications', { query }));
    return this.store('notifications', load, isOf('notification'));
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
    const load = (): Promise<Read<T.SyncStatus>> => this.api.read('/accounts/{id}/sync-status', ask);
    const isOfRun = isOf('sync.', 'connection.');
    return this.store(`status ${accountId}`, load, (event) => isOfRun(event) || event.data['accountId'] === accountId);
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
    return new ListPager((after) =>
      this.api.read('/findings', { query: { ...query, account: accountId, run: runId, after } }),
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

  /** Of the newest runs; only those of so many days where `days` is given. */
  metricsSummary(query: { days?: number } = {}): Promise<T.MetricsSummary> {
    return this.api.get('/metrics/summary', { query: { days: query.days?.toString() } });
  }

  /** When a connection is asked next, and why then. */
  schedule(connectionId: string): Promise<T.Schedule> {
    return this.api.get('/connections/{id}/schedule', { path: { id: connectionId } });
  }

  decision(id: string): Promise<T.Decision> {
    return this.api.get('/decisions/{id}', { path: { id } });
  }

  /** The user's settings, or an account's: its own where it has some. */
  settings(accountId?: string): Promise<T.Settings> {
    return accountId === undefined
      ? this.api.get('/settings')
      : this.api.get('/accounts/{id}/settings', { path: { id: accountId } });
  }

  webhookEndpoints(): Promise<T.WebhookEndpoint[]> {
    return this.api.get('/webhook-endpoints').then((page) => page.items);
  }

  webhookDeliveries(endpointId: string): T.Pager<T.WebhookDelivery> {
    const path = { id: endpointId };
    return new ListPager((after) => this.api.read('/webhook-endpoints/{id}/deliveries', { path, query: { after } }));
  }

  /** The one store of a name: who asks twice shares it. */
  protected store<V>(
    name: string,
    load: () => Promise<Read<V>>,
    concerns: (event: WireEvent) => boolean,
  ): LiveStore<V> {
    let store = this.#stores.get(name) as LiveStore<V> | undefined;
    if (!store) {
      store = new LiveStore(load, concerns, () => this.interestChanged());
      this.#stores.set(name, store as LiveStore<unknown>);
    }
    return store;
  }

  protected get stores(): ReadonlyMap<string, LiveStore<unknown>> {
    return this.#stores;
  }

  /** Somebody began or ceased to look at something that events change. */
  protected interestChanged(): void {}

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

/** Whether an event's type begins with one of these. */
function isOf(...beginnings: string[]): (event: WireEvent) => boolean {
  return ({ type }) => beginnings.some((beginning) => type.startsWith(beginning));
}
