import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MingusSyncError } from '../src/errors';
import { EventStream } from '../src/stream';
import type { StreamState } from '../src/types';
import type { Batch } from '../src/wire';
import { Lines } from './fakes/lines';

describe('a stream that is kept open', () => {
  let lines: Lines;
  let batches: Batch[];
  let states: StreamState[];
  let stream: EventStream;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    lines = new Lines();
    batches = [];
    states = [];
    stream = new EventStream(lines.connect, {
      batch: (batch) => batches.push(batch),
      state: (state) => states.push(state),
      user: () => {},
    });
    stream.open();
  });

  afterEach(() => {
    stream.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('begins from now on, and goes on after the last event it told', () => {
    expect(lines.last.after).toBe(null);
    lines.open(7);
    lines.tell(8, 'account.changed');
    lines.break();
    vi.advanceTimersByTime(1000);
    expect(lines.last.after).toBe(8);
    expect(batches.map(({ from, to }) => [from, to])).toEqual([[7, 7], [7, 8]]);
  });

  test('waits 1, 2, 4 … 30 seconds between its tries, and from 1 again after an opening', () => {
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const before = lines.opened.length;
      lines.break();
      let waited = 0;
      for (; lines.opened.length === before; waited += 500) vi.advanceTimersByTime(500);
      pauses.push(waited / 1000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
    lines.open(1);
    lines.break();
    vi.advanceTimersByTime(1000);
    expect(lines.opened).toHaveLength(9);
  });

  test('takes a line without a beat for dead', () => {
    lines.open(1);
    vi.advanceTimersByTime(30_000);
    lines.beat();
    vi.advanceTimersByTime(39_000);
    expect(lines.opened).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(lines.opened).toHaveLength(2);
    expect(lines.opened[0]!.isOpen).toBe(false);
  });

  test('hears nothing of a line it gave up', () => {
    lines.open(1);
    const old = lines.last.sink;
    lines.break();
    vi.advanceTimersByTime(1000);
    old.event({ type: 'account.changed', sequence: 99, data: {} });
    expect(stream.position).toBe(1);
  });

  test('starts anew where the server no longer has its position', () => {
    lines.open(500);
    lines.tell(3, 'stream.reset', { sequence: 3 });
    lines.tell(4, 'account.changed');
    expect(batches.slice(1).map(({ to, isReset }) => [to, isReset ?? false])).toEqual([[3, true], [4, false]]);
  });

  test('does not knock on where it is not let in, until somebody asks it to', () => {
    lines.break(new MingusSyncError({ code: 'unauthorized', detail: '', action: 'fix_request', status: 401 }));
    vi.advanceTimersByTime(120_000);
    expect([states.at(-1), lines.opened.length]).toEqual(['signed-out', 1]);
    stream.retry();
    lines.open(1);
    expect(states.at(-1)).toBe('live');
  });

  test('tells when it will try again', () => {
    const when: (Date | undefined)[] = [];
    const other = new EventStream(lines.connect, {
      batch: () => {},
      state: (_, retryAt) => when.push(retryAt),
      user: () => {},
    });
    other.open();
    lines.break();
    expect(when.at(-1)!.getTime() - Date.now()).toBe(1000);
    other.close();
  });
});
