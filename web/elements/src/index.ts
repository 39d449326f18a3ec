/** All elements; importing this file defines them. */
export * from './first';
export { MingusTransactions } from './transactions';
export { MingusCoverage } from './coverage';
export { MingusDuplicates } from './duplicates';
export { MingusFindings } from './findings';
export { MingusBalanceChart } from './balance-chart';
export { MingusMetrics } from './metrics';
export { MingusNotifications } from './notifications';
