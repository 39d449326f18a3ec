/** What an element shows, kept current: three ways to read a manager, all seen alike. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MingusEventName, Pager, Problem, Store } from '@mingus-sync/client';
import { now } from './clock';
import type { Manager } from './manager';

/** A value last known, and what keeps it from being read. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly problem: Problem | null;
  readonly readAt: Date | null;
  readonly busy: boolean;
  refresh(): Promise<void>;
}

type Host = ReactiveControllerHost & { readonly source: Manager | undefined };

/** Bursts of events are one reading. */
const GAP_MS = 250;

/** What is on the page and was not read yet: a page that waits for it is drawn at once, and nothing moves. */
export const unread = new Set<object>();

/** Begins anew when the manager or the key changes, ends when the host leaves the page. */
abstract class Source<T> implements ReactiveController, Loaded<T> {
  value: T | undefined = undefined;
  problem: Problem | null = null;
  readAt: Date | null = null;
  busy = false;
  private bound: string | undefined;
  private manager: Manager | undefined;
  private stop: AbortController | undefined;

  constructor(
    protected readonly host: Host,
    private readonly key: () => string | undefined,
  ) {
    host.addController(this);
  }

  /** Undefined keys read nothing: something the host needs is not there yet. */
  hostUpdate(): void {
    const manager = this.host.source;
    const key = this.key();
    if (manager === this.manager && key === this.bound && this.stop) return;
    this.end();
    if (manager !== this.manager || scopeOf(key) !== scopeOf(this.bound)) this.forget();
    this.manager = manager;
    this.bound = key;
    if (!manager || key === undefined) return;
    this.stop = new AbortController();
    unread.add(this);
    this.begin(manager, this.stop.signal);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.end();
  }

  abstract refresh(): Promise<void>;

  protected abstract begin(manager: Manager, signal: AbortSignal): void;

  protected get current(): { manager: Manager; signal: AbortSignal } | undefined {
    return this.manager && this.stop ? { manager: this.manager, signal: this.stop.signal } : undefined;
  }

  protected forget(): void {
    this.value = undefined;
    this.problem = null;
    this.readAt = null;
  }

  protected changed(): void {
    if (this.value !== undefined || this.problem) unread.delete(this);
    this.host.requestUpdate();
  }

  private end(): void {
    this.stop?.abort();
    this.stop = undefined;
    unread.delete(this);
  }
}

/** A store of the manager: the manager keeps it current itself. */
export class StoreSource<T> extends Source<T> {
  private store: Store<T> | undefined;

  constructor(
    host: Host,
    key: () => string | undefined,
    private readonly pick: (manager: Manager) => Store<T>,
  ) {
    super(host, key);
  }

  async refresh(): Promise<void> {
    this.busy = true;
    this.changed();
    await this.store?.refresh();
    this.busy = false;
    this.take();
  }

  protected begin(manager: Manager, signal: AbortSignal): void {
    this.store = this.pick(manager);
    const leave = this.store.subscribe(() => this.take());
    signal.addEventListener('abort', leave, { once: true });
    this.take();
  }

  private take(): void {
    const store = this.store;
    if (!store) return;
    this.value = store.value;
    this.problem = store.state === 'error' ? store.problem : null;
    this.readAt = store.readAt;
    this.changed();
  }
}

/** What a source that reads by itself is told by. */
export interface Hearing {
  events: MingusEventName[];
  /** Whether an event concerns what is shown; all do where it is left out. */
  concerns?: (detail: Record<string, unknown>) => boolean;
}

/** A value that is asked for, and asked for again when an event says that it changed. The newest answer wins. */
abstract class ReadSource<T> extends Source<T> {
  private turn = 0;
  private isReading = false;
  /** What the reading under way has to hold, or is made again. */
  private wanted = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: Host,
    key: () => string | undefined,
    private readonly hearing: Hearing,
  ) {
    super(host, key);
  }

  async refresh(): Promise<void> {
    const current = this.current;
    if (!current) return;
    const turn = ++this.turn;
    this.busy = true;
    this.isReading = true;
    this.changed();
    try {
      const value = await this.read(current.manager);
      if (turn !== this.turn || current.signal.aborted) return;
      this.value = value;
      this.problem = null;
      this.readAt = new Date(now());
    } catch (error) {
      if (turn !== this.turn || current.signal.aborted) return;
      this.problem = problemOf(error);
    }
    this.busy = false;
    this.isReading = false;
    if (this.sequence < this.wanted) this.later();
    this.wanted = -1;
    this.changed();
  }

  protected abstract read(manager: Manager): Promise<T>;

  protected begin(manager: Manager, signal: AbortSignal): void {
    const hear = (event: Event) => {
      const detail = ((event as CustomEvent).detail ?? {}) as Record<string, unknown>;
      if (this.hearing.concerns?.(detail) ?? true) this.later();
    };
    for (const name of this.hearing.events) manager.addEventListener(name, hear, { signal });
    const miss = ({ detail }: Event & { detail?: { sequence?: number } }) => this.missed(detail?.sequence ?? Infinity);
    manager.addEventListener('snapshot-needed', miss, { signal });
    signal.addEventListener('abort', () => this.calm(), { once: true });
    void this.refresh();
  }

  /** Events up to this sequence were not heard. What was read in a snapshot that holds them is current. */
  private missed(sequence: number): void {
    if (this.isReading) this.wanted = Math.max(this.wanted, sequence);
    else if (this.problem || this.sequence < sequence) this.later();
  }

  /** The event sequence of the snapshot that was read; below 0 where nothing tells it. */
  protected get sequence(): number {
    return -1;
  }

  private calm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  protected get gap(): number {
    return GAP_MS;
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, this.gap);
  }
}

/** One value by a promise. */
export class ValueSource<T> extends ReadSource<T> {
  constructor(
    host: Host,
    key: () => string | undefined,
    private readonly ask: (manager: Manager) => Promise<T>,
    hearing: Hearing,
  ) {
    super(host, key, hearing);
  }

  protected read(manager: Manager): Promise<T> {
    return this.ask(manager);
  }
}

/** A list as far as somebody looks. Read again, it keeps what was shown until as much of the new one is there. */
export class ListSource<T> extends ReadSource<readonly T[]> {
  private pager: Pager<T> | undefined;

  constructor(
    host: Host,
    key: () => string | undefined,
    private readonly pick: (manager: Manager) => Pager<T>,
    hearing: Hearing,
  ) {
    super(host, key, hearing);
  }

  protected override get sequence(): number {
    return this.pager?.sequence ?? -1;
  }

  get hasMore(): boolean {
    return this.pager !== undefined && !this.pager.done;
  }

  async more(): Promise<void> {
    if (!this.pager || this.pager.done || this.busy) return;
    const pager = this.pager;
    this.busy = true;
    this.changed();
    try {
      await pager.next();
      if (pager !== this.pager) return;
      this.value = pager.items;
      this.problem = null;
    } catch (error) {
      if (pager === this.pager) this.problem = problemOf(error);
    }
    this.busy = false;
    this.changed();
  }

  protected async read(manager: Manager): Promise<readonly T[]> {
    const pager = this.pick(manager);
    const wanted = this.pager ? (this.value?.length ?? 0) : 0;
    do await pager.next();
    while (!pager.done && pager.items.length < wanted);
    this.pager = pager;
    return pager.items;
  }

  protected override begin(manager: Manager, signal: AbortSignal): void {
    this.pager = undefined;
    super.begin(manager, signal);
  }

  /** Long lists are read again less often: each reading takes as many pages as were shown. */
  protected override get gap(): number {
    return GAP_MS + (this.value?.length ?? 0);
  }
}

/** The part of a key before a line break: what is shown stays while only the rest of the key changes. */
function scopeOf(key: string | undefined): string | undefined {
  return key?.split('\n', 1)[0];
}

/** What kept a promise, as a problem whatever was thrown. */
export function problemOf(error: unknown): Problem {
  const problem = (error as { problem?: Problem } | null)?.problem;
  return problem ?? { code: 'client_error', detail: error instanceof Error ? error.message : '', action: 'none' };
}
