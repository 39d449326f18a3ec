import type { MingusSyncError } from './errors';
import { Receiver, type ReceiverListener } from './receiver';
import { EventStream } from './stream';
import { lockName, type TabMessage, Tabs, type TabWorld } from './tabs';
import type { Connect } from './transport';
import type { StreamState } from './types';
import type { Batch } from './wire';

const hiddenMaxMs = 5 * 60_000;
const pauseMaxMs = 30_000;

/** What live events need of the world. */
export interface LiveWorld {
  baseUrl: string;
  connect: Connect;
  me(): Promise<{ userId: string }>;
  /** Null: this tab streams alone. */
  tabs: TabWorld | null;
  isHidden(): boolean;
}

export interface LiveListener extends ReceiverListener {
  state(state: StreamState, retryAt?: Date): void;
}

/** The events of one user in this tab: from its own stream, or from the tab that has one. */
export class Live {
  readonly #world: LiveWorld;
  readonly #listener: LiveListener;
  readonly #receiver: Receiver;
  #stream: EventStream | null = null;
  #tabs: Tabs | null = null;
  #userId: string | null = null;
  #isOn = false;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #seenAt = 0;
  #state: StreamState = 'connecting';
  #retryAt: Date | undefined;

  constructor(world: LiveWorld, listener: LiveListener) {
    this.#world = world;
    this.#listener = listener;
    this.#receiver = new Receiver(listener);
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Whether this tab is the one that asks for all. */
  get isLeading(): boolean {
    return this.#isOn && (this.#tabs?.isLeading ?? this.#stream !== null);
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#turn++;
    globalThis.document?.addEventListener('visibilitychange', this.#looked);
    globalThis.addEventListener?.('online', this.#online);
    globalThis.addEventListener?.('offline', this.#offline);
    if (this.#world.tabs) void this.#join(this.#turn, 0);
    else this.#lead();
  }

  /** Lets stream, lock and channel go; the position stays. */
  stop(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#turn++;
    clearTimeout(this.#timer);
    clearTimeout(this.#hidden);
    globalThis.document?.removeEventListener('visibilitychange', this.#looked);
    globalThis.removeEventListener?.('online', this.#again);
    globalThis.removeEventListener?.('offline', this.#offline);
    this.#stream?.close();
    this.#stream = null;
    this.#tabs?.stop();
    this.#tabs = null;
  }

  /** Tabs meet by user: who it is, the server says. */
  async #join(turn: number, breaks: number): Promise<void> {
    try {
      this.#setState('connecting');
      const { userId } = await this.#world.me();
      if (turn !== this.#turn) return;
      this.#know(userId);
      const tabs = new Tabs(lockName(this.#world.baseUrl, userId), this.#world.tabs!, {
        lead: () => this.#lead(),
        follow: () => this.#follow(),
        heard: (message) => this.#heard(message),
        asked: () => this.#tellFollowers(),
        seen: () => this.#seen(),
      });
      this.#tabs = tabs;
      tabs.start();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#setState((error as MingusSyncError).status === 401 ? 'signed-out' : 'waiting');
      const pause = Math.min(1000 * 2 ** breaks, pauseMaxMs);
      this.#timer = setTimeout(() => void this.#join(turn, breaks + 1), pause);
    }
  }

  #lead(): void {
    this.#stream?.close();
    this.#stream = new EventStream(
      this.#world.connect,
      {
        batch: (batch) => this.#take(batch),
        state: (state, retryAt) => this.#setState(state, retryAt),
        user: (userId) => this.#know(userId),
      },
      this.#receiver.position,
    );
    this.#stream.open();
    this.#watchHidden();
  }

  #follow(): void {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#hidden);
    this.#setState('connecting');
  }

  #take(batch: Batch): void {
    this.#receiver.take(batch);
    this.#tabs?.say({ kind: 'batch', batch });
  }

  #heard(message: TabMessage): void {
    if (message.kind === 'batch') {
      this.#receiver.take(message.batch);
      if (this.#state === 'connecting') this.#setState('following');
    } else if (message.kind === 'state') {
      const state = message.state === 'live' ? 'following' : message.state;
      this.#setState(state, message.retryAt === undefined ? undefined : new Date(message.retryAt));
    }
  }

  #tellFollowers(): void {
    const position = this.#stream?.position ?? null;
    if (position !== null) this.#tabs?.say({ kind: 'batch', batch: { from: position, to: position, events: [] } });
    this.#tabs?.say({ kind: 'state', state: this.#state, retryAt: this.#retryAt?.getTime() });
  }

  #setState(state: StreamState, retryAt?: Date): void {
    this.#retryAt = retryAt;
    if (this.#tabs?.isLeading) this.#tabs.say({ kind: 'state', state, retryAt: retryAt?.getTime() });
    if (state === this.#state && !retryAt) return;
    this.#state = state;
    this.#listener.state(state, retryAt);
  }

  /** Another person signed in: nothing of before is theirs. */
  #know(userId: string): void {
    const before = this.#userId;
    this.#userId = userId;
    if (before === null || before === userId) return;
    this.#receiver.position = null;
    this.#listener.reset();
    this.stop();
    this.start();
  }

  /** Nobody looks for five minutes, here or in a tab that follows: the stream rests. */
  #watchHidden(): void {
    clearTimeout(this.#hidden);
    if (!this.#stream || !this.#world.isHidden()) return;
    this.#hidden = setTimeout(() => {
      if (!this.#stream || !this.#world.isHidden()) return;
      if (Date.now() - this.#seenAt < hiddenMaxMs) return this.#watchHidden();
      this.#stream.close();
      this.#setState('paused');
    }, hiddenMaxMs);
  }

  #seen(): void {
    this.#seenAt = Date.now();
    if (this.#state !== 'paused') return;
    this.#stream?.open();
    this.#watchHidden();
  }

  readonly #looked = (): void => {
    if (this.#world.isHidden()) return this.#watchHidden();
    clearTimeout(this.#hidden);
    this.#tabs?.looked();
    if (this.#state === 'paused') this.#stream?.open();
    else this.#again();
  };

  readonly #again = (): void => this.#stream?.retry();

  readonly #online = (): void => this.#stream?.reopen();

  readonly #offline = (): void => {
    if (this.#stream) this.#setState('offline', this.#retryAt);
  };
}
