import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DataSynchronizationManager, type Store } from '@mingus-sync/client';
import { publicToken, type Server, startServer } from './server';

const amount = /^-?\d+(\.\d+)?$/;

describe('the client against the running server', () => {
  let server: Server;
  let dataSyncManager: DataSynchronizationManager;
  let accountId: string;
  let connectionId: string;

  beforeAll(async () => {
    server = await startServer();
    const linking = new DataSynchronizationManager({ baseUrl: server.url });
    const connection = await linking.connect(await publicToken(server.sandbox));
    connectionId = connection.id;
    accountId = connection.accounts[0]!;
    await until(async () => (await linking.getSyncStatus(accountId)).coverage.state === 'complete', 40);
    linking.dispose();
  });

  afterAll(() => server.stop());
  beforeEach(() => void (dataSyncManager = new DataSynchronizationManager({ baseUrl: server.url })));
  afterEach(() => dataSyncManager.dispose());

  test('the usage examples: account synchronization', async () => {
    // Sync account transactions
    const result = await dataSyncManager.syncAccount(accountId, 'transactions');

    // Sync account balance
    const balance = await dataSyncManager.syncBalance(accountId);

    // Sync historical data
    const historical = await dataSyncManager.syncHistorical(accountId);

    expect(result).toMatchObject({ syncType: 'transactions', changedTransactions: expect.any(Array) });
    expect(['succeeded', 'skipped']).toContain(result.status);
    expect(balance.current).toMatch(amount);
    expect(balance).toMatchObject({ currency: 'USD', balance: { accountId }, syncType: 'balance' });
    expect(historical).toMatchObject({ syncType: 'historical', status: 'succeeded' });
    expect(historical.recordsProcessed).toBeGreaterThan(0);
  });

  test('the usage examples: bulk operations', async () => {
    // Bulk sync all accounts
    const results = await dataSyncManager.bulkSync('transactions');

    // Get sync status
    const status = await dataSyncManager.getSyncStatus(accountId);

    const accounts = (await dataSyncManager.api.get('/accounts')).items.map(({ id }) => id);
    expect([...results.keys()].sort()).toEqual(accounts.sort());
    for (const one of results.values()) expect(['succeeded', 'skipped']).toContain(one.status);
    expect(status).toMatchObject({ accountId, phase: 'idle', openFindings: 0, coverage: { gaps: [] } });
    const types = ['balance', 'transactions', 'historical', 'backfill', 'validate', 'full'];
    expect(Object.keys(status.types)).toEqual(types);
  });

  test('the usage examples: data validation', async () => {
    // Validate data consistency
    const validation = await dataSyncManager.validateData(accountId);

    // Backfill missing data
    const backfill = await dataSyncManager.backfillData(accountId);

    expect(validation).toMatchObject({ verdict: 'passed', level: 'normal', report: { accountId } });
    expect(validation.checks?.length).toBeGreaterThan(4);
    expect(backfill).toMatchObject({ syncType: 'backfill', gaps: [] });
  });

  test.each(['strict', 'normal', 'relaxed'] as const)('a validation keeps to its level (%s)', async (level) => {
    expect((await dataSyncManager.validateData(accountId, level)).level).toBe(level);
  });

  test('a run is told while it happens, and its end with what changed', async () => {
    const told: string[] = [];
    const names = ['run-queued', 'run-started', 'run-finished'] as const;
    for (const name of names) {
      dataSyncManager.addEventListener(name, (event) => told.push(`${event.type} ${event.detail.runId}`));
    }
    const handle = dataSyncManager.syncAccount(accountId, 'full', true);
    const stages = new Set<string>();
    for await (const progress of handle.progress) stages.add(progress.stage);
    const result = await handle;
    const runId = await handle.runId;
    expect(result).toMatchObject({ id: runId, status: 'succeeded', verdict: 'passed', gaps: [] });
    expect(result.current).toMatch(amount);
    expect(stages.size).toBeGreaterThan(0);
    await until(async () => told.includes(`run-finished ${runId}`), 5);
  });

  test('an edit by another program is shown without asking', async () => {
    const accounts = dataSyncManager.accounts();
    const stop = accounts.subscribe(() => {});
    await until(async () => accounts.state === 'current' && dataSyncManager.streamState === 'live', 10);
    const other = new DataSynchronizationManager({ baseUrl: server.url });
    await other.rename(accountId, 'Rainy day');
    await until(async () => nameOf(accounts, accountId) === 'Rainy day', 10);
    stop();
  });

  test('a stream that broke goes on where it was', async () => {
    const ids: string[] = [];
    let breaks = 0;
    const cut: AbortController[] = [];
    const manager = new DataSynchronizationManager({
      baseUrl: server.url,
      fetch: (input, init) => {
        if (!String(input).includes('/events')) return fetch(input, init);
        const cutter = new AbortController();
        cut.push(cutter);
        init?.signal?.addEventListener('abort', () => cutter.abort());
        return fetch(input, { ...init, signal: cutter.signal });
      },
    });
    manager.addEventListener('stream-state', ({ detail }) => void (breaks += detail.state === 'waiting' ? 1 : 0));
    manager.addEventListener('account-changed', ({ detail }) => ids.push(`${detail.sequence}`));
    await until(async () => manager.streamState === 'live', 10);
    for (let round = 0; round < 3; round++) {
      cut.at(-1)!.abort();
      await dataSyncManager.rename(accountId, `Round ${round}`);
      await until(async () => manager.streamState === 'live' && ids.length === round + 1, 15);
    }
    expect(breaks).toBe(3);
    expect(new Set(ids).size).toBe(3);
    manager.dispose();
  });

  test('lists are read page by page, each item once', async () => {
    const pager = dataSyncManager.transactions({ accountId, limit: 7 });
    const first = await pager.next();
    expect(first).toHaveLength(7);
    expect(pager.sequence).toBeGreaterThan(0);
    const ids = new Set<string>();
    for await (const transaction of pager) {
      expect(transaction.amount).toMatch(amount);
      ids.add(transaction.id);
      if (ids.size === 40) break;
    }
    expect(ids.size).toBe(40);
  });

  test('everything there is can be read', async () => {
    const coverage = await dataSyncManager.coverage(accountId);
    expect(coverage).toMatchObject({ accountId, state: 'complete', gaps: [] });
    expect((await dataSyncManager.balances(accountId)).length).toBeGreaterThan(0);
    for (const pager of [
      dataSyncManager.findings(),
      dataSyncManager.findings({ state: 'open', accountId }),
      dataSyncManager.duplicates({ state: 'suggested', accountId }),
      dataSyncManager.decisions({ accountId }),
      dataSyncManager.runs(),
      dataSyncManager.runs({ accountId }),
      dataSyncManager.quarantine(),
      dataSyncManager.validations(accountId),
      dataSyncManager.accountLinks(),
    ]) {
      await pager.next();
      expect(pager.problem).toBe(null);
    }
    expect(await dataSyncManager.metricsSummary()).toHaveProperty('runs.types');
    expect(await dataSyncManager.schedule(connectionId)).toMatchObject({ connectionId });
    expect(await dataSyncManager.webhookEndpoints()).toEqual([]);
    const notifications = dataSyncManager.notifications();
    await notifications.refresh();
    expect([notifications.state, notifications.problem]).toEqual(['current', null]);
  });

  test('a preview commits nothing', async () => {
    const before = (await dataSyncManager.api.read('/accounts')).sequence;
    const preview = await dataSyncManager.preview(accountId);
    expect(preview).toMatchObject({ accountId, syncType: 'transactions', counts: { new: 0 } });
    expect((await dataSyncManager.api.read('/accounts')).sequence).toBe(before);
  });

  test('settings are changed, and an account’s own given back', async () => {
    const settings = await dataSyncManager.saveSettings({ notices: { balanceBelow: '100.00' } });
    expect(settings.notices.balanceBelow).toMatch(amount);
    const own = await dataSyncManager.saveSettings({ autoSync: { balance: false } }, accountId);
    expect(own).toMatchObject({ own: true, autoSync: { balance: false } });
    await dataSyncManager.clearSettings(accountId);
    expect((await dataSyncManager.settings(accountId)).own).not.toBe(true);
  });

  test('a note is kept, and taken away', async () => {
    const [transaction] = await dataSyncManager.transactions({ accountId, limit: 1 }).next();
    await dataSyncManager.annotate(transaction!.id, { note: 'for the roof' });
    expect((await dataSyncManager.transaction(transaction!.id)).note).toBe('for the roof');
    await dataSyncManager.annotate(transaction!.id, { note: '' });
    expect((await dataSyncManager.transaction(transaction!.id)).note ?? null).toBe(null);
  });

  test('what is not there is one error, with words', async () => {
    await expect(dataSyncManager.account('acc_nothing')).rejects.toMatchObject({
      name: 'MingusSyncError',
      status: 404,
      problem: { code: 'not_found', action: 'fix_request' },
    });
    await expect(dataSyncManager.syncBalance('acc_nothing')).rejects.toMatchObject({ status: 404 });
    const pager = dataSyncManager.transactions({ accountId, from: 'yesterday' });
    await expect(pager.next()).rejects.toMatchObject({ problem: { errors: { from: expect.any(String) } } });
    expect(pager.problem?.code).toBe('invalid_request');
  });

  test('a repair begins with a token and the page to go to', async () => {
    const token = await dataSyncManager.relink(connectionId, { redirectUri: `${server.url}/connections` });
    expect(token.linkToken).toMatch(/^link-/);
    expect(token.url).toContain(token.linkToken);
  });

  test('auto-sync asks for nothing that is fresh', async () => {
    const before = (await dataSyncManager.api.get('/runs', { query: { limit: 1 } })).items[0]!.id;
    await dataSyncManager.syncBalance(accountId);
    const balanced = (await dataSyncManager.api.get('/runs', { query: { limit: 1 } })).items[0]!.id;
    expect(balanced).not.toBe(before);
    await dataSyncManager.autoSyncBalances();
    await dataSyncManager.autoSyncTransactions();
    expect((await dataSyncManager.api.get('/runs', { query: { limit: 1 } })).items[0]!.id).toBe(balanced);
  });
});

function nameOf(store: Store<{ id: string; name: string }[]>, id: string): string | undefined {
  return store.value?.find((one) => one.id === id)?.name;
}

async function until(isSo: () => Promise<boolean>, seconds: number): Promise<void> {
  for (let tries = seconds * 10; !(await isSo()); tries--) {
    if (tries === 0) throw new Error(`Not so after ${seconds} seconds.`);
    await new Promise((go) => setTimeout(go, 100));
  }
}
