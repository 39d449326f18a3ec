import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ToastQueue, type Toast } from '../src/toast-queue';

describe('Toasts', () => {
  let shown: readonly Toast[];
  let queue: ToastQueue;
  const texts = () => shown.map((each) => each.text);

  beforeEach(() => {
    vi.useFakeTimers();
    shown = [];
    queue = new ToastQueue((toasts) => (shown = toasts));
  });
  afterEach(() => void vi.useRealTimers());

  it('leave after 8 s, with an action after 30 s', () => {
    queue.add({ text: 'plain' });
    queue.add({ text: 'undo', action: 'Undo' });
    vi.advanceTimersByTime(7_999);
    expect(texts()).toEqual(['plain', 'undo']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual(['undo']);
    vi.advanceTimersByTime(22_000);
    expect(texts()).toEqual([]);
  });

  it('wait while a person is at them, and go on with what was left', () => {
    queue.add({ text: 'plain' });
    vi.advanceTimersByTime(5_000);
    queue.pause();
    vi.advanceTimersByTime(60_000);
    expect(texts()).toEqual(['plain']);
    queue.resume();
    vi.advanceTimersByTime(2_999);
    expect(texts()).toEqual(['plain']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });

  it('that come while others wait, wait too', () => {
    queue.pause();
    queue.add({ text: 'late' });
    vi.advanceTimersByTime(60_000);
    queue.resume();
    vi.advanceTimersByTime(8_000);
    expect(texts()).toEqual([]);
  });

  it('are three at most: the oldest leaves', () => {
    for (const text of ['1', '2', '3', '4']) queue.add({ text });
    expect(texts()).toEqual(['2', '3', '4']);
  });

  it('of one key are one, in its place, with a count and its time anew', () => {
    const id = queue.add({ text: 'Chase is not answering', key: 'con_1 down' });
    queue.add({ text: 'other' });
    vi.advanceTimersByTime(5_000);
    expect(queue.add({ text: 'Chase is still not answering', key: 'con_1 down' })).toBe(id);
    expect(shown.map(({ text, count }) => [text, count])).toEqual([
      ['Chase is still not answering', 2],
      ['other', 1],
    ]);
    vi.advanceTimersByTime(3_000);
    expect(texts()).toEqual(['Chase is still not answering']);
  });
});
