/**
 * Texts of the views: progress and results, history, balances, transactions, duplicates, findings, figures,
 * notifications. They come with the first of these elements.
 */
import { en } from './en';

const of = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const views = {
  // What sections are called
  history: 'History',
  balances: 'The balance history',
  transactions: 'Transactions',
  duplicates: 'Possible duplicates',
  findings: 'Findings',
  metrics: 'Figures',
  notifications: 'Notifications',

  // Progress
  progressName: (type: string) => `Progress of ${type}`,
  progressOf: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`,
  progressSoFar: (done: string, unit: string) => `${done} ${unit} so far`,
  unit: { pages: 'pages', records: 'records', windows: 'windows', accounts: 'accounts', checks: 'checks' },
  about: (duration: string) => `about ${duration} left`,
  stop: 'Stop',
  stopping: 'Stopping after this step…',
  silent: (age: string) => `No sign of life since ${age}. It goes on by itself when the server is back.`,

  // Results
  perAccount: 'By account',
  figureNew: 'new',
  figureChanged: 'changed',
  figureRemoved: 'removed',
  figureDuplicates: 'duplicates linked',
  figureIssues: 'findings',
  figureDuration: 'duration',
  figureCalls: 'calls to the bank',

  // Coverage
  coverageSummary: (covered: string, wanted: string) => `${covered} of ${wanted} months complete`,
  coverageName: (summary: string) => `History by month: ${summary}`,
  coverageEmpty: 'Waiting for the bank to prepare older history.',
  monthState: {
    full: 'complete',
    part: 'partly complete',
    gap: 'missing',
    waiting: 'waiting for the bank',
    limited: 'before the bank’s history',
  },
  monthDays: (covered: string, wanted: string) => `${covered} of ${wanted} days`,
  gap: (days: string) => `Missing ${days}`,
  gaps: 'Gaps',
  gapsMore: (text: string) => `and ${text} more`,
  fillGaps: (count: number) => of(count, 'Fill the gap', 'Fill the gaps'),
  limitedSince: (day: string) => `The bank gives history since ${day}; all of it is here.`,
  backfillText: (done: string, total: string) => `Filling history: ${done} of ${total} windows`,
  legend: 'Legend',
  asTable: 'As a table',
  asPicture: 'As a picture',
  tableMonth: 'Month',
  tableState: 'State',
  tableDays: 'Days',

  // Balance chart
  chartSentence: (from: string, fromDay: string, to: string, toDay: string, low: string, lowDay: string) =>
    fromDay === toDay
      ? `${to} on ${toDay}, the only balance in this time.`
      : `From ${from} on ${fromDay} to ${to}, lowest ${low} on ${lowDay}.`,
  chartOff: (text: string) => `Hatched: ${text} days on which the transactions do not explain the balance.`,
  chartEmpty: 'No balance has been recorded in this time. The next sync records one.',
  range: { '30d': '30 days', '6m': '6 months', '24m': '24 months' },
  rangeName: 'Time shown',
  tableDay: 'Day',
  tableBalance: 'Balance',
  tableExplained: 'Explained',
  explained: { agrees: 'Yes', off: 'No', unknown: 'Not known' },

  // Transactions
  transactionsName: 'Transactions, newest first',
  search: 'Search transactions',
  searchShort: 'Search',
  filterAll: 'All',
  filterPending: 'Pending',
  filterPosted: 'Posted',
  /** Where a provider's word, read out, is not plain enough. */
  category: {
    GENERAL_MERCHANDISE: 'Shopping', GENERAL_SERVICES: 'Services', LOAN_DISBURSEMENTS: 'Loans received',
    MEDICAL: 'Health',
  } as Record<string, string>,
  column: { date: 'Date', description: 'Description', category: 'Category', amount: 'Amount' },
  columnStatus: 'Status',
  pending: 'Pending',
  noTransactions: 'No transactions in this account yet. The bank was asked for all of them.',
  noMatches: (query: string) => `Nothing matches “${query}”.`,
  clearSearch: 'Clear search',
  freshRows: (text: string) => `${text} new`,
  freshRowsLong: (count: number, text: string) =>
    `${text} new ${of(count, 'transaction', 'transactions')} above. Go to the top.`,

  // Duplicates
  nothingToReview: 'Nothing to review. What was surely the same was linked automatically.',
  nothingLinked: 'No duplicates were linked.',
  nothingKeptApart: 'Nothing was kept apart.',
  likely: (score: string) => `Likely the same transaction (${score} of 100)`,
  maybe: (score: string) => `Possibly the same transaction (${score} of 100)`,
  likelyNoScore: 'Possibly the same transaction',
  linkedTitle: 'Linked as one transaction',
  apartTitle: 'Kept as different transactions',
  version: (letter: string) => `Version ${letter}`,
  shownNow: 'shown now',
  sourceSince: (bank: string, when: string) => `${bank}, linked ${when}`,
  sourceUnknown: 'A source that is gone',
  fieldName: {
    date: 'Date', amount: 'Amount', description: 'Description', status: 'Status', source: 'Source',
  },
  agreement: { same: 'same', alike: 'alike', different: 'different' },
  field: 'Field',
  compare: 'Compared',
  why: 'Why',
  weighs: (text: string) => `weighs ${text}`,
  effectOne: (amount: string) => `As one transaction: ${amount} on the balance.`,
  effectTwo: (amount: string) => `As two: ${amount} on the balance.`,
  effectMany: (count: string, amount: string) => `As ${count}: ${amount} on the balance.`,
  nothingDeleted: 'Nothing is deleted; you can undo this at any time.',
  same: 'Same transaction',
  different: 'Two different',
  split: 'Take apart',
  undo: 'Undo',
  skip: 'Skip',
  alikeLink: (text: string) => `Link ${text} alike`,
  alikeTitle: (text: string) => `Link these ${text} as the same transaction each?`,
  decided: {
    confirm: 'Linked as the same transaction.',
    dismiss: 'Kept as two different transactions.',
    split: 'Taken apart.',
    undo: 'Taken back.',
  },
  decisionFailed: (why: string) => `Your answer was not taken. ${why}`,
  byRule: 'decided by a rule',
  byPerson: 'decided by you',
  recordStatus: { pending: 'pending', posted: 'posted', removed: 'removed by the bank' },

  // Findings
  severity: { error: 'Does not add up', warning: 'Worth a look', info: 'For your information' },
  allAddsUp: 'Everything adds up.',
  noFindings: 'Nothing here.',
  foundAtWords: 'found',
  evidence: 'Evidence',
  /** What repairs it, while it does, and what lets it be. */
  findingActs: (check: string) =>
    check === 'pending_old' ? ['Hide', 'Hiding…', 'Keep'] : ['Repair', 'Repairing…', 'Set aside'],
  findingFailed: (why: string) => `That did not work. ${why}`,
  evidenceName: {
    difference: 'Difference', since: 'Since', from: 'From', to: 'To', amount: 'Amount', date: 'Date',
    current: 'Bank says', counted: 'Transactions say', stored: 'Stored', records: 'Records', limit: 'Limit',
    currency: 'Currency', rule: 'Rule', field: 'Field', witness: 'Witness', dataDay: 'Bank data of', about: 'About',
    transactionId: 'Transaction', otherTransactionId: 'Other transaction', feedId: 'Source',
    providerTransactionId: 'Bank’s id', decisionId: 'Decision', cause: 'Likely',
  } as Record<string, string>,

  // Figures
  successRate: 'Runs that succeeded',
  ofRuns: (count: number, text: string) => `of ${text} ${of(count, 'run', 'runs')}`,
  typical: 'Typical duration',
  slowest: (duration: string) => `95 of 100 within ${duration}`,
  bankCalls: 'Calls to banks',
  callsPerRun: (text: string) => `${text} a run`,
  newRecords: 'New transactions',
  dupsFound: (count: number, text: string) => `${text} ${of(count, 'duplicate', 'duplicates')} linked`,
  byType: 'By kind of sync',
  columnType: 'Kind',
  columnRuns: 'Runs',
  columnSuccess: 'Succeeded',
  columnMedian: 'Typical',
  columnP95: 'Slow',
  columnCalls: 'Calls',
  errorsByKind: 'What went wrong',
  noErrors: 'Nothing went wrong.',
  noMetrics: 'No run has ended yet. Figures appear after the first.',

  // Notifications and toasts
  unread: (text: string) => `${text} unread`,
  noNotifications: 'Nothing to tell. What needs you, and what long work came to, appears here.',
  markRead: 'Mark as read',
  markAllRead: 'Mark all as read',
  solved: 'Solved',
  action: {
    retry: 'Try again', wait: 'Wait', relink: 'Sign in', renew: 'Renew', choose_accounts: 'Choose accounts',
    contact_bank: 'Ask the bank', contact_operator: 'Ask for help', fix_request: 'Look into it', none: '',
  } as Record<string, string>,
};

Object.assign(en, views);
