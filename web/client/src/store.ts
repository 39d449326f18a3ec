import type { Read } from './api';
import { problemOf } from './errors';
import type { Problem, Store } from './types';
import type { WireEvent } from './wire';

/** Bursts of events are one reading. */
const gapMs = 250;

/** A value of the server that is read again when events say that it changed. */
export class LiveStore<T> implements Store<T> {
  value: T | undefined = undefined;
  state: Store<T>['state'] = 'loading';
  problem: Problem | null = null;
  readAt: Date | null = null;
  /** The event sequence of the snapshot that the value was read in. */
  sequence = -1;

  /** Whether an event may have changed the value. */
  readonly concerns: (event: WireEvent) => boolean;

  readonly #load: () => Promise<Read<T>>;
  readonly #watched: (isWatched: boolean) => void;
  readonly #listeners = new Set<() => void>();
  #reading: Promise<void> | null = null;
  #wanted = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    load: () => Promise<Read<T>>,
    concerns: (event: WireEvent) => boolean = () => true,
    watched: (isWatched: boolean) => void = () => {},
  ) {
    this.#load = load;
    this.concerns = concerns;
    this.#watched = watched;
  }

  /** Whether anybody looks: what nobody looks at is read when somebody does. */
  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watched(true);
    if (this.state !== 'current' && !this.#reading) void this.refresh();
    return () => {
      if (this.#listeners.delete(listener)) this.#watched(this.isWatched);
    };
  }

  /** Reads now. Never rejects: what went wrong is `problem`, and the last value stays. */
  refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
      if (this.#wanted > this.sequence && this.state === 'current') this.#later();
    });
    return this.#reading;
  }

  /** An event with this sequence concerns the value. Older ones are in it already. */
  heard(sequence: number): void {
    if (sequence <= this.sequence) return;
    this.#wanted = Math.max(this.#wanted, sequence);
    if (!this.isWatched) this.stale();
    else if (!this.#reading) this.#later();
  }

  /** The value may be old: nothing is heard of the server. */
  stale(): void {
    if (this.state !== 'current') return;
    this.state = 'stale';
    this.#tell();
  }

  /** Sequences of before mean nothing any more: another database or log. */
  forget(): void {
    this.sequence = -1;
    this.#wanted = -1;
    if (this.isWatched) void this.refresh();
    else this.stale();
  }

  /** Shows a value before the server confirmed it; the next reading replaces it. */
  assume(value: T): void {
    this.value = value;
    this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.refresh(), gapMs);
  }

  async #read(): Promise<void> {
    try {
      const { value, sequence } = await this.#load();
      this.value = value;
      this.sequence = sequence;
      this.state = 'current';
      this.problem = null;
      this.readAt = new Date();
    } catch (error) {
      this.problem = problemOf(error);
      this.state = 'error';
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
