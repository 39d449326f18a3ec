export * from './types';
export { Api, type Answer, type ApiOptions, type Ask, type Read, type Route } from './api';
export { MingusClient } from './client';
export { MingusSyncError, problemOf } from './errors';
export type { MingusDetail, MingusEventMap, MingusEventName, SyncUi } from './events';
export { DataSynchronizationManager, type ManagerOptions } from './manager';
export { isEnded } from './runs';
