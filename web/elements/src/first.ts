/** What a page has at once: accounts, how they stand, and what brings them up to date. Importing this defines them. */
export { MingusSync } from './sync';
export { MingusAccounts } from './accounts';
export { MingusAccountCard } from './account-card';
export { MingusSyncButton } from './sync-button';
export { MingusSyncStatus } from './sync-status';
export { MingusNotice } from './notice';
export { MingusProgress } from './progress';
export { MingusResult } from './result';
export { MingusRuns } from './runs';
export { MingusToasts } from './toasts';
export { ContextRequest, syncContext, type SyncContext } from './context';
export { Formats, formatsFor, type Unit } from './format';
export { fixTime, setServerTime } from './clock';
export { en, type Messages } from './messages/en';
export type { Manager } from './manager';
