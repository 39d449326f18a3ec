import type { StreamState } from './types';
import type { Batch } from './wire';

/** A tab that leads is silent no longer than its stream: 45 seconds mean that it was frozen. */
const silenceMaxMs = 45_000;
const seenEveryMs = 20_000;

/** What tabs say to each other. */
export type TabMessage =
  | { kind: 'hello' }
  | { kind: 'seen' }
  | { kind: 'batch'; batch: Batch }
  | { kind: 'state'; state: StreamState; retryAt?: number };

/** What a tab needs of its browser; tests bring their own. */
export interface TabWorld {
  locks: Pick<LockManager, 'request'>;
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
  isHidden(): boolean;
}

/** What a tab does as a leader and as a follower. */
export interface TabRole {
  lead(): void;
  /** The lead is another's. */
  follow(): void;
  /** Follower: what the leader tells. */
  heard(message: TabMessage): void;
  /** Leader: a follower asks where we are. */
  asked(): void;
  /** Leader: a follower is looked at. */
  seen(): void;
}

/** One leader among the tabs of a browser: who holds the lock. The others hear of it by a channel. */
export class Tabs {
  isLeading = false;

  readonly #name: string;
  readonly #world: TabWorld;
  readonly #role: TabRole;
  #channel: ReturnType<TabWorld['openChannel']> | null = null;
  #stop = new AbortController();
  #release: (() => void) | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #saidSeenAt = 0;

  constructor(name: string, world: TabWorld, role: TabRole) {
    this.#name = name;
    this.#world = world;
    this.#role = role;
  }

  start(): void {
    this.#stop = new AbortController();
    this.#channel = this.#world.openChannel(this.#name);
    this.#channel.onmessage = (message: MessageEvent<TabMessage>) => this.#heard(message.data);
    this.#follow();
  }

  /** Gives lock and channel back, so that another tab leads at once. */
  stop(): void {
    clearTimeout(this.#silence);
    this.#stop.abort();
    this.#release?.();
    this.#release = null;
    this.isLeading = false;
    this.#channel?.close();
    this.#channel = null;
  }

  say(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  /** The person looks at this tab again. */
  looked(): void {
    if (this.isLeading || !this.#channel) return;
    this.#saySeen();
    this.#expectLeader();
  }

  #follow(): void {
    this.isLeading = false;
    this.#role.follow();
    this.say({ kind: 'hello' });
    if (!this.#world.isHidden()) this.#saySeen();
    this.#request({ signal: this.#stop.signal });
    this.#expectLeader();
  }

  /** Waits for the lock, holds it, and follows again when it is stolen. */
  #request(options: LockOptions): void {
    const { signal } = this.#stop;
    const held = (): Promise<void> => this.#lead(signal);
    this.#world.locks.request(this.#name, options, held).then(
      () => {},
      () => {
        if (!signal.aborted && this.isLeading) this.#follow();
      },
    );
  }

  #lead(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((release) => {
      clearTimeout(this.#silence);
      this.#release = release;
      this.isLeading = true;
      this.#role.lead();
    });
  }

  #heard(message: TabMessage): void {
    if (this.isLeading) {
      if (message.kind === 'hello') this.#role.asked();
      else if (message.kind === 'seen') this.#role.seen();
      return;
    }
    if (message.kind === 'hello' || message.kind === 'seen') return;
    this.#expectLeader();
    if (!this.#world.isHidden() && Date.now() - this.#saidSeenAt > seenEveryMs) this.#saySeen();
    this.#role.heard(message);
  }

  #saySeen(): void {
    this.#saidSeenAt = Date.now();
    this.say({ kind: 'seen' });
  }

  /** A hidden tab needs no leader, and its clock is slow. */
  #expectLeader(): void {
    clearTimeout(this.#silence);
    if (this.isLeading || this.#world.isHidden()) return;
    this.#silence = setTimeout(() => {
      if (this.isLeading || this.#world.isHidden()) return;
      // Stealing passes by the queue, in which our own request still waits.
      this.#stop.abort();
      this.#stop = new AbortController();
      this.#request({ steal: true });
    }, silenceMaxMs);
  }
}

/** The tabs of this browser; null where there is no lock: each tab streams alone then. */
export function browserTabs(): TabWorld | null {
  const locks = globalThis.navigator?.locks;
  if (!locks || typeof BroadcastChannel === 'undefined' || typeof document === 'undefined') return null;
  return {
    locks,
    openChannel: (name) => new BroadcastChannel(name),
    isHidden: () => document.hidden,
  };
}

/** A name that two users or servers do not share: FNV-1a, twice, of both. */
export function lockName(baseUrl: string, userId: string): string {
  const hash = (seed: number): string => {
    let value = seed >>> 0;
    for (const unit of `${baseUrl}\n${userId}`) value = Math.imul(value ^ unit.codePointAt(0)!, 0x01000193) >>> 0;
    return value.toString(16).padStart(8, '0');
  };
  return `mingus:${hash(0x811c9dc5)}${hash(0x9747b28c)}`;
}
