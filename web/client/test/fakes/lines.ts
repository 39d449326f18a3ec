import { MingusSyncError, unreachable } from '../../src/errors';
import type { Connect, Sink } from '../../src/transport';

/** A line to a server that the test speaks for. */
export class Lines {
  readonly opened: { after: number | null; sink: Sink; isOpen: boolean }[] = [];

  readonly connect: Connect = (after, sink) => {
    const line = { after, sink, isOpen: true };
    this.opened.push(line);
    return () => (line.isOpen = false);
  };

  get last(): { after: number | null; sink: Sink; isOpen: boolean } {
    return this.opened.at(-1)!;
  }

  open(sequence: number, userId = 'ada'): void {
    this.last.sink.event({ type: 'stream.open', sequence, data: { sequence, userId } });
  }

  tell(sequence: number | null, type: string, data: Record<string, unknown> = {}): void {
    this.last.sink.event({ type, sequence, data: { type, ...data } });
  }

  beat(): void {
    this.tell(null, 'beat');
  }

  break(error: MingusSyncError = unreachable()): void {
    this.last.sink.closed(error);
  }
}

/** A browser with several tabs: the locks and channels that they share. */
export class FakeBrowser {
  readonly #held = new Map<string, { steal: () => void }>();
  readonly #queue = new Map<string, (() => void)[]>();
  readonly #channels = new Map<string, Set<FakeChannel>>();

  readonly locks = {
    request: (name: string, options: LockOptions, work: () => Promise<void>): Promise<void> =>
      new Promise<void>((resolve, reject) => {
        const hold = (): void => {
          const me = { steal: () => reject(new DOMException('stolen', 'AbortError')) };
          this.#held.set(name, me);
          void work().then(() => {
            resolve();
            if (this.#held.get(name) !== me) return;
            this.#held.delete(name);
            this.#queue.get(name)?.shift()?.();
          });
        };
        if (options.steal) {
          this.#held.get(name)?.steal();
          return hold();
        }
        if (!this.#held.has(name)) return hold();
        const queue = this.#queue.get(name) ?? [];
        this.#queue.set(name, queue);
        queue.push(hold);
        options.signal?.addEventListener('abort', () => {
          const at = queue.indexOf(hold);
          if (at >= 0) queue.splice(at, 1);
          reject(new DOMException('aborted', 'AbortError'));
        });
      }),
  } as unknown as Pick<LockManager, 'request'>;

  openChannel(name: string): FakeChannel {
    const all = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, all);
    const channel = new FakeChannel(all);
    all.add(channel);
    return channel;
  }
}

export class FakeChannel {
  onmessage: ((message: MessageEvent) => void) | null = null;
  /** A tab that is frozen neither hears nor speaks. */
  isFrozen = false;

  constructor(private readonly all: Set<FakeChannel>) {}

  postMessage(data: unknown): void {
    if (this.isFrozen) return;
    for (const other of this.all) {
      if (other !== this && !other.isFrozen) {
        queueMicrotask(() => other.onmessage?.({ data: structuredClone(data) } as MessageEvent));
      }
    }
  }

  close(): void {
    this.all.delete(this);
  }
}
