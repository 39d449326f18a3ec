import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Receiver } from '../src/receiver';
import { LiveStore } from '../src/store';
import type { Batch, WireEvent } from '../src/wire';
import { randomOf } from './fakes/random';

function event(sequence: number): WireEvent {
  return { type: 'account.changed', sequence, data: { accountId: 'acc_1' } };
}

function batchOf(from: number, to: number): Batch {
  return { from, to, events: Array.from({ length: to - from }, (_, i) => event(from + i + 1)) };
}

function heardBy(position: number | null): { receiver: Receiver; heard: (number | string)[] } {
  const heard: (number | string)[] = [];
  const receiver = new Receiver({
    event: ({ sequence }) => heard.push(sequence ?? 'progress'),
    missed: (to) => heard.push(`missed to ${to}`),
    reset: () => heard.push('reset'),
  });
  receiver.position = position;
  return { receiver, heard };
}

describe('a receiver', () => {
  test('passes each event on once, however often it comes', () => {
    const { receiver, heard } = heardBy(2);
    receiver.take(batchOf(2, 4));
    receiver.take(batchOf(2, 4));
    receiver.take(batchOf(3, 5));
    expect(heard).toEqual([3, 4, 5]);
  });

  test('says what was missed, and goes on after it', () => {
    const { receiver, heard } = heardBy(2);
    receiver.take(batchOf(4, 6));
    receiver.take(batchOf(2, 4));
    receiver.take(batchOf(6, 7));
    expect(heard).toEqual(['missed to 6', 7]);
  });

  test('begins where the first batch stands: what was read before may be older', () => {
    const { receiver, heard } = heardBy(null);
    receiver.take({ from: 9, to: 9, events: [] });
    receiver.take(batchOf(9, 10));
    expect(heard).toEqual(['missed to 9', 10]);
  });

  test('tells progress, which has no sequence, without moving', () => {
    const { receiver, heard } = heardBy(3);
    receiver.take({ from: 3, to: 3, events: [{ type: 'sync.progress', sequence: null, data: {} }] });
    expect([heard, receiver.position]).toEqual([['progress'], 3]);
  });

  test('after a reset lower sequences count again', () => {
    const { receiver, heard } = heardBy(90);
    receiver.take({ from: 4, to: 4, events: [], isReset: true });
    receiver.take(batchOf(4, 5));
    expect(heard).toEqual(['reset', 5]);
  });
});

describe('whatever happens to events on their way', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const seeds = Array.from({ length: 200 }, (_, seed) => seed);

  /** The server's state is a map from keys to versions, and each event changes one. */
  test.each(seeds)('what is shown ends as the snapshot (seed %i)', async (seed) => {
    const random = randomOf(seed);
    const below = (n: number): number => Math.floor(random() * n);
    const server = { sequence: 0, state: new Map<string, number>() };
    const log: WireEvent[] = [];
    const stores = ['a', 'b', 'c'].map((key) => {
      const load = async (): Promise<{ value: number | undefined; sequence: number }> => {
        const read = { value: server.state.get(key), sequence: server.sequence };
        await new Promise((go) => setTimeout(go, below(400)));
        if (random() < 0.1) throw new Error('lost');
        return read;
      };
      const store = new LiveStore(load, ({ data }) => data['key'] === key);
      store.subscribe(() => {});
      return { key, store };
    });
    const receiver = new Receiver({
      event: (one) => {
        for (const { store } of stores) if (one.sequence !== null && store.concerns(one)) store.heard(one.sequence);
      },
      missed: (to) => {
        for (const { store } of stores) store.heard(to);
      },
      reset: () => {
        for (const { store } of stores) store.forget();
      },
    });

    const onTheirWay: Batch[] = [];
    for (let step = 0; step < 40; step++) {
      const from = server.sequence;
      for (let i = below(4); i > 0; i--) {
        const key = ['a', 'b', 'c'][below(3)]!;
        server.state.set(key, ++server.sequence);
        log.push({ type: 'changed', sequence: server.sequence, data: { key } });
      }
      onTheirWay.push({ from, to: server.sequence, events: log.slice(from, server.sequence) });
      while (onTheirWay.length > 0 && random() < 0.7) {
        const at = below(onTheirWay.length);
        const batch = onTheirWay[at]!;
        if (random() < 0.8) onTheirWay.splice(at, 1);
        if (random() < 0.75) receiver.take(batch);
      }
      await vi.advanceTimersByTimeAsync(below(500));
    }
    receiver.take({ from: server.sequence, to: server.sequence, events: [] });
    await vi.advanceTimersByTimeAsync(5000);
    for (const { store } of stores) if (store.state === 'error') await settle(store);

    expect(stores.map(({ store }) => store.value)).toEqual(stores.map(({ key }) => server.state.get(key)));
  });
});

/** A reading that failed is repeated when the stream is live again, or by whoever shows the failure. */
async function settle(store: LiveStore<unknown>): Promise<void> {
  for (let tries = 0; store.state === 'error' && tries < 20; tries++) {
    const reading = store.refresh();
    await vi.advanceTimersByTimeAsync(1000);
    await reading;
  }
}
