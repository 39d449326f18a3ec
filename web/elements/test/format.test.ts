import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixTime } from '../src/clock';
import { Formats, isPositive, isZero } from '../src/format';
import { sentence } from '../src/sentence';

const usd = { currency: 'USD' };

/** Intl parts with thin and no-break spaces; which of them is no matter here. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('Formats', () => {
  beforeEach(() => fixTime(new Date('2026-08-20T14:12:00Z')));
  afterEach(() => fixTime(undefined));

  const en = new Formats('en-US', 'America/New_York');

  it('keeps every digit of an amount that a number would round', () => {
    expect(en.money('12345678901234567.89', usd)).toBe('$12,345,678,901,234,567.89');
    expect(en.money('-0.10', usd)).toBe('-$0.10');
  });

  it('keeps digits that a currency usually does not have', () => {
    expect(en.money('1.2345', usd)).toBe('$1.2345');
    expect(en.money('500', { currency: 'JPY' })).toBe('¥500');
    expect(plain(en.money('1.500', { currency: 'KWD' }))).toBe('KWD 1.500');
  });

  it('shows the provider’s own word where there is no currency code', () => {
    expect(en.money('0.00012345', { currency: null, unofficialCurrency: 'BTC' })).toBe('0.00012345 BTC');
    expect(en.money('1.00', { currency: 'points' })).toBe('1.00 points');
  });

  it('leaves text that is no amount as it is', () => {
    expect(en.money('n/a', usd)).toBe('n/a');
  });

  it('signs what comes and goes, and zero not', () => {
    expect(en.money('4.50', usd, { signed: true })).toBe('+$4.50');
    expect(en.money('-4.50', usd, { signed: true })).toBe('-$4.50');
    expect(en.money('0.00', usd, { signed: true })).toBe('$0.00');
  });

  it('formats amounts as the locale does', () => {
    expect(plain(new Formats('de-DE').money('-1234.50', { currency: 'EUR' }))).toBe('-1.234,50 €');
  });

  it('isolates amounts among words that run to the left', () => {
    const text = new Formats('ar').money('-24.00', usd);
    expect([text.at(0), text.at(-1)]).toEqual(['\u2066', '\u2069']);
    expect(new Formats('he').money('-24.00', usd).at(0)).toBe('\u2066');
    expect(en.money('-24.00', usd)).toBe('-$24.00');
  });

  it('puts amounts, days and moments in a sentence of the server as the locale writes them', () => {
    const text = 'It is 12345678901234567.89 USD higher, since 2026-03-11, of 2026-08-01 to 2026-08-05.';
    expect(plain(sentence(text, en)))
      .toBe('It is $12,345,678,901,234,567.89 higher, since Mar 11, of Aug 1 – 5.');
    expect(plain(sentence('Bank data as of 2026-08-20 10:04 UTC. Off by -500 JPY and 0.5 BTC.', en))).toBe(
      'Bank data as of 6:04 AM. Off by -¥500 and BTC 0.50.',
    );
    expect(plain(sentence('24.00 EUR since 2026-03-11', new Formats('de-DE', 'UTC')))).toBe('24,00 € since 11. März');
  });

  it('leaves alone what only looks like an amount or a day', () => {
    for (const text of ['Run v1.2 API', 'Order 12-2026-03-1 of 3 rows', 'A-12.00 Usd', '2026-13-45']) {
      expect(sentence(text, en)).toBe(text);
    }
  });

  it('never moves a day through a time zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      expect(new Formats('en-US', zone).day('2026-03-01')).toBe('Mar 1');
    }
  });

  it('says the year of a day that is not of this year', () => {
    expect(en.day('2025-03-01')).toBe('Mar 1, 2025');
    expect(en.day('2025-03', 'month')).toBe('March 2025');
    expect(plain(en.days('2026-03-03', '2026-03-09'))).toBe('Mar 3 – 9');
    expect(en.days('2026-03-03', '2026-03-03')).toBe('Mar 3');
  });

  it('tells moments in the viewer’s zone', () => {
    expect(en.moment('2026-08-20T13:12:00Z')).toMatch(/^9:12\sAM$/);
    expect(en.moment('2026-08-20T02:00:00Z')).toMatch(/^yesterday 10:00\sPM$/);
    expect(en.moment('2026-08-03T09:12:00Z')).toBe('Aug 3');
    expect(en.exact('2026-08-03T09:12:00+02:00')).toBe('2026-08-03 07:12:00 UTC');
  });

  it('tells ages in words up to a day, then the day', () => {
    expect(en.age('2026-08-20T14:11:50Z')).toBe('now');
    expect(en.age('2026-08-20T14:10:00Z')).toBe('2 min. ago');
    expect(en.age('2026-08-20T11:12:00Z')).toBe('3 hr. ago');
    expect(en.age('2026-08-20T14:42:00Z')).toBe('in 30 min.');
    expect(en.age('2026-08-10T14:12:00Z')).toBe('Aug 10');
  });

  it('falls back where a locale or zone does not exist', () => {
    expect(new Formats('not a locale', 'Mars/Olympus').count(1234)).toBe('1,234');
  });

  it('reads signs from the characters', () => {
    expect([isPositive('0.10'), isPositive('-0.10'), isPositive('0.00'), isZero('-0.00'), isZero('0.01')]).toEqual([
      true, false, false, true, false,
    ]);
  });
});
