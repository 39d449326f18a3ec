import type { Batch, WireEvent } from './wire';

/** What a receiver passes on. */
export interface ReceiverListener {
  /** In order, each once. */
  event(event: WireEvent): void;
  /** Events up to here were missed: what is older is to be read again. */
  missed(to: number): void;
  /** Positions of before mean nothing: everything is to be read again. */
  reset(): void;
}

/** Takes batches as they come, from the stream or from another tab: repeated, out of order, with some lost. */
export class Receiver {
  /** Everything up to here is known; null before the first batch. */
  position: number | null = null;

  readonly #listener: ReceiverListener;

  constructor(listener: ReceiverListener) {
    this.#listener = listener;
  }

  take(batch: Batch): void {
    if (batch.isReset) {
      this.position = batch.to;
      this.#listener.reset();
      return;
    }
    const known = this.position;
    // What was read before the first batch may be older than it.
    const isGap = known === null || batch.from > known;
    if (isGap && batch.to > (known ?? -1)) {
      this.position = batch.to;
      this.#listener.missed(batch.to);
    }
    for (const event of batch.events) {
      // Nobody misses what may be dropped, and a gap's events are in what is read again.
      if (event.sequence === null || (!isGap && event.sequence > this.position!)) {
        this.position = event.sequence ?? this.position;
        this.#listener.event(event);
      }
    }
    if (!isGap) this.position = Math.max(this.position!, batch.to);
  }
}
