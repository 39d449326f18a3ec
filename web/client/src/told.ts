import type { MingusDetail, MingusEventName } from './events';
import type { WireEvent } from './wire';

/** Name and detail of a DOM event. */
export type Told = { [K in MingusEventName]: [name: K, detail: MingusDetail<K>] }[MingusEventName];
type Data = Record<string, unknown>;

/** What an event of the wire says to listeners, as name and detail of DOM events. */
export function told({ type, sequence, data }: WireEvent): Told[] {
  const base = { sequence: sequence ?? 0, at: text(data, 'at') ?? '' };
  const accountId = text(data, 'accountId');
  const run = {
    ...base,
    runId: text(data, 'runId') ?? '',
    connectionId: text(data, 'connectionId') ?? '',
    accountId,
    accountIds: texts(data, 'accountIds'),
    syncType: text(data, 'syncType') as never,
  };
  switch (type) {
    case 'sync.queued':
      return [['run-queued', run]];
    case 'sync.started':
      return [['run-started', run]];
    case 'sync.progress':
      return [['run-progress', { ...run, progress: data['progress'] as never }]];
    case 'sync.completed':
      return [['run-finished', { ...run, status: text(data, 'status') as never }]];
    case 'backfill.progress':
      return accountId ? [['coverage-changed', { ...base, accountId }]] : [];
    case 'connection.changed':
    case 'connection.attention':
    case 'connection.healed':
      return [['connection-changed', { ...base, ...connection(data) }]];
    case 'notification':
      return [['notification-changed', { ...base, ...notification(data) }]];
    case 'finding.opened':
      return [['finding-opened', { ...base, accountId, findingId: text(data, 'findingId') ?? '' }]];
    case 'finding.resolved':
      return [['finding-closed', { ...base, accountId, findingId: text(data, 'findingId') ?? '' }]];
    case 'decision.made':
    case 'duplicates.detected':
      return [['duplicate-changed', { ...base, accountId, decisionId: text(data, 'decisionId') }]];
    case 'validation.completed':
      return [['validation-completed', { ...base, accountId }]];
    default:
      return accountId ? ofAccount(type, base, accountId, data) : [];
  }
}

function ofAccount(type: string, base: { sequence: number; at: string }, accountId: string, data: Data): Told[] {
  switch (type) {
    case 'account.changed':
      return [['account-changed', { ...base, accountId }]];
    case 'balance.changed':
      return [['balance-changed', { ...base, accountId }]];
    case 'coverage.changed':
      return [['coverage-changed', { ...base, accountId }]];
    case 'transactions.changed': {
      const count = data['count'];
      const transactionIds = texts(data, 'transactionIds');
      const changed = { ...base, accountId, transactionIds, count: typeof count === 'number' ? count : 0 };
      return [['transactions-changed', changed]];
    }
    default:
      return [];
  }
}

function connection(data: Data): { connectionId: string; status?: string; action?: string } {
  return { connectionId: text(data, 'connectionId') ?? '', status: text(data, 'status'), action: text(data, 'action') };
}

function notification(data: Data): { notificationId: string; state: string } {
  return { notificationId: text(data, 'notificationId') ?? '', state: text(data, 'state') ?? 'open' };
}

function text(data: Data, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
}

function texts(data: Data, name: string): string[] {
  const value = data[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
