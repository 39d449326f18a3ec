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
  readonly #belongs: (item: T) => boolean;
  #after: string | undefined;
  #loading: Promise<readonly T[]> | null = null;
  #turn = 0;

  constructor(load: (after: string | undefined) => Promise<Read<Page<T>>>, belongs: (item: T) => boolean = () => true) {
    this.#load = load;
    this.#belongs = belongs;
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
      let found: T[] = [];
      let isLast = false;
      while (found.length === 0 && !isLast) {
        const { value, sequence } = await this.#load(this.#after);
        if (turn !== this.#turn) return [];
        if (this.sequence < 0) this.sequence = sequence;
        found = value.items.filter(this.#belongs);
        this.#after = value.next ?? undefined;
        isLast = value.next === null;
      }
      this.items = [...this.items, ...found];
      this.done = isLast;
      this.problem = null;
      return found;
    } catch (error) {
      if (turn === this.#turn) this.problem = problemOf(error);
      throw error;
    }
  }
}
