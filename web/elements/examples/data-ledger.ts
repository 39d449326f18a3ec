/** Transactions, duplicates, findings, balances, notifications and figures for the examples. */
import type { Balance, Duplicate, Finding, MetricsSummary, Notification, Transaction } from '@mingus-sync/client';
import { daysAgo, minutesAgo } from './data';

const SHOPS: [string, string, string][] = [
  ['Corner Cafe', '-4.50', 'FOOD_AND_DRINK'],
  ['Cardinal Fuel', '-55.62', 'TRANSPORTATION'],
  ['Payroll Northwind', '2450.00', 'INCOME'],
  ['METRO TRANSIT #3650 MADISON WI', '-2.75', 'TRANSPORTATION'],
  ['Brightcrate', '-66.70', 'GENERAL_MERCHANDISE'],
  ['The Copper Owl', '-33.60', 'FOOD_AND_DRINK'],
  ['Rent August', '-1450.00', 'RENT_AND_UTILITIES'],
];

function transaction(index: number): Transaction {
  const [description, amount, primary] = SHOPS[index % SHOPS.length]!;
  return {
    id: `txn_${index}`, accountId: 'acc_1', amount, currency: 'USD', date: daysAgo(Math.floor(index / 3)), description,
    originalDescription: null, category: `${primary}_OTHER`, categorySource: 'provider',
    providerCategory: { primary, path: [primary] },
    status: index < 2 ? 'pending' : 'posted', fingerprint: `${index}`, firstSeenAt: minutesAgo(index),
    updatedAt: minutesAgo(index),
  };
}

/** Ten thousand, as many as an account with years of history has. */
export const transactions: Transaction[] = Array.from({ length: 10_000 }, (_, index) => transaction(index));

export const oldPending: Transaction = {
  ...transactions[0]!, id: 'txn_old', accountId: 'acc_3', amount: '-18.20', date: '2026-08-01', status: 'pending',
};

export const longTransactions: Transaction[] = transactions.slice(0, 40).map((each, index) => ({
  ...each,
  description: `SEPA-Lastschrift Kindertagesstättenbeitrag ${each.description} Mandatsreferenz 00012345678 ${index}`,
  amount: index % 2 ? '-12345678901234567.89' : '0.01',
}));

const record = { providerAccountId: 'p1', status: 'posted' as const, isPrimary: false, fingerprint: 'f' };

export const duplicates: Duplicate[] = [
  {
    id: 'dup_1', accountId: 'acc_1', state: 'suggested', score: 2.8, transactionIds: ['txn_1', 'txn_2'],
    records: [
      {
        ...record, feedId: 'fed_acc_1', providerTransactionId: 'a', isPrimary: true, amount: '-24.00',
        date: '2026-08-03', description: 'SQ *CORNER CAFE 0231',
      },
      {
        ...record, feedId: 'fed_gone', providerTransactionId: 'b', amount: '-24.00', date: '2026-08-03',
        description: 'Corner Cafe',
      },
    ],
    reasons: [
      { text: 'same amount', weight: 1.9 }, { text: 'same day', weight: 1.1 }, { text: 'names alike', weight: 0.8 },
      { text: 'the balance agrees with one', weight: 3.2 },
    ],
    ifOne: '-24.00', ifTwo: '-48.00', currency: 'USD', decidedBy: null, decisionId: null, at: minutesAgo(400),
  },
  {
    id: 'dup_2', accountId: 'acc_1', state: 'suggested', score: 0.4, transactionIds: ['txn_3', 'txn_4'],
    records: [
      {
        ...record, feedId: 'fed_acc_1', providerTransactionId: 'c', isPrimary: true, amount: '-4.50',
        date: '2026-08-11', description: 'BLUE BOTTLE COFFEE',
      },
      {
        ...record, feedId: 'fed_acc_1', providerTransactionId: 'd', amount: '-4.75', date: '2026-08-12',
        description: 'PARKING GARAGE 17', status: 'pending',
      },
    ],
    reasons: [{ text: 'days near each other', weight: 0.4 }], ifOne: '-4.50', ifTwo: '-9.25', currency: 'USD',
    decidedBy: null, decisionId: null, at: minutesAgo(500),
  },
];

export const decided: Duplicate[] = [
  { ...duplicates[0]!, id: 'dup_3', state: 'linked', decidedBy: 'rule', decisionId: 'dec_1' },
  { ...duplicates[1]!, id: 'dup_4', state: 'dismissed', decidedBy: 'person', decisionId: 'dec_2' },
];

export const findings: Finding[] = [
  {
    id: 'fnd_1', accountId: 'acc_1', check: 'balance_consistency', severity: 'error',
    text: "The bank's balance is 12.40 USD lower than its transactions explain, since 2026-08-03.",
    evidence: {
      difference: '-12.40', since: '2026-08-03', current: '4210.55', counted: '4222.95', currency: 'USD',
      feedId: 'fed_acc_1',
      cause1: 'transactions of 2026-08-01 to 2026-08-05, which were not read yet',
    },
    action: 'retry', repairable: true, state: 'open', foundAt: minutesAgo(9), runId: 'run_1',
  },
  {
    id: 'fnd_2', accountId: 'acc_3', check: 'pending_old', severity: 'warning',
    text: 'Pending since 2026-08-01, usually posted in 3 days. The bank may have dropped it.',
    evidence: { transactionId: 'txn_old', since: '2026-08-01', amount: '-18.20', currency: 'USD' },
    action: 'none', repairable: true, state: 'open', foundAt: minutesAgo(2000), runId: 'run_1',
  },
  {
    id: 'fnd_3', accountId: 'acc_2', check: 'freshness', severity: 'info', text: 'The bank last updated on 10 Aug.',
    evidence: {}, action: 'wait', repairable: false, state: 'open', foundAt: minutesAgo(3000), runId: 'run_1',
  },
];

/** Cents of a balance that goes up and down; made of whole numbers, so that every run has the same. */
function heldAt(day: number): string {
  const cents = 320_000 + ((day * 7919) % 90_000) - Math.floor(day / 30) * 4_200;
  return `${Math.floor(cents / 100)}.${`${cents % 100}`.padStart(2, '0')}`;
}

export const balances: Balance[] = Array.from({ length: 180 }, (_, day) => ({
  accountId: 'acc_1', feedId: 'fed_acc_1', current: heldAt(day), available: heldAt(day), currency: 'USD',
  asOf: `${daysAgo(day)}T12:00:00Z`, recordedAt: `${daysAgo(day)}T12:00:00Z`, source: 'live',
  explained: day > 20 && day < 34 ? 'off' : 'agrees',
}));

export const notifications: Notification[] = [
  {
    id: 'ntf_1', kind: 'actionable', severity: 'error', topic: 'relink', action: 'relink', connectionId: 'con_2',
    text: 'Banque Lavande needs you to sign in again. Balances are from 3 Aug; nothing is lost.', count: 3,
    at: minutesAgo(40),
  },
  {
    id: 'ntf_2', kind: 'progress', severity: 'info', topic: 'backfill', accountId: 'acc_1', count: 1, at: minutesAgo(1),
    text: 'Filling history of Everyday checking: 9 of 24 windows.',
  },
  {
    id: 'ntf_3', kind: 'completion', severity: 'info', topic: 'history', accountId: 'acc_2', count: 1,
    text: 'Savings: 24 months of history are complete.', at: minutesAgo(1500), readAt: minutesAgo(1400),
  },
  {
    id: 'ntf_4', kind: 'error', severity: 'warning', topic: 'down', connectionId: 'con_1', count: 1,
    text: 'First Platypus Bank did not answer for an hour.', at: minutesAgo(4000), readAt: minutesAgo(3900),
    resolvedAt: minutesAgo(3900),
  },
];

const type = {
  duplicatesDetected: 3, issuesFound: 1, bytes: 480_000, cpuMs: 900, storeMs: 1200, recordsProcessed: 900,
};

export const metricsSummary: MetricsSummary = {
  matching: [],
  runs: {
    counted: 420, since: minutesAgo(40_000),
    types: [
      {
        ...type, syncType: 'transactions', runs: 310, succeeded: 308, successRate: 0.9935, durationSecondsP50: 0.62,
        durationSecondsP95: 2.1, recordsCreated: 1204, providerCalls: 402,
      },
      {
        ...type, syncType: 'balance', runs: 96, succeeded: 95, successRate: 0.9896, durationSecondsP50: 0.41,
        durationSecondsP95: 1.4, recordsCreated: 0, providerCalls: 96,
      },
      {
        ...type, syncType: 'backfill', runs: 14, succeeded: 13, successRate: 0.9286, durationSecondsP50: 34,
        durationSecondsP95: 170, recordsCreated: 9120, providerCalls: 336,
      },
    ],
    errors: [{ code: 'bank_down', runs: 3 }, { code: 'sign_in_required', runs: 1 }],
  },
  process: { cpuSeconds: 812, workingSetBytes: 212_000_000, heapBytes: 64_000_000, uptimeSeconds: 93_000 },
};
