/** Two records side by side: what is the same, how sure it is, and what either answer does. Pure. */
import type { Account, Duplicate } from '@mingus-sync/client';
import { now } from './clock';
import type { Formats } from './format';
import type { Messages } from './messages/en';

export type Agreement = 'same' | 'alike' | 'different';

/** One field of all records of a group. */
export interface Field {
  name: 'date' | 'amount' | 'description' | 'status' | 'source';
  values: string[];
  agreement: Agreement;
}

export interface Version {
  /** A, B, C ... */
  letter: string;
  isShown: boolean;
}

export interface DuplicateView {
  title: string;
  versions: Version[];
  fields: Field[];
  /** Each reason in words, the weightiest first. */
  reasons: { text: string; weight: string }[];
  /** What the balance takes, one sentence an answer. */
  effects: string[];
}

/** Days between two dates that a bank's posting may explain. */
const NEAR_DAYS = 3;
/** Evidence is a natural logarithm of odds; at these odds it is likely rather than possible. */
const LIKELY = 0.9;

export function viewOf(group: Duplicate, account: Account | undefined, f: Formats, t: Messages): DuplicateView {
  const records = group.records;
  const dates = records.map((each) => each.date);
  const amounts = records.map((each) => each.amount);
  const names = records.map((each) => each.description);
  const sources = records.map((each) => sourceOf(each.feedId, account, f, t));
  const money = (amount: string) => f.money(amount, group, { signed: true });
  return {
    title: titleOf(group, f, t),
    versions: records.map((each, index) => ({ letter: letterOf(index), isShown: each.isPrimary })),
    fields: [
      { name: 'date', values: dates.map((each) => f.day(each, 'long')), agreement: agreementOf(dates, near) },
      { name: 'amount', values: amounts.map(money), agreement: agreementOf(amounts, () => false) },
      { name: 'description', values: names, agreement: agreementOf(names, alike) },
      {
        name: 'status',
        values: records.map((each) => t.recordStatus[each.status]),
        agreement: agreementOf(records.map((each) => each.status), () => true),
      },
      { name: 'source', values: sources, agreement: agreementOf(sources, () => false) },
    ],
    reasons: [...group.reasons]
      .sort((one, other) => (other.weight ?? 0) - (one.weight ?? 0))
      .map(({ text, weight }) => ({ text, weight: weight == null ? '' : f.count(Math.round(weight * 10) / 10) })),
    effects: effectsOf(group, money, f, t),
  };
}

/** Odds in natural logarithms as a share of 1. */
export const shareOf = (score: number): number => 1 / (1 + Math.exp(-score));

/** Same to the letter, alike by the given eye, or different; of more than two, the weakest pair decides. */
export function agreementOf(values: string[], isAlike: (one: string, other: string) => boolean): Agreement {
  const [first = '', ...others] = values;
  if (others.every((each) => each === first)) return 'same';
  return others.every((each) => each === first || isAlike(first, each)) ? 'alike' : 'different';
}

/** Names that share most of their words, or of which one holds the other. */
export function alike(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.size === 0 || b.size === 0) return false;
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.min(a.size, b.size) >= 0.5;
}

export function near(one: string, other: string): boolean {
  return Math.abs(Date.parse(one) - Date.parse(other)) <= NEAR_DAYS * 86_400_000;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !/^\d+$/.test(word)));
}

function titleOf({ state, score }: Duplicate, f: Formats, t: Messages): string {
  if (state === 'linked') return t.linkedTitle;
  if (state === 'dismissed') return t.apartTitle;
  if (score == null) return t.likelyNoScore;
  const share = shareOf(score);
  const text = f.count(Math.min(99, Math.round(share * 100)));
  return share >= LIKELY ? t.likely(text) : t.maybe(text);
}

function sourceOf(feedId: string, account: Account | undefined, f: Formats, t: Messages): string {
  const feed = account?.feeds.find((each) => each.id === feedId);
  if (!account || !feed) return t.sourceUnknown;
  const bank = account.institution?.name ?? t.unnamedBank;
  return Date.parse(feed.since) > now() ? bank : t.sourceSince(bank, f.moment(feed.since));
}

function effectsOf(group: Duplicate, money: (amount: string) => string, f: Formats, t: Messages): string[] {
  const { ifOne, ifTwo } = group;
  const live = group.records.filter((each) => each.status !== 'removed').length;
  const many = live > 2 ? (amount: string) => t.effectMany(f.count(live), amount) : t.effectTwo;
  return [...(ifOne ? [t.effectOne(money(ifOne))] : []), ...(ifTwo ? [many(money(ifTwo))] : [])];
}

const letterOf = (index: number): string => String.fromCharCode(65 + (index % 26));
