/** Recorded answers of the server, cut to what the examples show. The clock of the examples stands at `AT`. */
import type { Account, Balance, Connection, Coverage, Run, SyncStatus } from '@mingus-sync/client';

export const AT = new Date('2026-08-20T14:12:00Z');

export const daysAgo = (days: number): string => new Date(AT.getTime() - days * 86_400_000).toISOString().slice(0, 10);
export const minutesAgo = (minutes: number): string => new Date(AT.getTime() - minutes * 60_000).toISOString();

const bank = { id: 'ins_1', name: 'First Platypus Bank' };
const lavande = { id: 'ins_2', name: 'Banque Lavande' };

function balance(accountId: string, current: string, currency: string, more: Partial<Balance> = {}): Balance {
  return {
    accountId, feedId: `fed_${accountId}`, current, currency, asOf: minutesAgo(2), recordedAt: minutesAgo(2),
    source: 'live', explained: 'agrees', ...more,
  };
}

function account(id: string, name: string, held: Balance, more: Partial<Account> = {}): Account {
  return {
    id, name, mask: '9869', kind: 'depository', currency: held.currency, institution: bank, balance: held,
    feeds: [{
      id: `fed_${id}`, connectionId: 'con_1', providerAccountId: id, name, linkedBy: 'automatic',
      since: minutesAgo(9000),
    }],
    freshness: { checkedAt: minutesAgo(2), dataAsOf: minutesAgo(1208), text: 'Checked 2 minutes ago' },
    status: 'active', statusReason: '', openFindings: 0, coverageState: 'complete', ...more,
  };
}

export const accounts: Account[] = [
  account('acc_1', 'Everyday checking', balance('acc_1', '4210.55', 'USD', { available: '4150.10' })),
  account('acc_2', 'Savings', balance('acc_2', '18000.00', 'USD'), { mask: '5296', status: 'updating' }),
  account('acc_6', 'Holidays', balance('acc_6', '310.00', 'USD'), { mask: '7741', coverageState: 'running' }),
  account('acc_3', 'Platypus Card', balance('acc_3', '-500.00', 'USD', { limit: '4000.00', available: '3500.00' }), {
    mask: '8715', kind: 'credit', openFindings: 1,
  }),
  account('acc_4', 'Compte courant', balance('acc_4', '1471.87', 'EUR'), {
    mask: '9529', institution: lavande, status: 'needs_attention',
    statusReason: 'Banque Lavande needs you to sign in again. Balances are from 3 Aug; nothing is lost.',
  }),
  account('acc_5', 'Prêt immobilier', balance('acc_5', '-91200.00', 'EUR'), {
    mask: '3611', kind: 'loan', institution: lavande, status: 'stale',
    freshness: { checkedAt: minutesAgo(2900), dataAsOf: minutesAgo(14_000), text: '' },
  }),
];

export const longAccounts: Account[] = [
  account(
    'acc_1',
    'Gemeinschaftskonto für Haushalt, Versicherungen, Kindergartenbeiträge und Instandhaltungsrücklage',
    balance('acc_1', '-12345678901234567.89', 'USD', { available: '12345678901234567.89', limit: '99999999999.00' }),
    {
      institution: { id: 'ins_3', name: 'Vereinigte Volksbank-Raiffeisenbank Donaudampfschifffahrtsgesellschaft eG' },
      status: 'disconnected', statusReason: 'This bank was disconnected on 3 Aug. The history stays.', openFindings: 12,
    },
  ),
  account('acc_2', 'BTC', balance('acc_2', '0.00012345', '', { currency: null, unofficialCurrency: 'BTC' }), {
    mask: null, currency: null, unofficialCurrency: 'BTC', kind: 'investment', status: 'closed',
  }),
];

export const connections: Connection[] = [
  {
    id: 'con_1', institution: bank, provider: 'plaid', status: 'healthy', accounts: ['acc_1', 'acc_2', 'acc_3'],
    lastSuccessAt: minutesAgo(2), nextDueAt: minutesAgo(-34),
  },
  {
    id: 'con_2', institution: lavande, provider: 'plaid', status: 'needs_attention', action: 'relink',
    error: { code: 'sign_in_required', detail: 'The bank asks for a new sign-in.', action: 'relink' },
    accounts: ['acc_4', 'acc_5'], lastSuccessAt: '2026-08-03T09:12:00Z', nextDueAt: null,
  },
];

export const emptyRun: Run = {
  id: 'run_1', connectionId: 'con_1', accountId: 'acc_1', syncType: 'full', trigger: 'person', status: 'succeeded',
  progress: { stage: 'done', unit: 'records', done: 14, total: 14, percent: 100, text: 'Done' },
  recordsProcessed: 16, recordsCreated: 14, recordsUpdated: 2, recordsRemoved: 0, duplicatesDetected: 1, issuesFound: 0,
  accounts: [], createdAt: minutesAgo(3), startedAt: minutesAgo(3), endedAt: minutesAgo(2), durationSeconds: 0.84,
  resources: { providerCalls: 3, bytes: 48_211, cpuMs: 61, storeMs: 104 },
};

export const backfillRun: Run = {
  ...emptyRun, id: 'run_2', syncType: 'backfill', status: 'running', endedAt: null, durationSeconds: null,
  startedAt: minutesAgo(1), createdAt: minutesAgo(1), recordsCreated: 212,
  progress: {
    stage: 'backfill', unit: 'windows', done: 9, total: 24, percent: 37, etaSeconds: 118, text: 'Filling Mar 2025',
  },
};

const outcome = { recordsProcessed: 5, recordsCreated: 4, recordsUpdated: 0, recordsRemoved: 0, duplicatesDetected: 0 };

export const runs: Run[] = [
  backfillRun,
  emptyRun,
  {
    ...emptyRun, id: 'run_3', syncType: 'transactions', trigger: 'schedule', status: 'partial', recordsCreated: 8,
    recordsUpdated: 0, duplicatesDetected: 0, issuesFound: 1, createdAt: minutesAgo(490), startedAt: minutesAgo(490),
    endedAt: minutesAgo(489), durationSeconds: 2.4,
    accounts: [
      { ...outcome, accountId: 'acc_1', outcome: 'succeeded', issuesFound: 0 },
      { ...outcome, accountId: 'acc_3', outcome: 'succeeded', issuesFound: 0 },
      {
        ...outcome, accountId: 'acc_2', outcome: 'partial', recordsCreated: 0, issuesFound: 1,
        problem: { code: 'quarantined', detail: '1 record could not be read and is kept aside.', action: 'none' },
      },
    ],
  },
  {
    ...emptyRun, id: 'run_4', syncType: 'balance', trigger: 'webhook', status: 'failed', recordsCreated: 0,
    recordsUpdated: 0, duplicatesDetected: 0, createdAt: minutesAgo(1700), startedAt: minutesAgo(1700),
    endedAt: minutesAgo(1699), durationSeconds: 30.2,
    error: { code: 'bank_down', detail: 'First Platypus Bank is not answering. We keep trying.', action: 'wait' },
  },
  {
    ...emptyRun, id: 'run_5', trigger: 'schedule', status: 'skipped', recordsCreated: 0, recordsUpdated: 0,
    duplicatesDetected: 0, createdAt: minutesAgo(1900), startedAt: minutesAgo(1900), endedAt: minutesAgo(1900),
    durationSeconds: 0, reason: 'It was checked 4 minutes before.',
  },
];

const never = { lastAttemptAt: null, lastSuccessAt: null, lastOutcome: null, nextDueAt: null, nextDueReason: null };

export const status: SyncStatus = {
  accountId: 'acc_1', phase: 'idle', status: 'active', connection: connections[0]!, sequence: 41, openFindings: 0,
  freshness: { checkedAt: minutesAgo(2), dataAsOf: minutesAgo(1208), text: '' },
  types: { full: { ...never, lastAttemptAt: minutesAgo(2), lastSuccessAt: minutesAgo(2), lastOutcome: 'succeeded' } },
  coverage: { from: '2024-08-20', to: '2026-08-20', gaps: [], state: 'complete', why: '' },
  reconciliation: { state: 'agrees' },
};

export const runningStatus: SyncStatus = {
  ...status, phase: 'running', types: { ...status.types, backfill: { ...never, running: backfillRun } },
};

export const coverage: Coverage = {
  accountId: 'acc_1', wanted: { from: '2024-08-20', to: '2026-08-20' }, state: 'running', why: '',
  intervals: [
    { from: '2024-12-01', to: '2025-03-02' }, { from: '2025-03-10', to: '2025-06-30' },
    { from: '2025-08-01', to: '2026-08-20' },
  ],
  gaps: [
    { from: '2024-08-20', to: '2024-11-30' }, { from: '2025-03-03', to: '2025-03-09' },
    { from: '2025-07-01', to: '2025-07-31' },
  ],
  feeds: [], progress: backfillRun.progress,
};

export const limitedCoverage: Coverage = {
  ...coverage, state: 'limited_by_bank', limitedSince: '2025-07-14', progress: null,
  intervals: [{ from: '2025-07-14', to: '2026-08-20' }], gaps: [],
};

export const waitingCoverage: Coverage = {
  ...coverage, state: 'waiting_for_provider', progress: null, intervals: [{ from: '2026-06-01', to: '2026-08-20' }],
  gaps: [{ from: '2024-08-20', to: '2026-05-31' }],
};
