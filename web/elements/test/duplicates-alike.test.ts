import { describe, expect, it } from 'vitest';
import { decided, duplicates } from '../examples/data-ledger';
import { alikeOf } from '../src/duplicates-alike';

describe('Questions that one answer fits', () => {
  const [one, other] = [duplicates[0]!, duplicates[1]!];
  const twin = { ...one, id: 'dup_9', reasons: one.reasons.map((each) => ({ ...each, text: `${each.text} 24` })) };
  const idsOf = (all: { id: string }[]): string[] => all.map((each) => each.id);

  it('are of one account, between the same sources, for the same reasons; numbers in a reason are no kind', () => {
    expect(idsOf(alikeOf(one, [one, other, { ...twin, reasons: one.reasons }]))).toEqual(['dup_1', 'dup_9']);
    const reasons = twin.reasons.map((each) => ({ ...each, text: `${each.text}5` }));
    const numbered = { ...twin, id: 'dup_8', reasons };
    expect(idsOf(alikeOf(twin, [one, twin, numbered]))).toEqual(['dup_9', 'dup_8']);
  });

  it('not those of another account or source, nor what was answered', () => {
    const elsewhere = { ...one, id: 'dup_5', accountId: 'acc_2' };
    const source = { ...one, id: 'dup_6', records: one.records.map((each) => ({ ...each, feedId: 'fed_other' })) };
    expect(idsOf(alikeOf(one, [one, elsewhere, source, ...decided]))).toEqual(['dup_1']);
  });
});
