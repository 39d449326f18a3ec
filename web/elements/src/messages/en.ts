/**
 * Every text that the elements show. Form: what is so, what it means, what you can do. Counts come twice: as a number,
 * to choose the word by, and as text in the person's digits.
 */
import type { views } from './en-views';

const of = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const shared = {
  // Shared
  waitWords: 'Still loading…',
  retry: 'Try again',
  staleSince: (when: string) => `Showing data from ${when}.`,
  staleWhy: (when: string, why: string) => `Showing data from ${when}. ${why}`,
  failed: (what: string) => `${what} could not be loaded.`,
  failedWhy: (what: string, why: string) => `${what} could not be loaded. ${why}`,
  unknownProblem: 'Something went wrong here that is not your bank’s doing.',
  close: 'Close',
  more: 'Show more',
  notYet: 'Not known yet',
  unnamedBank: 'Your bank',
  masked: (mask: string) => `··${mask}`,
  maskedLong: (mask: string) => `ending in ${mask}`,

  // What sections are called
  accounts: 'Accounts',
  account: 'This account',
  status: 'The status',
  runs: 'Runs',
  connection: 'The connection',

  // Accounts
  noAccounts: 'No bank linked yet. Link one, and its accounts appear here.',
  noAccount: 'There is no such account, or it is hidden.',
  available: (amount: string) => `${amount} available`,
  limit: (amount: string) => `Limit ${amount}`,
  noBalance: 'No balance yet',
  kind: { depository: 'Cash', credit: 'Cards', loan: 'Loans', investment: 'Investments', other: 'Other' },
  state: {
    active: 'Current',
    updating: 'Updating',
    stale: 'Not updated lately',
    needs_attention: 'Needs you',
    disconnected: 'Disconnected',
    closed: 'Closed',
    hidden: 'Hidden',
  },
  currentWithGaps: 'Current, but older days are missing',
  openFindings: (count: number, text: string) => `${text} ${of(count, 'thing does', 'things do')} not add up`,

  // Freshness
  checked: (age: string) => `Checked ${age}`,
  checkedNever: 'Not checked yet',
  fresh: (checked: string, asOf: string) => `${checked} · bank data as of ${asOf}`,
  bankStale: (checked: string, asOf: string) => `${checked}, nothing new · the bank last updated on ${asOf}`,

  // What is going on
  phase: {
    requested: 'Asked for',
    idle: 'Idle',
    queued: 'Waiting its turn',
    running: 'Syncing',
    waiting_for_provider: 'Waiting for the bank',
    throttled: 'Paused by the bank’s limit',
    needs_attention: 'Needs you',
  },

  // Connection repair
  signIn: (bank: string, asOf: string) =>
    `${bank} needs you to sign in again. Balances are from ${asOf}; nothing is lost.`,
  signInNoDate: (bank: string) => `${bank} needs you to sign in again. Nothing is lost.`,
  signInAction: (bank: string) => `Sign in at ${bank}`,
  consentEnds: (bank: string, day: string) =>
    `Your permission for ${bank} ends on ${day}. Renew it now to avoid a pause.`,
  consentEndsSoon: (bank: string) => `Your permission for ${bank} ends soon. Renew it now to avoid a pause.`,
  renewAction: 'Renew',
  chooseAccountsAction: 'Choose accounts',
  throttled: (bank: string, at: string) => `${bank} limits how often it may be asked. Next try at ${at}.`,
  bankDown: (bank: string, from: string) =>
    `${bank} is not answering. We keep trying; last good data is from ${from}.`,
  bankDownNoDate: (bank: string) => `${bank} is not answering. We keep trying.`,
  disconnected: (bank: string) => `${bank} is disconnected. The history stays; link it again to update it.`,
  relinkAction: 'Link again',
  relinkWaits: 'Opening your bank…',
  relinkFailed: (why: string) => `Your bank could not be opened. ${why}`,
  relinkNoPage: 'The bank has no page of its own for this; use the page you linked it from.',

  // Sync
  syncNow: 'Sync now',
  syncAll: 'Sync all',
  syncing: 'Syncing…',
  syncAsked: 'Asked for…',
  syncMenu: 'Choose what to sync',
  syncMenuTitle: 'What to sync',
  type: {
    balance: 'Balance',
    transactions: 'Transactions',
    historical: 'History',
    backfill: 'Gaps',
    validate: 'Check',
    full: 'All',
  },
  typeHint: {
    balance: 'What the account holds now',
    transactions: 'What is new since the last time',
    historical: 'The whole history again, compared row by row',
    backfill: 'Days that are missing, newest first',
    validate: 'Does everything add up? Asks the bank nothing',
    full: 'Transactions, balance, gaps and check in one go',
  },
  force: 'Ask the bank even if fresh',
  forceHint: 'Uses one of the requests the bank allows an hour.',
  level: 'How strictly to check',
  levels: { strict: 'Strict', normal: 'Normal', relaxed: 'Relaxed' },
  syncFailed: (why: string) => `The sync did not start. ${why}`,
  halfDone: 'Half of the sync is done.',
  ended: (outcome: string, counts: string) => `${outcome}: ${counts}.`,
  bulkDone: (count: number, text: string) => `${text} ${of(count, 'account', 'accounts')} synced.`,

  // Results
  outcome: {
    queued: 'Waiting its turn',
    running: 'Running',
    succeeded: 'Done',
    partial: 'Partly done',
    failed: 'Failed',
    skipped: 'Not needed',
    cancelled: 'Stopped',
    abandoned: 'Interrupted',
  },
  trigger: {
    link: 'after linking',
    person: 'asked for',
    schedule: 'by schedule',
    webhook: 'the bank called',
    recovery: 'resumed',
  },
  newRows: (text: string) => `${text} new`,
  changedRows: (text: string) => `${text} changed`,
  removedRows: (text: string) => `${text} removed`,
  duplicateRows: (count: number, text: string) => `${text} ${of(count, 'duplicate', 'duplicates')} linked`,
  issues: (count: number, text: string) => `${text} ${of(count, 'finding', 'findings')}`,
  nothingNew: 'nothing new',
  took: (duration: string) => `in ${duration}`,
  noRuns: 'Nothing has run yet. The first sync appears here.',

  // Toasts
  toasts: 'Messages',
  times: (text: string) => `${text} times`,
};

/** The texts of an element; a page gives those it wants otherwise in `messages`. */
export type Messages = typeof shared & typeof views;

/** All of them; those of a view are added by the file that the view imports. */
export const en = shared as Messages;
