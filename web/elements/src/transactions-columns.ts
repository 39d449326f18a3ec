import type { Transaction } from '@mingus-sync/client';
import type { Messages } from './messages/en';
import { spoken } from './standing';

/** Columns of the list of transactions. */
export type Column = 'date' | 'description' | 'category' | 'amount';

const WIDTHS: Record<Column, string> = {
  date: '96px',
  description: 'minmax(0, 1fr)',
  category: 'minmax(0, 0.5fr)',
  amount: 'minmax(96px, auto)',
};

/** The columns that a text names, in its order; words that name none are left out. */
export function columnsOf(text: string): Column[] {
  return text.split(/[\s,]+/).filter((each): each is Column => each in WIDTHS);
}

/** Their widths, as a grid template. */
export const widthsOf = (columns: Column[]): string => columns.map((each) => WIDTHS[each]).join(' ');

/** The person's category as they wrote it, else the provider's in words; one that has none is read out. */
export function categoryOf({ category, categorySource, providerCategory }: Transaction, t: Messages): string {
  if (categorySource === 'person' && category) return category;
  return providedCategory(providerCategory?.primary ?? category ?? '', t);
}

export const providedCategory = (code: string, t: Messages): string => t.category[code] ?? spoken(code);
