import type { Read } from './api';
import { problemOf } from './errors';
import type { Page, Pager, Problem } from './types';

/** A list, page by page. A page that was asked for while it is on its way is asked for once. */
export class ListPager<T> implements Pager<T> {
  items: readonly T[] = [];
  done = false;
  problem: Problem | null = null;
  /** The event sequence of the first page's snapshot. */
  sequence = -1;

  readonly #load: (after: string | undefined) => Promise<Read<Page<T>>>;
  #after: string | undefined;
  #loading: Promise<readonly T[]> | null = null;
  #turn = 0;

  constructor(load: (after: string | undefined) => Promise<Read<Page<T>>>) {
    this.#load = load;
  }

  /** The next page's items; none at the end. Rejects with `MingusSyncError`, and can be called again then. */
  next(): Promise<readonly T[]> {
    if (this.done) return Promise.resolve([]);
    const turn = this.#turn;
    this.#loading ??= this.#page(turn).finally(() => {
      if (turn === this.#turn) this.#loading = null;
    });
    return this.#loading;
  }

  /** Begins anew. */
  reset(): void {
    this.#turn++;
    this.#loading = null;
    this.#after = undefined;
    this.items = [];
    this.done = false;
    this.problem = null;
    this.sequence = -1;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (let i = 0; ; i++) {
      while (i >= this.items.length) {
        if (this.done) return;
        await this.next();
      }
      yield this.items[i]!;
    }
  }

  async #page(turn: number): Promise<readonly T[]> {
    try {
      const { value, sequence } = await this.#load(this.#after);
      if (turn !== this.#turn) return [];
      if (this.sequence < 0) this.sequence = sequence;
      this.#after = value.next ?? undefined;
      this.items = [...this.items, ...value.items];
      this.done = value.next === null;
      this.problem = null;
      return value.items;
    } catch (error) {
      if (turn === this.#turn) this.problem = problemOf(error);
      throw error;
    }
  }
}
