/**
 * Every text the dashboard itself shows; what elements show is in their own file. Form: what is so, what it means, what
 * you can do. A count comes as a number, to choose the word by, and as text in the person's digits.
 */
import type { keys } from './en-keys';
import type { pages } from './en-pages';
import type { settings } from './en-settings';
import type { signIn } from './en-sign-in';

const of = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const frame = {
  product: 'Mingus Sync',
  title: (page: string) => (page ? `${page} · Mingus Sync` : 'Mingus Sync'),

  // The frame
  skip: 'Skip to content',
  needsYou: 'What needs you',
  mainNav: 'Pages',
  nav: {
    '': 'Overview',
    accounts: 'Account',
    duplicates: 'Duplicates',
    findings: 'Findings',
    connections: 'Banks',
    activity: 'Activity',
    system: 'Insights',
    settings: 'Settings',
  } as Record<string, string>,
  moreTab: 'More',
  open: (count: number, text: string) => `${text} ${of(count, 'waits', 'wait')} for you`,
  notifications: 'Notifications',
  notificationsOpen: (count: number, text: string) => `Notifications: ${text} ${of(count, 'is', 'are')} new`,
  live: {
    connecting: 'Connecting',
    live: 'Live',
    following: 'Live',
    waiting: 'Not connected',
    offline: 'Not connected',
    paused: 'Paused',
    'signed-out': 'Signed out',
  } as Record<string, string>,
  offline: (since: string, again: string) => `Not connected. Showing data from ${since}.${again}`,
  offlineNoDate: (again: string) => `Not connected.${again}`,
  again: (seconds: string) => ` Trying again in ${seconds}.`,
  online: 'Connected again. What is shown is current.',
  signOut: 'Sign out',
  footApi: 'API',
  footKeys: 'Keys',
  footUser: (user: string) => `Signed in as ${user}`,
  pageFailed: 'This page could not be loaded. The server may be starting; nothing is lost.',
  tryAgain: 'Try again',
  notFoundTitle: 'There is no such page',
  notFound: 'The address may be old or mistyped.',
  toOverview: 'Go to the overview',

  // Overview
  welcome: 'See your money as your banks do',
  verdictLoading: 'Your accounts',
  verdictWell: (count: number, text: string) =>
    count === 1 ? 'Your account is correct and current' : `All ${text} accounts are correct and current`,
  verdict: (count: number, text: string, well: string) =>
    `${text} ${of(count, 'account', 'accounts')}: ${well} correct and current`,
  verdictWaits: (count: number, text: string) => `, ${text} ${of(count, 'waits', 'wait')} for you`,
  verdictBusy: (count: number, text: string) => `, ${text} ${of(count, 'is', 'are')} updating`,
  verdictDoubt: (count: number, text: string) => `, ${text} ${of(count, 'does', 'do')} not add up`,
  verdictOld: (count: number, text: string) => `, ${text} ${of(count, 'is', 'are')} not current`,
  overviewLead: (age: string) => `Last checked ${age}`,
  overviewNext: (age: string) => `next check ${age}`,
  overviewDue: 'the next check is about to begin',
  tileUnknown: 'Not known yet',
  tileDuplicates: 'Duplicates',
  tileDuplicatesNone: 'Nothing to review',
  tileDuplicatesSome: (count: number) => of(count, 'pair to review', 'pairs to review'),
  tileFindings: 'Findings',
  tileFindingsNone: 'Everything adds up',
  tileFindingsSome: (count: number) => of(count, 'thing to look at', 'things to look at'),
  tileHistory: 'History',
  tileHistoryAll: 'Complete in every account',
  tileHistorySome: (total: string) => `of ${total} accounts complete`,
  tileBanks: 'Banks',
  tileBanksWell: (count: number) => of(count, 'bank connected', 'banks connected'),
  tileBanksBad: (count: number) => of(count, 'bank needs you', 'banks need you'),
  lately: 'Lately',
  allActivity: 'All activity',
  accountsTitle: 'Accounts',
  nextTitle: 'What happens next',
  nextNow: 'About to begin',
  nextNone: 'No check is planned. Auto-sync may be off.',
  emptyTitle: 'No bank linked yet',
  emptyText: 'Link one, and two years of transactions arrive while you watch: complete, without doubles, and held '
    + 'against the balance to the cent.',
  emptySandbox: 'On a development server this opens the built-in sandbox bank, so no real account is needed.',
  promises: [
    ['Nothing twice', 'Records of one transaction are linked, never deleted. Every decision can be undone.'],
    ['Nothing missing', 'Each account knows which days are complete, and fills only the gaps.'],
    ['Nothing in doubt', 'The balance is the witness: what it does not explain is told, with the likely cause.'],
  ] as [string, string][],
  link: 'Link a bank',
  linking: 'Linking your bank…',
  linked: (bank: string) => `${bank} is linked. Its transactions are on their way.`,
  notLinked: 'Nothing was linked.',
  linkNoPage: 'The provider gave no page to link at. Ask whoever runs this server.',
  linkTwice: 'These accounts are linked already',
  linkTwiceText: 'The same login of this bank is linked. Linking it a second time shows nothing twice, but costs twice '
    + 'the calls. Is it another login?',
  linkTwiceYes: 'Link it again',
  linkTwiceNo: 'Leave it as it is',
  repaired: (bank: string) => `${bank} is connected again. It is being read now.`,
  firstTitle: (bank: string) => `The first sync of ${bank}`,
  firstText: 'You can leave this page: it goes on without you.',
  firstDone: 'The first sync is done',
  firstHistory: 'The bank is still preparing older history. It arrives by itself.',
  firstClose: 'Close',

  // What buttons say on every page
  save: 'Save',
  cancel: 'Cancel',
  undo: 'Undo',
  redo: 'Redo',
  close: 'Close',
  levels: { strict: 'Strict', normal: 'Normal', relaxed: 'Relaxed' } as Record<string, string>,
};

/** All of them; those of a page are added by the file that the page imports. */
export const texts = frame as typeof frame & typeof keys & typeof pages & typeof settings & typeof signIn;
