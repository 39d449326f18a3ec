import type { Formats } from './format';

/** What the server writes among words in a form for all languages: days, moments in UTC, amounts with a code. */
const DAYS = /\b(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d)| (\d\d:\d\d) UTC)?\b/g;
const AMOUNTS = /(?<![\w.:-])(-?\d+(?:\.\d+)?) ([A-Z]{3})\b/g;

/** A sentence of the server, with its days, moments and amounts as a person's language writes them. */
export function sentence(text: string, f: Formats): string {
  return text
    .replace(DAYS, (_, day: string, to?: string, time?: string) =>
      time ? f.moment(`${day}T${time}Z`) : to ? f.days(day, to) : f.day(day),
    )
    .replace(AMOUNTS, (_, amount: string, currency: string) => f.money(amount, { currency }));
}
