import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DataSynchronizationManager, type Balance, type Phase } from '../src';
import { FakeServer, problem, runOf } from './fakes/server';

const balance: Balance = {
  accountId: 'acc_1', feedId: 'fed_1', current: '4210.55', available: '4150.10', currency: 'USD',
  asOf: '2026-08-20T09:00:01Z', recordedAt: '2026-08-20T09:00:01Z', source: 'live', explained: 'agrees',
};

describe('a sync', () => {
  let server: FakeServer;
  let manager: DataSynchronizationManager;
  let shown: Phase[];

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer().on('GET', /\/events/, () => new Promise(() => {}));
    manager = new DataSynchronizationManager({ baseUrl: 'http://mingus.test', fetch: server.fetch });
    shown = [];
    manager.addEventListener('sync-ui', (event) => shown.push(event.detail.status));
  });

  afterEach(() => {
    manager.dispose();
    vi.useRealTimers();
  });

  function answersRuns(...statuses: ReturnType<typeof runOf>[]): void {
    server.on('POST', /\/sync$/, () => ({ status: 202, body: statuses[0] }));
    let at = 0;
    server.on('GET', /\/runs\/run_1$/, () => ({ body: statuses[Math.min(++at, statuses.length - 1)] }));
  }

  test('of a balance holds the balance, its text as it came', async () => {
    answersRuns(runOf('queued'), runOf('running'), runOf('succeeded', { result: { balances: [balance] } }));
    const handle = manager.syncBalance('acc_1');
    expect(shown).toEqual(['requested']);
    await vi.advanceTimersByTimeAsync(10_000);
    const result = await handle;
    expect(result).toMatchObject({ id: 'run_1', status: 'succeeded', current: '4210.55', currency: 'USD', balance });
    expect(result.problem).toBeUndefined();
    expect(shown).toEqual(['requested', 'queued', 'running', 'succeeded']);
  });

  test('that was skipped holds the balance last known', async () => {
    answersRuns(runOf('queued'), runOf('skipped', { reason: 'fresh' }));
    server.on('GET', /\/accounts\/acc_1$/, () => ({ body: { id: 'acc_1', balance } }));
    const handle = manager.syncBalance('acc_1');
    await vi.advanceTimersByTimeAsync(2000);
    expect(await handle).toMatchObject({ status: 'skipped', current: '4210.55' });
  });

  test('is asked for at 1, 2, 4 … 30 seconds while the stream is silent', async () => {
    answersRuns(runOf('queued'), ...Array.from({ length: 7 }, () => runOf('running')), runOf('succeeded'));
    const handle = manager.syncTransactions('acc_1');
    const at: number[] = [];
    for (let second = 0; second < 130; second++) {
      const before = server.asked.filter(({ path }) => path.includes('/runs/')).length;
      await vi.advanceTimersByTimeAsync(1000);
      if (server.asked.filter(({ path }) => path.includes('/runs/')).length > before) at.push(second + 1);
    }
    expect(at).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
    expect((await handle).changedTransactions).toEqual([]);
  });

  test('that the bank refuses is a result with a problem, not an error', async () => {
    const retryAt = '2026-08-20T14:30:00Z';
    server.on('POST', /\/sync$/, () => problem(429, 'forced_limit', { action: 'wait', retryAt }));
    const result = await manager.syncTransactions('acc_1', true);
    expect(result).toMatchObject({ id: null, status: 'failed', problem: { code: 'forced_limit', retryAt } });
    expect(shown).toEqual(['requested', 'failed']);
  });

  test('that failed tells why', async () => {
    const error = { code: 'item_login_required', detail: 'Sign in.', action: 'relink' };
    answersRuns(runOf('queued'), runOf('failed', { error }));
    const handle = manager.syncHistorical('acc_1');
    await vi.advanceTimersByTimeAsync(2000);
    expect((await handle).problem).toEqual({ ...error, connectionId: 'con_1' });
  });

  test.each([
    [400, 'invalid_request'],
    [401, 'unauthorized'],
    [404, 'not_found'],
  ])('that is asked for wrongly rejects (%i)', async (status, code) => {
    server.on('POST', /\/sync$/, () => problem(status, code));
    const handle = manager.syncAccount('acc_1', 'balance');
    await expect(handle).rejects.toMatchObject({ name: 'MingusSyncError', status, code });
    expect(await handle.runId).toBe(null);
  });

  test('whose answer was lost is asked for again under its key', async () => {
    let tries = 0;
    answersRuns(runOf('succeeded'));
    const answer = { status: 202, body: runOf('succeeded') };
    server.on('POST', /\/sync$/, () => (++tries < 3 ? new TypeError('reset') : answer));
    const handle = manager.backfillData('acc_1');
    await vi.advanceTimersByTimeAsync(3000);
    expect((await handle).status).toBe('succeeded');
    const posts = server.asked.filter(({ method }) => method === 'POST');
    const keys = posts.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test('without a network rejects as unreachable', async () => {
    server.on('POST', /\/sync$/, () => new TypeError('down'));
    const handle = manager.syncAccount('acc_1');
    const outcome = expect(handle).rejects.toMatchObject({ code: 'unreachable', problem: { action: 'retry' } });
    await vi.advanceTimersByTimeAsync(3000);
    await outcome;
  });

  test('can be left: the waiting ends, the run does not', async () => {
    answersRuns(runOf('running'));
    const stop = new AbortController();
    const aborted = manager.syncBalance('acc_1', { signal: stop.signal });
    const left = manager.syncBalance('acc_1');
    await vi.advanceTimersByTimeAsync(100);
    stop.abort();
    left.detach();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(left).rejects.toMatchObject({ code: 'detached' });
    expect(server.asked.some(({ path }) => path.endsWith('/cancel'))).toBe(false);
  });

  test('tells its progress until it ends', async () => {
    const progress = { stage: 'windows', unit: 'windows', done: 9, total: 24, text: 'Filling history' };
    answersRuns(runOf('queued'), runOf('running', { progress }), runOf('succeeded', { progress }));
    const handle = manager.backfillData('acc_1');
    const told: number[] = [];
    const reading = (async () => {
      for await (const one of handle.progress) told.push(one.done);
    })();
    await vi.advanceTimersByTimeAsync(5000);
    await reading;
    expect(told).toEqual([0, 9]);
  });

  test('of all accounts keeps what one bank refuses from the others', async () => {
    const counts = { recordsProcessed: 3, recordsCreated: 2, recordsUpdated: 1, recordsRemoved: 0 };
    const outcome = { accountId: 'acc_1', outcome: 'succeeded' as const, duplicatesDetected: 0, issuesFound: 0 };
    const run = runOf('succeeded', { accounts: [{ ...outcome, ...counts }] });
    server.on('GET', /\/connections\?/, () => ({
      body: { items: ['1', '2', '3'].map((id) => ({ id: `con_${id}`, accounts: [`acc_${id}`] })), next: null },
    }));
    const refused = { code: 'item_login_required', detail: 'Sign in.', action: 'relink', connectionId: 'con_2' };
    server.on('POST', /\/bulk\/sync$/, () => ({ status: 202, body: { runs: [run], problems: [refused] } }));
    const results = await manager.bulkSync('transactions');
    expect(results.get('acc_1')).toMatchObject({ status: 'succeeded', recordsCreated: 2 });
    expect(results.get('acc_2')).toMatchObject({ status: 'failed', problem: { code: 'item_login_required' } });
    expect(results.get('acc_3')).toBeUndefined();
  });
});
