import type { components } from './api.d';

type Schemas = components['schemas'];

/** What crosses the wire, generated from the server's OpenAPI document. */
export type Account = Schemas['Account'];
export type AccountLink = Schemas['AccountLink'];
export type ApiKey = Schemas['ApiKey'];
export type Balance = Schemas['Balance'];
export type Connection = Schemas['Connection'];
export type Coverage = Schemas['Coverage'];
export type CoverageOutcome = Schemas['CoverageOutcome'];
export type Days = Schemas['Days'];
export type Decision = Schemas['Decision'];
export type Duplicate = Schemas['Duplicate'];
/** The name of design and guides for what the wire calls a duplicate. */
export type DuplicateGroup = Duplicate;
export type Feed = Schemas['Feed'];
export type Finding = Schemas['Finding'];
export type LinkToken = Schemas['LinkToken'];
export type Me = Schemas['Me'];
export type MetricsSummary = Schemas['MetricsSummary'];
export type Notification = Schemas['Notification'];
export type Outcome = Schemas['Outcome'];
export type Preview = Schemas['Preview'];
export type Progress = Schemas['Progress'];
export type Quarantine = Schemas['Quarantine'];
export type Run = Schemas['Run'];
export type RunStatus = Schemas['RunStatus'];
export type Schedule = Schemas['Schedule'];
export type Session = Schemas['Session'];
export type Settings = Schemas['Settings'];
export type SettingsEdit = Schemas['SettingsEditRequest'];
export type SyncPhase = Schemas['SyncPhase'];
export type SyncType = Schemas['SyncType'];
export type SyncStatus = Schemas['SyncStatus'];
export type Transaction = Schemas['Transaction'];
export type Validation = Schemas['Validation'];
export type ValidationLevel = Schemas['ValidationLevel'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookEndpoint = Schemas['WebhookEndpoint'];

/** Exact decimal text from the server; nothing of ours turns it into a number. */
export type Decimal = `${number}`;

/** What an account's status shows: from the click to the outcome. */
export type Phase = 'requested' | SyncPhase | RunStatus;

/** One page of a list; `next` is null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** The value last known, its age, and word of each change. */
export interface Store<T> {
  /** Undefined until it was read once. */
  readonly value: T | undefined;
  readonly state: 'loading' | 'current' | 'stale' | 'error';
  /** Why it could not be read; null while it could. */
  readonly problem: Problem | null;
  /** When the value was read; null before. */
  readonly readAt: Date | null;
  /** Calls after each change; reads the value if it is not current. Answers what ends it. */
  subscribe(listener: () => void): () => void;
  /** Reads now; never rejects, see `problem`. */
  refresh(): Promise<void>;
}

/** A list read page by page, as far as somebody looks. */
export interface Pager<T> extends AsyncIterable<T> {
  readonly items: readonly T[];
  readonly done: boolean;
  readonly problem: Problem | null;
  /** The event sequence of the first page's snapshot; below 0 before. */
  readonly sequence: number;
  /** The next page's items. Rejects with `MingusSyncError`; can be called again then. */
  next(): Promise<readonly T[]>;
  reset(): void;
}

/** What the world refused, in words a person can act on. */
export interface Problem {
  code: string;
  detail: string;
  /** retry, wait, relink, renew, choose_accounts, contact_bank, contact_operator, fix_request or none. */
  action: string;
  status?: number;
  retryAt?: string | null;
  /** Fields of the request, each with what is wrong with it. */
  errors?: Record<string, string> | null;
  connectionId?: string | null;
}

/** Where the live stream is. */
export type StreamState = 'connecting' | 'live' | 'following' | 'waiting' | 'offline' | 'paused' | 'signed-out';

/** How a sync ended: the run as the API tells it. A refused request is a failed result without an id. */
export type SyncResult = Omit<Run, 'id' | 'joined'> & {
  /** Null where the request was refused before a run began. */
  id: string | null;
  /** Whether the request shares a run that another began. */
  joined: boolean;
  /** What the world refused: of the run, else of the account asked for. */
  problem?: Problem;
};

/** A balance sync holds the balance: its fields beside the run's, and whole; the last known where none came. */
export type BalanceResult = SyncResult & Partial<Omit<Balance, 'accountId'>> & { balance?: Balance };

/** What changed, by id; `moreChanged` where there were too many to list. */
export type TransactionsResult = SyncResult & { changedTransactions: string[]; moreChanged: boolean };

/** What the account's history covers now. */
export type BackfillResult = SyncResult & { coverage?: CoverageOutcome; gaps: Days[] };

/** The report: its fields beside the run's, and whole. */
export type ValidationResult = SyncResult &
  Partial<Pick<Validation, 'level' | 'checks' | 'findings' | 'verdict'>> & { report?: Validation };

/** What each sync type's result holds. */
export interface ResultByType {
  balance: BalanceResult;
  transactions: TransactionsResult;
  historical: TransactionsResult;
  backfill: BackfillResult;
  validate: ValidationResult;
  full: BalanceResult & TransactionsResult & BackfillResult & ValidationResult;
}

export type ResultOf<T extends SyncType> = ResultByType[T];

/** How far a run is, as it is told. */
export type RunProgress = Progress & { runId: string; at: string };

/** A run that was asked for. Awaiting it gives its result. */
export interface RunHandle<R = SyncResult> extends PromiseLike<R> {
  /** Known when the server took the request; null where it was refused. */
  readonly runId: Promise<string | null>;
  /** Ends with the run. */
  readonly progress: AsyncIterable<RunProgress>;
  catch<S>(failed: (error: unknown) => S | PromiseLike<S>): Promise<R | S>;
  finally(ended: () => void): Promise<R>;
  /** Waits no more: the run goes on, awaiting rejects with code `detached`. */
  detach(): void;
}

export interface TransactionQuery {
  accountId: string;
  from?: string;
  to?: string;
  status?: 'pending' | 'posted';
  text?: string;
  /** `records` adds what each feed told. */
  include?: 'records';
  limit?: number;
}

export interface FindingQuery {
  state?: Finding['state'];
  runId?: string;
  accountId?: string;
  limit?: number;
}

export interface DuplicateQuery {
  state?: Duplicate['state'];
  accountId?: string;
  limit?: number;
}

export interface RunQuery {
  accountId?: string;
  limit?: number;
}

export interface DecisionQuery {
  accountId?: string;
  limit?: number;
}

export interface BalanceQuery {
  from?: string;
  to?: string;
  every?: 'day';
}

export interface AutoSyncOptions {
  /** Whether balances are kept fresh; true when left out. */
  balances?: boolean;
  /** Whether transactions are kept fresh; true when left out. */
  transactions?: boolean;
  /** Older balances are asked for; 15 when left out. */
  balanceMinutes?: number;
  /** Older transactions are asked for; 6 when left out. */
  transactionHours?: number;
}
