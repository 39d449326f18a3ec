import type { Account, Phase, Progress, RunStatus, StreamState, SyncResult, SyncType } from './types';

interface Told {
  /** The sequence of the event; 0 where it has none. */
  sequence: number;
  at: string;
}

interface OfRun extends Told {
  runId: string;
  connectionId: string;
  accountId?: string;
  /** Accounts the run is about, where the server names them. */
  accountIds: string[];
  syncType?: SyncType;
}

/** What `updateSyncUI` is about to show; `preventDefault()` leaves the page to the listener. */
export interface SyncUi {
  accountId: string;
  status: Phase;
  syncType: SyncType;
  text: string;
  result?: SyncResult;
}

/** Events of the manager by name, each with its `detail`. */
export interface MingusEventMap {
  'account-changed': CustomEvent<Told & { accountId: Account['id'] }>;
  'balance-changed': CustomEvent<Told & { accountId: string }>;
  /** Ids may be fewer than count; an empty list means that any may have changed. */
  'transactions-changed': CustomEvent<Told & { accountId: string; transactionIds: string[]; count: number }>;
  'run-queued': CustomEvent<OfRun>;
  'run-started': CustomEvent<OfRun>;
  'run-progress': CustomEvent<OfRun & { progress: Progress }>;
  'run-finished': CustomEvent<OfRun & { status: RunStatus }>;
  'coverage-changed': CustomEvent<Told & { accountId: string }>;
  'finding-opened': CustomEvent<Told & { accountId?: string; findingId: string }>;
  'finding-closed': CustomEvent<Told & { accountId?: string; findingId: string }>;
  'duplicate-changed': CustomEvent<Told & { accountId?: string; decisionId?: string }>;
  'connection-changed': CustomEvent<Told & { connectionId: string; status?: string; action?: string }>;
  'notification-changed': CustomEvent<Told & { notificationId: string; state: string }>;
  'validation-completed': CustomEvent<Told & { accountId?: string }>;
  /** Events may have been missed: all that is shown is to be read again. */
  'snapshot-needed': CustomEvent<Told>;
  'stream-state': CustomEvent<{ state: StreamState; retryAt?: Date }>;
  /** Cancelable: what updateSyncUI shows on `[data-mingus-account]`. */
  'sync-ui': CustomEvent<SyncUi>;
}

export type MingusEventName = keyof MingusEventMap;
export type MingusDetail<K extends MingusEventName> = MingusEventMap[K]['detail'];

/** An EventTarget whose events are typed. */
export class TypedTarget extends EventTarget {
  override addEventListener<K extends MingusEventName>(
    type: K,
    listener: ((event: MingusEventMap[K]) => void) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<K extends MingusEventName>(
    type: K,
    listener: ((event: MingusEventMap[K]) => void) | EventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void {
    super.removeEventListener(type, listener, options);
  }

  /** Answers whether nobody prevented it. */
  protected tell<K extends MingusEventName>(type: K, detail: MingusDetail<K>, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable }));
  }
}
