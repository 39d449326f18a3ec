import type { MingusSyncError } from './errors';
import type { Connect } from './transport';
import type { StreamState } from './types';
import type { Batch, WireEvent } from './wire';

/** Two beats of 15 seconds missed and some: the line is dead, whatever the socket says. */
const silenceMaxMs = 40_000;
const pauseMaxMs = 30_000;

/** What a stream tells. */
export interface StreamListener {
  batch(batch: Batch): void;
  state(state: StreamState, retryAt?: Date): void;
  /** Whose stream it is, at each opening. */
  user(userId: string): void;
}

/** One stream that is kept open: it goes on after the last position, after a break at 1, 2, 4 ... 30 seconds. */
export class EventStream {
  /** The last sequence that was told; null before the first opening. */
  position: number | null;

  readonly #connect: Connect;
  readonly #listener: StreamListener;
  #close: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #breaks = 0;
  #isWanted = false;

  constructor(connect: Connect, listener: StreamListener, position: number | null = null) {
    this.#connect = connect;
    this.#listener = listener;
    this.position = position;
  }

  open(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#breaks = 0;
    this.#try();
  }

  close(): void {
    this.#isWanted = false;
    this.#end();
  }

  /** There may be a network again, or another sign-in: does not wait for the pause's end. */
  retry(): void {
    if (this.#isWanted && !this.#close) this.#try();
  }

  /** The network changed: what seems open may be dead. */
  reopen(): void {
    if (this.#isWanted) this.#try();
  }

  #try(): void {
    this.#end();
    this.#listener.state('connecting');
    let isThis = true;
    const close = this.#connect(this.position, {
      event: (event) => {
        if (isThis) this.#heard(event);
      },
      closed: (error) => {
        if (isThis) this.#broken(error);
      },
    });
    this.#close = () => {
      isThis = false;
      close();
    };
    this.#expectSign();
  }

  #heard(event: WireEvent): void {
    this.#expectSign();
    const { data } = event;
    const from = this.position;
    if (event.type === 'stream.open') return this.#opened(data);
    if (event.type === 'stream.reset') {
      this.position = numberIn(data, 'sequence');
      return this.#listener.batch({ from: this.position, to: this.position, events: [], isReset: true });
    }
    if (event.sequence !== null && from !== null && event.sequence <= from) return;
    this.position = event.sequence ?? from ?? 0;
    const events = event.type === 'beat' ? [] : [event];
    this.#listener.batch({ from: from ?? this.position, to: this.position, events });
  }

  #opened(data: Record<string, unknown>): void {
    this.#breaks = 0;
    const sequence = numberIn(data, 'sequence');
    this.position ??= sequence;
    if (typeof data['userId'] === 'string') this.#listener.user(data['userId']);
    // Another's stream is another stream.
    if (!this.#isWanted) return;
    this.#listener.state('live');
    this.#listener.batch({ from: this.position, to: this.position, events: [] });
  }

  #broken(error: MingusSyncError): void {
    this.#end();
    if (error.status === 401) return this.#listener.state('signed-out');
    const isOffline = globalThis.navigator?.onLine === false;
    const pause = Math.min(1000 * 2 ** this.#breaks++, pauseMaxMs) * (0.9 + 0.2 * Math.random());
    this.#listener.state(isOffline ? 'offline' : 'waiting', new Date(Date.now() + pause));
    this.#timer = setTimeout(() => this.#try(), pause);
  }

  #expectSign(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), silenceMaxMs);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#close?.();
    this.#close = null;
  }
}

function numberIn(data: Record<string, unknown>, name: string): number {
  const value = data[name];
  return typeof value === 'number' ? value : 0;
}
