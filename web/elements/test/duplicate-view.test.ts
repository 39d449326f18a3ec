import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts, AT } from '../examples/data';
import { decided, duplicates } from '../examples/data-ledger';
import { fixTime } from '../src/clock';
import { agreementOf, alike, near, shareOf, viewOf } from '../src/duplicate-view';
import { formatsFor } from '../src/format';
import { en } from '../src/messages/en';
import '../src/messages/en-views';

const f = formatsFor('en-US', 'UTC');

describe('Two records side by side', () => {
  beforeEach(() => fixTime(AT));
  afterEach(() => fixTime(undefined));

  const view = () => viewOf(duplicates[0]!, accounts[0], f, en);

  it('says how sure it is, from odds in natural logarithms', () => {
    expect(view().title).toBe('Likely the same transaction (94 of 100)');
    expect(viewOf(duplicates[1]!, accounts[0], f, en).title).toBe('Possibly the same transaction (60 of 100)');
    expect(viewOf({ ...duplicates[0]!, score: 40 }, accounts[0], f, en).title).toContain('99 of 100');
    expect(viewOf({ ...duplicates[0]!, score: null }, accounts[0], f, en).title).toBe(en.likelyNoScore);
    expect(shareOf(0)).toBe(0.5);
  });

  it('names what was decided instead', () => {
    expect(decided.map((each) => viewOf(each, accounts[0], f, en).title)).toEqual([en.linkedTitle, en.apartTitle]);
  });

  it('compares each field', () => {
    const told = Object.fromEntries(view().fields.map(({ name, agreement }) => [name, agreement]));
    expect(told).toEqual({
      date: 'same', amount: 'same', description: 'alike', status: 'same', source: 'different',
    });
    const other = viewOf(duplicates[1]!, accounts[0], f, en).fields;
    expect(other.map((each) => each.agreement)).toEqual(['alike', 'different', 'different', 'alike', 'same']);
  });

  it('marks the version that is shown, and letters them', () => {
    expect(view().versions).toEqual([{ letter: 'A', isShown: true }, { letter: 'B', isShown: false }]);
  });

  it('puts the weightiest reason first', () => {
    const reasons = view().reasons.map((each) => each.text);
    expect(reasons).toEqual(['the balance agrees with one', 'same amount', 'same day', 'names alike']);
  });

  it('says what either answer does to the balance, in the server’s own amounts', () => {
    expect(view().effects).toEqual([
      'As one transaction: -$24.00 on the balance.',
      'As two: -$48.00 on the balance.',
    ]);
    expect(viewOf({ ...duplicates[0]!, ifOne: null, ifTwo: null }, accounts[0], f, en).effects).toEqual([]);
  });

  it('finds names alike that share words or hold one another, and not others', () => {
    expect(alike('SQ *CORNER CAFE 0231', 'Corner Cafe')).toBe(true);
    expect(alike('AMZN Mktp US', 'Amazon')).toBe(false);
    expect(alike('', 'Corner Cafe')).toBe(false);
    expect(near('2026-08-01', '2026-08-04')).toBe(true);
    expect(near('2026-08-01', '2026-08-05')).toBe(false);
    expect(agreementOf(['a', 'a', 'b'], () => false)).toBe('different');
  });
});
