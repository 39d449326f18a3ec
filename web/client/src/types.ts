import type { components } from './api';

type Schemas = components['schemas'];

/** What crosses the wire, generated from the server's OpenAPI document. */
export type Account = Schemas['Account'];
export type Balance = Schemas['Balance'];
export type Connection = Schemas['Connection'];
export type Coverage = Schemas['Coverage'];
export type Decision = Schemas['Decision'];
export type Duplicate = Schemas['Duplicate'];
export type Feed = Schemas['Feed'];
export type Finding = Schemas['Finding'];
export type Notification = Schemas['Notification'];
export type Progress = Schemas['Progress'];
export type Run = Schemas['Run'];
export type Settings = Schemas['Settings'];
export type SyncType = Schemas['SyncType'];
export type SyncStatus = Schemas['SyncStatus'];
export type Transaction = Schemas['Transaction'];
export type Validation = Schemas['Validation'];
export type ValidationLevel = Schemas['ValidationLevel'];

/** Exact decimal text from the server; nothing of ours turns it into a number. */
export type Decimal = `${number}`;

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
  subscribe(listener: () => void): () => void;
  refresh(): Promise<void>;
}

/** A list read page by page, as far as somebody looks. */
export interface Pager<T> extends AsyncIterable<T> {
  readonly items: readonly T[];
  readonly done: boolean;
  readonly problem: Problem | null;
  next(): Promise<readonly T[]>;
  reset(): void;
}

/** What the world refused, in words a person can act on. */
export interface Problem {
  code: string;
  detail: string;
  action: string;
  status?: number;
  retryAt?: string | null;
  errors?: Record<string, string[]> | null;
  connectionId?: string | null;
}

/** Where the live stream is. */
export type StreamState = 'connecting' | 'live' | 'following' | 'waiting' | 'offline' | 'paused' | 'signed-out';
