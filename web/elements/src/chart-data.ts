/**
 * A balance history as a picture needs it. Here, and only here, amounts become numbers: for where a point is, never for
 * what is written beside it.
 */
import type { Balance } from '@mingus-sync/client';

export type Range = '30d' | '6m' | '24m';

const RANGE_DAYS: Record<Range, number> = { '30d': 30, '6m': 183, '24m': 731 };

/** One day's balance: its place, and its text. */
export interface Point {
  day: string;
  /** Seconds since the epoch, at noon UTC of the day. */
  x: number;
  /** Place only; the text is what is shown. */
  y: number;
  current: string;
  balance: Balance;
}

/** Days on which the transactions do not explain the balance, as places; both ends included. */
export interface Stretch {
  from: number;
  to: number;
}

/** The first day of a range that ends today. */
export function firstDayOf(range: Range, today: Date): string {
  return new Date(today.getTime() - RANGE_DAYS[range] * 86_400_000).toISOString().slice(0, 10);
}

/** One point a day, oldest first; of several balances of a day the newest. */
export function pointsOf(balances: readonly Balance[]): Point[] {
  const days = new Map<string, Balance>();
  for (const balance of balances) {
    const day = balance.asOf.slice(0, 10);
    const known = days.get(day);
    if (!known || known.asOf < balance.asOf) days.set(day, balance);
  }
  return [...days.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, balance]) => ({
      day,
      x: Date.parse(`${day}T12:00:00Z`) / 1000,
      y: Number(balance.current),
      current: balance.current,
      balance,
    }));
}

const WEEK_SECONDS = 7 * 86_400;

/** What the picture spans, in seconds: few days are shown as the week up to the newest, never days to come. */
export function spanOf(points: readonly Pick<Point, 'x'>[]): [number, number] {
  const newest = points.at(-1)?.x ?? 0;
  return [Math.min(points[0]?.x ?? 0, newest - WEEK_SECONDS), newest];
}

/** The lowest point; undefined of none. */
export function lowestOf(points: Point[]): Point | undefined {
  return points.reduce<Point | undefined>((low, each) => (low === undefined || each.y < low.y ? each : low), undefined);
}

/** Neighbouring points that are off, as stretches. */
export function offOf(points: Point[]): Stretch[] {
  const stretches: Stretch[] = [];
  points.forEach(({ balance, x }, index) => {
    if (balance.explained !== 'off') return;
    const last = stretches.at(-1);
    if (last && points[index - 1]?.balance.explained === 'off') last.to = x;
    else stretches.push({ from: x, to: x });
  });
  return stretches;
}
