import type { DataSynchronizationManager } from '@mingus-sync/client';

type Used =
  | 'account'
  | 'accounts'
  | 'addEventListener'
  | 'balances'
  | 'bulkSync'
  | 'cancelRun'
  | 'connections'
  | 'coverage'
  | 'decide'
  | 'dismissFinding'
  | 'duplicates'
  | 'findings'
  | 'markRead'
  | 'metricsSummary'
  | 'notifications'
  | 'relink'
  | 'removeEventListener'
  | 'repair'
  | 'run'
  | 'runs'
  | 'status'
  | 'syncAccount'
  | 'transaction'
  | 'transactions'
  | 'undo'
  | 'validateData';

/** What the elements need of a `DataSynchronizationManager`; a page may give anything that has it. */
export type Manager = Pick<DataSynchronizationManager, Used>;
