import { describe, expect, it } from 'vitest';
import type { Coverage, Days } from '@mingus-sync/client';
import { completeMonths, firstWeekday, monthsOf } from '../src/coverage-months';

const days = (from: string, to: string): Days => ({ from, to });

function coverage(intervals: Days[], more: Partial<Coverage> = {}): Coverage {
  return {
    accountId: 'acc', wanted: days('2024-02-10', '2024-04-30'), intervals, gaps: [], state: 'running', why: '',
    feeds: [], ...more,
  };
}

describe('Months of coverage', () => {
  it('tells full, part and missing months, and counts only days that are wanted', () => {
    const months = monthsOf(coverage([days('2024-02-10', '2024-03-14')]), 24);
    expect(months.map(({ name, state, covered, wanted, length }) => [name, state, covered, wanted, length])).toEqual([
      ['2024-02', 'full', 20, 20, 29],
      ['2024-03', 'part', 14, 31, 31],
      ['2024-04', 'gap', 0, 30, 30],
    ]);
    expect(months[1]!.stretches).toEqual([
      { state: 'full', from: 1, to: 14 },
      { state: 'gap', from: 15, to: 31 },
    ]);
  });

  it('holds back to the newest months', () => {
    expect(monthsOf(coverage([]), 2).map((month) => month.name)).toEqual(['2024-03', '2024-04']);
  });

  it('calls what a bank still prepares waiting, and what it does not have limited', () => {
    const waiting = monthsOf(coverage([days('2024-04-01', '2024-04-30')], { state: 'waiting_for_provider' }), 24);
    expect(waiting.map((month) => month.state)).toEqual(['waiting', 'waiting', 'full']);
    const since = { state: 'limited_by_bank' as const, limitedSince: '2024-03-11' };
    const limited = monthsOf(coverage([days('2024-03-11', '2024-04-30')], since), 24);
    expect(limited.map((month) => month.state)).toEqual(['limited', 'full', 'full']);
    expect(completeMonths(limited)).toEqual({ complete: 2, wanted: 2 });
  });

  it('joins intervals that touch, and finds one missing day', () => {
    const [, march] = monthsOf(coverage([days('2024-03-01', '2024-03-16'), days('2024-03-18', '2024-03-31')]), 24);
    expect(march!.stretches.find((each) => each.state === 'gap')).toEqual({ state: 'gap', from: 17, to: 17 });
  });

  it('passes the turn of the year, and is empty while nothing is known', () => {
    const wanted = days('2023-11-20', '2024-02-02');
    const names = monthsOf(coverage([], { wanted }), 24).map((month) => month.name);
    expect(names).toEqual(['2023-11', '2023-12', '2024-01', '2024-02']);
    expect(monthsOf(coverage([], { wanted: null }), 24)).toEqual([]);
  });

  it('begins weeks on Monday', () => {
    expect(firstWeekday('2024-04')).toBe(0);
    expect(firstWeekday('2024-09')).toBe(6);
  });
});
