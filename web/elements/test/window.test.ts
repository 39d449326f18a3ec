import { describe, expect, it } from 'vitest';
import { drawn, keepPlace, windowOf } from '../src/window';

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => ({ id: `${from + index}` }));

describe('The window of a long list', () => {
  it('draws the rows in view and a margin, whatever the length', () => {
    expect(windowOf(0, 440, 44, 10_000)).toEqual({ first: 0, end: 22 });
    expect(windowOf(44_000, 440, 44, 10_000)).toEqual({ first: 988, end: 1022 });
    expect(windowOf(440_000, 440, 44, 10_000)).toEqual({ first: 9988, end: 10_000 });
  });

  it('is never larger than the view asks for', () => {
    for (let top = 0; top < 440_000; top += 7_777) {
      const { first, end } = windowOf(top, 440, 44, 10_000);
      expect(end - first).toBeLessThanOrEqual(36);
    }
  });

  it('is empty of an empty list, and within a short one', () => {
    expect(windowOf(0, 440, 44, 0)).toEqual({ first: 0, end: 0 });
    expect(windowOf(90_000, 440, 44, 5)).toEqual({ first: 5, end: 5 });
  });

  it('keeps the row that has the focus, above or below the window', () => {
    expect(drawn({ first: 10, end: 13 }, 2, 100)).toEqual([2, 10, 11, 12]);
    expect(drawn({ first: 10, end: 13 }, 50, 100)).toEqual([10, 11, 12, 50]);
    expect(drawn({ first: 10, end: 13 }, 11, 100)).toEqual([10, 11, 12]);
    expect(drawn({ first: 10, end: 13 }, 200, 100)).toEqual([10, 11, 12]);
  });

  it('keeps the row on top where it is when rows come above it', () => {
    expect(keepPlace(rows(3, 50), rows(0, 50), 450, 44)).toEqual({ scrollTop: 450 + 3 * 44, above: 3 });
    expect(keepPlace(rows(0, 50), rows(2, 50), 450, 44)).toEqual({ scrollTop: 450 - 2 * 44, above: 0 });
    expect(keepPlace(rows(0, 50), rows(20, 50), 450, 44)).toBeNull();
  });
});
