/** All elements; importing this file defines them. */
export { MingusSync } from './sync';
export { MingusAccounts } from './accounts';
export { MingusAccountCard } from './account-card';
export { ContextRequest, syncContext, type SyncContext } from './context';
export { Formats, formatsFor, type Unit } from './format';
export { fixTime, setServerTime } from './clock';
export { en, type Messages } from './messages/en';
export type { Manager } from './manager';
