/**
 * Numbers, days and moments in a person's language. Amounts are decimal text and are formatted as text: no number type
 * touches them. A statement's day is formatted as UTC, never through the viewer's zone; a moment in the viewer's zone.
 */
import { now } from './clock';

/** What an amount is counted in: an ISO 4217 code, or a provider's own word for it. */
export interface Unit {
  currency?: string | null;
  unofficialCurrency?: string | null;
}

export type DayStyle = 'short' | 'long' | 'month' | 'year';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RTL_SCRIPTS = ['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'];
const DECIMAL = /^-?\d+(\.\d+)?$/;

const DAY_STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short' },
  long: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
};

/** Whether a decimal text is above zero; read from its characters. */
export const isPositive = (text: string): boolean => !text.startsWith('-') && /[1-9]/.test(text);

/** Whether a decimal text is zero, however many digits it has. */
export const isZero = (text: string): boolean => !/[1-9]/.test(text);

/** The UTC day of a moment or a day, as `YYYY-MM-DD`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** All formats of one locale and time zone; the formatters behind them are made once. */
export class Formats {
  readonly locale: string;
  readonly timeZone: string | undefined;
  private readonly made = new Map<string, unknown>();

  constructor(locale?: string, timeZone?: string) {
    this.locale = valid(() => Intl.getCanonicalLocales(locale)[0]) ?? systemLocale();
    const isZone = timeZone && valid(() => new Intl.DateTimeFormat('en', { timeZone }).format(0));
    this.timeZone = isZone ? timeZone : undefined;
  }

  /**
   * An amount with its currency, every digit kept; text that is no decimal stays as it is. Among words that run to the
   * left it is isolated, so that its sign and its code stay where they belong.
   */
  money(text: string, unit: Unit, options: { signed?: boolean } = {}): string {
    if (!DECIMAL.test(text)) return text;
    const amount = this.amount(text, unit, options);
    return this.isRtl ? `\u2066${amount}\u2069` : amount;
  }

  private get isRtl(): boolean {
    return this.once('rtl', () => RTL_SCRIPTS.includes(new Intl.Locale(this.locale).maximize().script ?? ''));
  }

  private amount(text: string, unit: Unit, options: { signed?: boolean }): string {
    const code = unit.currency;
    const digits = text.split('.')[1]?.length ?? 0;
    const signDisplay = options.signed ? 'exceptZero' : 'auto';
    if (!code) return `${this.decimal(text, digits, signDisplay)} ${unit.unofficialCurrency ?? ''}`.trim();
    const name = `money ${code} ${digits} ${signDisplay}`;
    const format = this.once(name, () => this.moneyFormat(code, digits, signDisplay));
    return format ? format.format(text as `${number}`) : `${this.decimal(text, digits, signDisplay)} ${code}`;
  }

  /** A count, grouped as the locale groups. */
  count(value: number): string {
    return this.once('count', () => new Intl.NumberFormat(this.locale)).format(value);
  }

  /** A share of 1 as per cent, with one digit where it is not whole. */
  percent(share: number): string {
    const options: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 1 };
    return this.once('percent', () => new Intl.NumberFormat(this.locale, options)).format(share);
  }

  /** A stretch of time as a person says it: `0.8 s`, `12 s`, `2 min`, `3 h`. */
  duration(seconds: number): string {
    if (seconds < 10) return this.unit(Math.max(0, seconds), 'second', 1);
    if (seconds < 90) return this.unit(Math.round(seconds), 'second', 0);
    if (seconds < 90 * 60) return this.unit(Math.round(seconds / 60), 'minute', 0);
    return this.unit(Math.round(seconds / 3600), 'hour', 0);
  }

  /** A size in the largest unit that leaves it above one. */
  bytes(size: number): string {
    if (size < 1000) return this.unit(size, 'byte', 0);
    if (size < 1_000_000) return this.unit(size / 1000, 'kilobyte', 1);
    return this.unit(size / 1_000_000, 'megabyte', 1);
  }

  /** A day `YYYY-MM-DD` (or a month `YYYY-MM`); the year is said where it is not this year's. */
  day(text: string, style: DayStyle = 'short'): string {
    const date = utc(text);
    if (!date) return text;
    const withYear = style === 'short' && date.getUTCFullYear() !== new Date(now()).getUTCFullYear();
    return this.dayFormat(style, withYear).format(date);
  }

  /** Days from one to another, both included. */
  days(from: string, to: string): string {
    const [first, last] = [utc(from), utc(to)];
    if (!first || !last) return `${from} – ${to}`;
    if (from === to) return this.day(from);
    const years = [first, last].map((each) => each.getUTCFullYear());
    const withYear = years.some((year) => year !== new Date(now()).getUTCFullYear());
    return this.dayFormat('short', withYear).formatRange(first, last);
  }

  /** A moment: its time today, `yesterday 18:04`, its day else. */
  moment(text: string): string {
    const at = Date.parse(text);
    if (Number.isNaN(at)) return text;
    const days = this.daysBetween(at, now());
    if (days === 0) return this.time(at);
    if (days === 1) return `${this.relative(-1, 'day')} ${this.time(at)}`;
    return this.dayHere(at);
  }

  /** How long ago or in how long, in words up to 24 hours; then the day. */
  age(text: string): string {
    const at = Date.parse(text);
    if (Number.isNaN(at)) return text;
    const past = now() - at;
    const size = Math.abs(past);
    const sign = past < 0 ? 1 : -1;
    if (size < MINUTE) return this.relative(0, 'second');
    if (size < HOUR) return this.relative(sign * Math.floor(size / MINUTE), 'minute');
    if (size < DAY) return this.relative(sign * Math.floor(size / HOUR), 'hour');
    return this.moment(text);
  }

  /** The exact moment in UTC, for a tooltip. */
  exact(text: string): string {
    const at = Date.parse(text);
    return Number.isNaN(at) ? text : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  }

  /** Words joined as the locale joins them. */
  list(words: string[]): string {
    return this.once('list', () => new Intl.ListFormat(this.locale, { type: 'conjunction' })).format(words);
  }

  private time(at: number): string {
    return this.zoned('time', { hour: 'numeric', minute: '2-digit' }).format(at);
  }

  private dayHere(at: number): string {
    const sameYear = new Date(at).getUTCFullYear() === new Date(now()).getUTCFullYear();
    const year = sameYear ? undefined : ('numeric' as const);
    return this.zoned(`day ${year}`, { day: 'numeric', month: 'short', year }).format(at);
  }

  private daysBetween(earlier: number, later: number): number {
    const format = this.once(
      'days',
      () => new Intl.DateTimeFormat('en-CA', { timeZone: this.timeZone, dateStyle: 'short' }),
    );
    const day = (at: number) => Date.parse(`${format.format(at)}T00:00:00Z`);
    return Math.round((day(later) - day(earlier)) / DAY);
  }

  private relative(value: number, unit: Intl.RelativeTimeFormatUnit): string {
    return this.once('relative', () => new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto', style: 'short' }))
      .format(value, unit);
  }

  private decimal(text: string, digits: number, signDisplay: 'auto' | 'exceptZero'): string {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay };
    return this.once(`decimal ${digits} ${signDisplay}`, () => new Intl.NumberFormat(this.locale, options))
      .format(text as `${number}`);
  }

  /** Undefined for a code that is none. Digits that the currency usually does not have are kept. */
  private moneyFormat(currency: string, digits: number, signDisplay: 'auto' | 'exceptZero') {
    const options: Intl.NumberFormatOptions = { style: 'currency', currency, signDisplay };
    const usual = valid(() => new Intl.NumberFormat(this.locale, options));
    const most = usual?.resolvedOptions().maximumFractionDigits ?? 0;
    if (!usual || digits <= most) return usual;
    return new Intl.NumberFormat(this.locale, { ...options, maximumFractionDigits: digits });
  }

  private unit(value: number, unit: string, digits: number): string {
    const options: Intl.NumberFormatOptions = {
      style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits,
    };
    return this.once(`unit ${unit} ${digits}`, () => new Intl.NumberFormat(this.locale, options)).format(value);
  }

  private dayFormat(style: DayStyle, withYear: boolean): Intl.DateTimeFormat {
    const options = { ...DAY_STYLES[style], ...(withYear ? { year: 'numeric' as const } : {}), timeZone: 'UTC' };
    return this.once(`utc ${style} ${withYear}`, () => new Intl.DateTimeFormat(this.locale, options));
  }

  private zoned(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.once(name, () => new Intl.DateTimeFormat(this.locale, { ...options, timeZone: this.timeZone }));
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
}

const shared = new Map<string, Formats>();

/** The formats of a locale and zone; elements of one page share them. */
export function formatsFor(locale?: string, timeZone?: string): Formats {
  const name = `${locale ?? ''} ${timeZone ?? ''}`;
  let formats = shared.get(name);
  if (!formats) shared.set(name, (formats = new Formats(locale, timeZone)));
  return formats;
}

function utc(text: string): Date | undefined {
  const at = Date.parse(`${text.length === 7 ? `${text}-01` : text}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at);
}

function systemLocale(): string {
  return globalThis.navigator?.language || 'en';
}

function valid<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
