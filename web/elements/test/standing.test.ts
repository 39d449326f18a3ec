import { describe, expect, it } from 'vitest';
import type { Transaction } from '@mingus-sync/client';
import { transactions } from '../examples/data-ledger';
import { formatsFor } from '../src/format';
import { en } from '../src/messages/en';
import '../src/messages/en-views';
import { spoken, standingOf } from '../src/standing';
import { categoryOf } from '../src/transactions-columns';

const f = formatsFor('en-US', 'UTC');

describe('How an account stands', () => {
  const active = { status: 'active', openFindings: 0, coverageState: 'complete' } as const;
  const word = (more: object) => standingOf({ ...active, ...more }, f, en).word;

  it('is current where its newest data is and nothing is missing', () => {
    expect(standingOf(active, f, en)).toMatchObject({ word: 'Current', mark: { tone: 'ok' } });
    expect(word({ coverageState: 'limited_by_bank' })).toBe('Current');
  });

  it('tells current data from a complete history', () => {
    const missing = standingOf({ ...active, coverageState: 'running' }, f, en);
    expect(missing).toMatchObject({ word: 'Current, but older days are missing', mark: { tone: 'info' } });
  });

  it('says first that something does not add up, and what keeps it from being current before all', () => {
    expect(word({ openFindings: 2, coverageState: 'running' })).toBe('2 things do not add up');
    expect(word({ openFindings: 2, status: 'needs_attention' })).toBe('Needs you');
    expect(word({ status: 'stale', coverageState: 'running' })).toBe('Not updated lately');
    expect(word({ status: 'disconnected' })).toBe('Disconnected');
  });

  it('has a word for what a newer server says', () => {
    expect(standingOf({ ...active, status: 'new' as never }, f, en).mark.tone).toBe('quiet');
  });
});

describe('The category of a transaction', () => {
  const of = (more: Partial<Transaction>) => categoryOf({ ...transactions[0]!, ...more }, en);
  const provided = (primary: string) => of({ providerCategory: { primary, path: [primary] } });

  it('is the provider’s in plain words, never its code', () => {
    expect(of({ category: 'FOOD_AND_DRINK_COFFEE' })).toBe('Food and drink');
    expect(provided('GENERAL_MERCHANDISE')).toBe('Shopping');
  });

  it('is read out where a code is not known, and empty where there is none', () => {
    expect(provided('MOON_TRAVEL')).toBe('Moon travel');
    expect(of({ category: 'PET_CARE', providerCategory: null })).toBe('Pet care');
    expect(of({ category: null, providerCategory: null })).toBe('');
  });

  it('is the person’s own word as they wrote it', () => {
    expect(of({ category: 'FUN_money', categorySource: 'person' })).toBe('FUN_money');
  });
});

describe('Names of the server', () => {
  it.each([
    ['ITEM_LOGIN_REQUIRED', 'Item login required'],
    ['pendingDate', 'Pending date'],
  ])('%s is %s', (name, words) => expect(spoken(name)).toBe(words));
});
