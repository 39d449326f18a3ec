import type { Account, AutoSyncOptions, Connection, SyncType } from './types';

const minute = 60_000;
const lookEveryMs = minute;
/** Not ours to ask now, or not known yet whether it is. */
const lookAgainMs = 5000;
const awayMs = 5 * minute;
const unasked: readonly Account['status'][] = ['updating', 'needs_attention', 'disconnected', 'closed', 'hidden'];

/** What auto-sync needs to know of the world. */
export interface AutoSyncWorld {
  now(): Date;
  /** Whether this tab is the one that asks: leading, visible, online. */
  mayAsk(): boolean;
  /** Whether the person wants few bytes (Save-Data). */
  savesData(): boolean;
  accounts(): Promise<Account[]>;
  connections(): Promise<Connection[]>;
  sync(accountId: string, type: SyncType): PromiseLike<unknown>;
  /** 0 to 1, for the jitter. */
  random(): number;
}

/** Asks for what is old while somebody looks. Never forces: whether the bank is asked, the schedule decides. */
export class AutoSync {
  readonly #world: AutoSyncWorld;
  readonly #options: AutoSyncOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hiddenAt: number | null = null;

  constructor(world: AutoSyncWorld, options: AutoSyncOptions = {}) {
    this.#world = world;
    this.#options = options;
  }

  /** Answers what ends it. */
  start(): () => void {
    const seen = (): void => this.#seen();
    globalThis.document?.addEventListener('visibilitychange', seen);
    this.#later(0);
    return () => {
      globalThis.document?.removeEventListener('visibilitychange', seen);
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  async balances(): Promise<void> {
    const old = (this.#options.balanceMinutes ?? 15) * minute;
    await this.#ask('balance', (account) => this.#isOlder(account.balance?.asOf, old));
  }

  async transactions(): Promise<void> {
    const old = (this.#options.transactionHours ?? 6) * 60 * minute;
    await this.#ask('transactions', (account) => this.#isOlder(account.freshness.checkedAt, old));
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), ms * (0.9 + 0.2 * this.#world.random()));
  }

  async #look(): Promise<void> {
    let next = lookAgainMs;
    try {
      if (!this.#world.mayAsk()) return;
      next = lookEveryMs;
      if (this.#options.transactions !== false) await this.transactions();
      if (this.#options.balances !== false && !this.#world.savesData()) await this.balances();
    } catch {
      // Not to be reached now: the next look asks again, and the stream's state says that we are offline.
    } finally {
      if (this.#timer !== undefined) this.#later(next);
    }
  }

  /** Back after a while: what is old is asked for at once, not at the next look. */
  #seen(): void {
    const now = this.#world.now().getTime();
    if (document.hidden) this.#hiddenAt = now;
    else if (this.#hiddenAt !== null && now - this.#hiddenAt >= awayMs) this.#later(0);
  }

  /** A run belongs to a connection: one account of each is asked for. */
  async #ask(type: SyncType, isOld: (account: Account) => boolean): Promise<void> {
    const waiting = await this.#waiting();
    const asked = new Set<string>();
    const runs: PromiseLike<unknown>[] = [];
    for (const account of await this.#world.accounts()) {
      if (unasked.includes(account.status) || !isOld(account)) continue;
      const connections = account.feeds.map((feed) => feed.connectionId);
      if (connections.some((id) => waiting.has(id)) || connections.every((id) => asked.has(id))) continue;
      for (const id of connections) asked.add(id);
      runs.push(this.#world.sync(account.id, type));
    }
    await Promise.allSettled(runs);
  }

  /** Connections that may not be asked yet, or need the person. */
  async #waiting(): Promise<Set<string>> {
    const now = this.#world.now();
    const waits = (one: Connection): boolean =>
      one.status !== 'healthy' || (one.error?.retryAt ? new Date(one.error.retryAt) > now : false);
    return new Set((await this.#world.connections()).filter(waits).map((one) => one.id));
  }

  #isOlder(moment: string | null | undefined, ms: number): boolean {
    return !moment || this.#world.now().getTime() - Date.parse(moment) > ms;
  }
}
