import { describe, expect, it } from 'vitest';
import type { Balance } from '@mingus-sync/client';
import { firstDayOf, lowestOf, offOf, pointsOf, spanOf } from '../src/chart-data';

const balance = (asOf: string, current: string, explained = 'agrees'): Balance => ({
  accountId: 'acc', feedId: 'fed', current, currency: 'USD', asOf, recordedAt: asOf, source: 'live', explained,
});

describe('A balance history as a picture', () => {
  it('has one point a day, oldest first, of several the newest; its text is the server’s', () => {
    const points = pointsOf([
      balance('2026-08-02T08:00:00Z', '10.10'),
      balance('2026-08-02T18:00:00Z', '12345678901234567.89'),
      balance('2026-08-01T08:00:00Z', '-0.50'),
    ]);
    expect(points.map(({ day, current }) => [day, current])).toEqual([
      ['2026-08-01', '-0.50'],
      ['2026-08-02', '12345678901234567.89'],
    ]);
  });

  it('never spans days to come: one balance is shown at the end of a week', () => {
    const day = 86_400;
    const newest = 1000 * day;
    expect(spanOf([{ x: newest }])).toEqual([newest - 7 * day, newest]);
    expect(spanOf([{ x: newest - 2 * day }, { x: newest }])).toEqual([newest - 7 * day, newest]);
    expect(spanOf([{ x: 0 }, { x: newest }])).toEqual([0, newest]);
  });

  it('finds the lowest, and none of none', () => {
    const points = pointsOf([balance('2026-08-01T08:00:00Z', '9.00'), balance('2026-08-02T08:00:00Z', '-10.00')]);
    expect(lowestOf(points)?.current).toBe('-10.00');
    expect(lowestOf([])).toBeUndefined();
  });

  it('joins neighbouring days that are off', () => {
    const marks = ['agrees', 'off', 'off', 'agrees', 'off'];
    const points = pointsOf(marks.map((mark, day) => balance(`2026-08-0${day + 1}T08:00:00Z`, '1.00', mark)));
    expect(offOf(points)).toEqual([
      { from: points[1]!.x, to: points[2]!.x },
      { from: points[4]!.x, to: points[4]!.x },
    ]);
  });

  it('begins a range as many days before today', () => {
    expect(firstDayOf('30d', new Date('2026-08-20T14:12:00Z'))).toBe('2026-07-21');
    expect(firstDayOf('24m', new Date('2026-08-20T14:12:00Z'))).toBe('2024-08-19');
  });
});
