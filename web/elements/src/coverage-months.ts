/** The months of an account's history, and how complete each is: pure geometry over days `YYYY-MM-DD`. */
import type { Coverage } from '@mingus-sync/client';

export type DayState = 'full' | 'gap' | 'waiting' | 'limited';
export type MonthState = DayState | 'part';

/** Days of one state in a row; `from` and `to` are days of the month, both included. */
export interface Stretch {
  state: DayState;
  from: number;
  to: number;
}

export interface Month {
  /** `YYYY-MM`. */
  name: string;
  state: MonthState;
  /** Days that are wanted, and those of them that are complete. */
  wanted: number;
  covered: number;
  /** How many days the month has. */
  length: number;
  stretches: Stretch[];
}

interface Days {
  from: string;
  to: string;
}

/** The last `count` months of what is wanted, oldest first; empty while nothing is known. */
export function monthsOf(coverage: Coverage, count: number): Month[] {
  const { wanted } = coverage;
  if (!wanted) return [];
  const names: string[] = [];
  for (let name = wanted.from.slice(0, 7); name <= wanted.to.slice(0, 7); name = after(name)) names.push(name);
  return names.slice(-count).map((name) => monthOf(name, wanted, coverage));
}

/** How many months are complete. Days the bank does not have are nobody's gap. */
export function completeMonths(months: Month[]): { complete: number; wanted: number } {
  const there = months.filter((month) => month.state !== 'limited');
  return { complete: there.filter((month) => month.state === 'full').length, wanted: there.length };
}

/** The weekday on which a month begins, Monday is 0. */
export function firstWeekday(name: string): number {
  return (new Date(`${name}-01T00:00:00Z`).getUTCDay() + 6) % 7;
}

function monthOf(name: string, wanted: Days, coverage: Coverage): Month {
  const length = lengthOf(name);
  const stretches: Stretch[] = [];
  let covered = 0;
  for (let day = 1; day <= length; day++) {
    const text = `${name}-${`${day}`.padStart(2, '0')}`;
    if (text < wanted.from || text > wanted.to) continue;
    const state = stateOf(text, coverage);
    if (state === 'full') covered++;
    const last = stretches.at(-1);
    if (last && last.state === state && last.to === day - 1) last.to = day;
    else stretches.push({ state, from: day, to: day });
  }
  const days = stretches.reduce((sum, each) => sum + each.to - each.from + 1, 0);
  return { name, length, wanted: days, covered, stretches, state: together(stretches) };
}

/** A month whose days are all of one state has it; the bank's limit inside a month leaves the rest full. */
function together(stretches: Stretch[]): MonthState {
  const states = new Set(stretches.map((each) => each.state));
  if (states.size === 1) return stretches[0]!.state;
  if (states.size === 2 && states.has('limited') && states.has('full')) return 'full';
  return 'part';
}

function stateOf(day: string, coverage: Coverage): DayState {
  if (coverage.intervals.some((each) => each.from <= day && day <= each.to)) return 'full';
  if (coverage.limitedSince && day < coverage.limitedSince) return 'limited';
  return coverage.state === 'waiting_for_provider' ? 'waiting' : 'gap';
}

function after(name: string): string {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${`${month + 1}`.padStart(2, '0')}`;
}

function lengthOf(name: string): number {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
