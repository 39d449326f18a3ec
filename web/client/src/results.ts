import { problemOf } from './errors';
import type { Balance, Problem, ResultOf, Run, SyncResult, SyncType } from './types';

/** What was told of an account in a run, as the sync type's result. */
export function resultOf<T extends SyncType>(type: T, run: Run, accountId: string, known?: Balance): ResultOf<T> {
  const base: SyncResult = { ...run, joined: run.joined ?? false, ...problemIn(run, accountId) };
  const told = run.result ?? {};
  const result: Record<string, unknown> = { ...base };
  const holds = (...types: SyncType[]): boolean => type === 'full' || types.includes(type);
  if (holds('balance')) {
    const balance = told.balances?.find((one) => one.accountId === accountId) ?? known;
    if (balance) Object.assign(result, balance, { accountId: run.accountId ?? accountId, balance });
  }
  if (holds('transactions', 'historical')) {
    result['changedTransactions'] = told.changedTransactions ?? [];
    result['moreChanged'] = told.moreChanged ?? false;
  }
  if (holds('backfill')) {
    const coverage = told.coverage?.find((one) => one.accountId === accountId);
    Object.assign(result, { coverage, gaps: coverage?.gaps ?? [] });
  }
  if (holds('validate')) {
    const report = told.validations?.find((one) => one.accountId === accountId);
    if (report) {
      const { level, checks, findings, verdict } = report;
      Object.assign(result, { report, level, checks, findings, verdict });
    }
  }
  return result as ResultOf<T>;
}

/** A request that was refused before a run began, told as a run that failed. */
export function refusedResult<T extends SyncType>(
  type: T,
  accountId: string,
  error: unknown,
  at: Date,
  known?: Balance,
): ResultOf<T> {
  const problem = problemOf(error);
  const moment = at.toISOString();
  const run: Run = {
    id: '',
    connectionId: problem.connectionId ?? '',
    accountId,
    syncType: type,
    trigger: 'person',
    status: 'failed',
    progress: { stage: 'done', unit: 'pages', done: 0, text: problem.detail },
    recordsProcessed: 0,
    recordsCreated: 0,
    recordsUpdated: 0,
    recordsRemoved: 0,
    duplicatesDetected: 0,
    issuesFound: 0,
    accounts: [],
    createdAt: moment,
    startedAt: null,
    endedAt: moment,
    durationSeconds: null,
    resources: { providerCalls: 0, bytes: 0, cpuMs: 0, storeMs: 0 },
    error: { code: problem.code, detail: problem.detail, action: problem.action, retryAt: problem.retryAt ?? null },
  };
  return { ...resultOf(type, run, accountId, known), id: null, problem };
}

/** What a run did in one account, with that account's own outcome and counts. */
export function resultOfAccount(run: Run, accountId: string): SyncResult {
  const outcome = run.accounts.find((one) => one.accountId === accountId);
  const result: SyncResult = { ...run, accountId, joined: run.joined ?? false, ...problemIn(run, accountId) };
  if (!outcome) return result;
  const { outcome: status, problem: _, ...counts } = outcome;
  return { ...result, ...counts, status };
}

function problemIn(run: Run, accountId: string): { problem?: Problem } {
  const problem = run.error ?? run.accounts.find((one) => one.accountId === accountId)?.problem;
  return problem ? { problem: { ...problem, connectionId: run.connectionId } } : {};
}
