import { detached } from './errors';
import type { Progress, Run, RunHandle, RunProgress } from './types';

const ended: readonly Run['status'][] = ['succeeded', 'partial', 'failed', 'skipped', 'cancelled', 'abandoned'];
const longestPauseMs = 30_000;

export function isEnded(run: Pick<Run, 'status'>): boolean {
  return ended.includes(run.status);
}

/** Progress that is told as it comes: who reads slowly gets the latest, not all. */
class ProgressFeed implements AsyncIterable<RunProgress> {
  #latest: RunProgress | null = null;
  #isOver = false;
  #wake: (() => void)[] = [];

  push(progress: RunProgress): void {
    this.#latest = progress;
    this.#ring();
  }

  end(): void {
    this.#isOver = true;
    this.#ring();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<RunProgress> {
    let told: RunProgress | null = null;
    while (true) {
      if (this.#latest && this.#latest !== told) {
        told = this.#latest;
        yield told;
      } else if (this.#isOver) return;
      else await new Promise<void>((wake) => this.#wake.push(wake));
    }
  }

  #ring(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

/** How a run that was asked for is followed. */
export interface RunSource {
  /** Asks for the run; the answer may be its end already. */
  begin(): Promise<Run>;
  read(id: string): Promise<Run>;
  /** Called when the stream tells of the run; answers what ends it. */
  follow(id: string, told: (progress: Progress | null, at: string) => void): () => void;
  /** Each change of the run's status, as it is learned. */
  changed(run: Run): void;
}

/** Waits for a run: by the stream, and by asking at 1, 2, 4 ... 30 seconds, for a stream may be silent. */
export class RunWatch<R> implements RunHandle<R> {
  readonly runId: Promise<string | null>;
  readonly #result: Promise<R>;
  readonly #feed = new ProgressFeed();
  readonly #stop = new AbortController();
  #known: string | null = null;

  constructor(
    source: RunSource,
    finish: (run: Run) => Promise<R>,
    refused: (error: unknown) => Promise<R>,
    signal?: AbortSignal,
  ) {
    const begun = source.begin();
    this.runId = begun.then((run) => (this.#known = run.id), () => null);
    this.#result = this.#run(begun, source, finish, refused, signal).finally(() => this.#feed.end());
    // A caller who does not wait for the outcome has no error to handle.
    this.#result.catch(() => {});
  }

  get progress(): AsyncIterable<RunProgress> {
    return this.#feed;
  }

  then<A = R, B = never>(
    kept?: ((result: R) => A | PromiseLike<A>) | null,
    broken?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(kept, broken);
  }

  catch<S>(failed: (error: unknown) => S | PromiseLike<S>): Promise<R | S> {
    return this.#result.catch(failed);
  }

  finally(done: () => void): Promise<R> {
    return this.#result.finally(done);
  }

  detach(): void {
    this.#stop.abort(detached(this.#known));
  }

  async #run(
    begun: Promise<Run>,
    source: RunSource,
    finish: (run: Run) => Promise<R>,
    refused: (error: unknown) => Promise<R>,
    signal?: AbortSignal,
  ): Promise<R> {
    const stop = signal ? anyOf(signal, this.#stop.signal) : this.#stop.signal;
    let run: Run;
    try {
      run = await orAborted(begun, stop);
    } catch (error) {
      stop.throwIfAborted();
      return refused(error);
    }
    return finish(await this.#toEnd(run, source, stop));
  }

  async #toEnd(first: Run, source: RunSource, stop: AbortSignal): Promise<Run> {
    let run = first;
    let wake = (): void => {};
    let isTold = false;
    const unfollow = source.follow(run.id, (progress, at) => {
      if (progress) this.#feed.push({ ...progress, runId: first.id, at });
      else {
        isTold = true;
        wake();
      }
    });
    try {
      for (let pause = 1000; ; pause = Math.min(pause * 2, longestPauseMs)) {
        source.changed(run);
        // Only the first answer knows whether the run is shared.
        if (isEnded(run)) return { ...run, joined: first.joined };
        this.#feed.push({ ...run.progress, runId: run.id, at: run.startedAt ?? run.createdAt });
        if (!isTold) await orAborted(this.#pause(pause, (ring) => (wake = ring)), stop);
        isTold = false;
        run = await this.#read(run, source);
      }
    } finally {
      unfollow();
    }
  }

  #pause(ms: number, give: (wake: () => void) => void): Promise<void> {
    return new Promise((go) => {
      const timer = setTimeout(go, ms);
      give(() => {
        clearTimeout(timer);
        go();
      });
    });
  }

  /** What cannot be read now is asked for again after the next pause. */
  async #read(run: Run, source: RunSource): Promise<Run> {
    try {
      return await source.read(run.id);
    } catch (error) {
      const status = (error as { status?: number }).status;
      if (status === 404 || status === 401) throw error;
      return run;
    }
  }
}

function orAborted<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((kept, broken) => {
    const abort = (): void => broken(stop.reason);
    if (stop.aborted) return abort();
    stop.addEventListener('abort', abort, { once: true });
    work.then(kept, broken).finally(() => stop.removeEventListener('abort', abort));
  });
}

/** `AbortSignal.any` is younger than some browsers in use. */
function anyOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason);
    else signal.addEventListener('abort', () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}
