import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AutoSync, type AutoSyncWorld } from '../src/auto-sync';
import type { Account, Connection } from '../src/types';

const now = Date.parse('2026-08-20T12:00:00Z');
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

function account(id: string, minutes: number, more: Partial<Account> = {}): Account {
  return {
    id,
    status: 'active',
    balance: { asOf: ago(minutes) },
    freshness: { checkedAt: ago(minutes) },
    feeds: [{ connectionId: `con_${id}` }],
    ...more,
  } as Account;
}

describe('auto-sync', () => {
  let world: AutoSyncWorld & { asked: string[] };
  let accounts: Account[];
  let connections: Connection[];

  beforeEach(() => {
    vi.useFakeTimers();
    accounts = [];
    connections = [];
    const asked: string[] = [];
    world = {
      asked,
      now: () => new Date(now),
      mayAsk: () => true,
      savesData: () => false,
      accounts: async () => accounts,
      connections: async () => connections,
      sync: async (id, type) => asked.push(`${type} ${id}`),
      random: () => 0.5,
    };
  });

  afterEach(() => void vi.useRealTimers());

  test('asks for balances older than 15 minutes and transactions older than 6 hours', async () => {
    accounts = [account('a', 10), account('b', 16), account('c', 361)];
    const auto = new AutoSync(world);
    await auto.balances();
    await auto.transactions();
    expect(world.asked).toEqual(['balance b', 'balance c', 'transactions c']);
  });

  test('asks for what never came', async () => {
    accounts = [account('a', 0, { balance: null, freshness: { checkedAt: null, dataAsOf: null, text: '' } })];
    const auto = new AutoSync(world);
    await auto.balances();
    await auto.transactions();
    expect(world.asked).toEqual(['balance a', 'transactions a']);
  });

  test('leaves alone what runs, needs the person, is gone, or may not be asked yet', async () => {
    const unasked: Account['status'][] = ['updating', 'needs_attention', 'disconnected', 'closed', 'hidden'];
    accounts = unasked.map((status) => account(status, 99, { status }));
    accounts.push(account('throttled', 99), account('sick', 99));
    const error = { code: 'rate_limit', detail: '', action: 'wait', retryAt: new Date(now + 60_000).toISOString() };
    connections = [
      { id: 'con_throttled', status: 'healthy', error },
      { id: 'con_sick', status: 'needs_attention' },
    ] as Connection[];
    await new AutoSync(world).balances();
    expect(world.asked).toEqual([]);
  });

  test('asks once for accounts that share a connection', async () => {
    const feeds = [{ connectionId: 'con_x' }] as Account['feeds'];
    accounts = [account('a', 99, { feeds }), account('b', 99, { feeds })];
    await new AutoSync(world).balances();
    expect(world.asked).toEqual(['balance a']);
  });

  test('looks each minute while it is its turn, and only for transactions where bytes are dear', async () => {
    accounts = [account('a', 9999)];
    let mayAsk = false;
    world.mayAsk = () => mayAsk;
    world.savesData = () => true;
    const stop = new AutoSync(world).start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(world.asked).toEqual([]);
    mayAsk = true;
    await vi.advanceTimersByTimeAsync(125_000);
    expect(world.asked).toEqual(['transactions a', 'transactions a', 'transactions a']);
    stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(world.asked).toHaveLength(3);
  });

  test('goes on after a look that failed', async () => {
    let tries = 0;
    world.accounts = async () => {
      if (++tries === 1) throw new Error('down');
      return [account('a', 9999)];
    };
    const stop = new AutoSync(world, { balances: false }).start();
    await vi.advanceTimersByTimeAsync(70_000);
    expect(world.asked).toEqual(['transactions a']);
    stop();
  });
});
