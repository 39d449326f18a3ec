/** All elements; importing this file defines them. */
export { MingusSync } from './sync';
export { MingusAccounts } from './accounts';
export { MingusAccountCard } from './account-card';
export { MingusSyncButton } from './sync-button';
export { MingusSyncStatus } from './sync-status';
export { MingusNotice } from './notice';
export { MingusProgress } from './progress';
export { MingusResult } from './result';
export { MingusRuns } from './runs';
export { MingusTransactions } from './transactions';
export { MingusCoverage } from './coverage';
export { MingusDuplicates } from './duplicates';
export { MingusFindings } from './findings';
export { ContextRequest, syncContext, type SyncContext } from './context';
export { Formats, formatsFor, type Unit } from './format';
export { fixTime, setServerTime } from './clock';
export { en, type Messages } from './messages/en';
export type { Manager } from './manager';
