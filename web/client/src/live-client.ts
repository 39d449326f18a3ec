import type { ApiOptions } from './api';
import { MingusClient } from './client';
import type { MingusEventMap, MingusEventName } from './events';
import type { Live } from './live';
import type { Told } from './told';
import type { Progress, StreamState } from './types';
import type { WireEvent } from './wire';

type Follower = (progress: Progress | null, at: string) => void;

const local: readonly MingusEventName[] = ['sync-ui'];
const lingerMs = 5000;
const comeAgainMs = 5000;

/** The client with live events: its stream is open while somebody listens, watches a store or waits for a run. */
export class LiveClient extends MingusClient {
  readonly #baseUrl: string | undefined;
  #live: Live | null = null;
  #coming: Promise<void> | null = null;
  #isWanted = false;
  readonly #runs = new Map<string, Set<Follower>>();
  #hasListener = false;
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ApiOptions) {
    super(options);
    this.#baseUrl = options.baseUrl;
    if (typeof document !== 'undefined') {
      globalThis.addEventListener('pagehide', this.#leave);
      globalThis.addEventListener('pageshow', this.#enter);
    }
  }

  /** Where the live stream is. */
  get streamState(): StreamState {
    return this.#live?.state ?? 'connecting';
  }

  override addEventListener<K extends MingusEventName>(
    type: K,
    listener: ((event: MingusEventMap[K]) => void) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
    if (!local.includes(type)) this.wantEvents();
  }

  /** Ends timers, streams and stores. Runs go on. */
  dispose(): void {
    this.#hasListener = false;
    clearTimeout(this.#linger);
    globalThis.removeEventListener?.('pagehide', this.#leave);
    globalThis.removeEventListener?.('pageshow', this.#enter);
    for (const store of this.stores.values()) store.dispose();
    this.#stop();
  }

  /** Whether this tab is the one that asks for all tabs of the browser. */
  protected get isLeading(): boolean {
    return this.#live?.isLeading ?? false;
  }

  /** Live from now on, until disposed. */
  protected wantEvents(): void {
    this.#hasListener = true;
    this.interestChanged();
  }

  /** Calls at each word of a run: its progress, or null when its status changed. Answers what ends it. */
  protected follow(runId: string, follower: Follower): () => void {
    const followers = this.#runs.get(runId) ?? new Set();
    this.#runs.set(runId, followers.add(follower));
    this.interestChanged();
    return () => {
      followers.delete(follower);
      if (followers.size === 0) this.#runs.delete(runId);
      this.interestChanged();
    };
  }

  protected override interestChanged(): void {
    clearTimeout(this.#linger);
    const isWanted =
      this.#hasListener || this.#runs.size > 0 || [...this.stores.values()].some((store) => store.isWatched);
    if (isWanted) this.#start();
    // A page often wants it again soon; a program that has ended should not wait for us.
    else if (typeof document === 'undefined') this.#stop();
    else this.#linger = setTimeout(() => this.#stop(), lingerMs);
  }

  #start(): void {
    this.#isWanted = true;
    if (this.#live) this.#live.start();
    else this.#coming ??= this.#come();
  }

  #stop(): void {
    this.#isWanted = false;
    this.#live?.stop();
  }

  /** What reads the stream comes when events are first wanted: nothing that is shown waits for it. */
  async #come(): Promise<void> {
    while (this.#isWanted && !this.#live) {
      try {
        const { liveOf } = await import('./live-setup');
        this.#live = liveOf(this.api, this.#baseUrl, {
          event: (event, told) => this.#happened(event, told),
          missed: (sequence) => this.#missed(sequence),
          reset: () => this.#reset(),
          state: (state, retryAt) => this.#stateChanged(state, retryAt),
        });
      } catch {
        this.#stateChanged('waiting', new Date(Date.now() + comeAgainMs));
        await new Promise((go) => setTimeout(go, comeAgainMs));
      }
    }
    this.#coming = null;
    if (this.#isWanted) this.#live?.start();
  }

  #happened(event: WireEvent, told: Told[]): void {
    if (event.sequence !== null) {
      for (const store of this.stores.values()) if (store.concerns(event)) store.heard(event.sequence);
    }
    for (const [name, detail] of told) {
      this.tell(name, detail);
      if (!('runId' in detail)) continue;
      this.#tellFollowers(detail.runId, 'progress' in detail ? detail.progress : null, detail.at);
    }
  }

  #tellFollowers(runId: string, progress: Progress | null, at: string): void {
    for (const follower of [...(this.#runs.get(runId) ?? [])]) follower(progress, at);
  }

  #missed(sequence: number): void {
    for (const store of this.stores.values()) store.heard(sequence);
    this.tell('snapshot-needed', { sequence, at: this.now.toISOString() });
    for (const runId of [...this.#runs.keys()]) this.#tellFollowers(runId, null, this.now.toISOString());
  }

  #reset(): void {
    for (const store of this.stores.values()) store.forget();
    this.tell('snapshot-needed', { sequence: Number.MAX_SAFE_INTEGER, at: this.now.toISOString() });
  }

  #stateChanged(state: StreamState, retryAt?: Date): void {
    const isLive = state === 'live' || state === 'following';
    for (const store of this.stores.values()) {
      if (!isLive && state !== 'connecting') store.stale();
      else if (isLive && store.isWatched && store.state !== 'current') void store.refresh();
    }
    this.tell('stream-state', { state, retryAt });
  }

  /** A page that is kept for "back" holds no lock and no connection. */
  readonly #leave = (): void => {
    clearTimeout(this.#linger);
    this.#stop();
  };

  readonly #enter = (event: PageTransitionEvent): void => {
    if (event.persisted) this.interestChanged();
  };
}
