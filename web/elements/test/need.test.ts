import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, connections } from '../examples/data';
import { fixTime } from '../src/clock';
import { formatsFor } from '../src/format';
import { en } from '../src/messages/en';
import { needOf } from '../src/need';

const f = formatsFor('en-US', 'UTC');
const [healthy, signIn] = connections;

describe('What a connection needs of its person', () => {
  beforeEach(() => fixTime(AT));
  afterEach(() => fixTime(undefined));

  it('is nothing while it is healthy', () => {
    expect(needOf(healthy!, f, en)).toBeUndefined();
  });

  it('is a sign-in, with what still holds', () => {
    expect(needOf(signIn!, f, en)).toMatchObject({
      tone: 'bad',
      text: 'Banque Lavande needs you to sign in again. Balances are from Aug 3; nothing is lost.',
      action: 'Sign in at Banque Lavande',
    });
  });

  it('is a renewal a month before a permission ends, not earlier', () => {
    const ends = (consentExpiresAt: string) => needOf({ ...healthy!, consentExpiresAt }, f, en)?.action;
    expect(ends('2026-09-12T00:00:00Z')).toBe('Renew');
    expect(ends('2026-10-12T00:00:00Z')).toBeUndefined();
  });

  it('is patience where a bank limits or does not answer: nothing to press', () => {
    const error = { code: 'rate_limited', detail: '', action: 'wait', retryAt: '2026-08-20T14:30:00Z' };
    const limited = needOf({ ...healthy!, error }, f, en);
    expect(limited?.text.replace(/\s/g, ' ')).toContain('Next try at 2:30 PM');
    expect(limited?.action).toBe('');
    const down = needOf({ ...healthy!, error: { code: 'bank_down', detail: '', action: 'wait' } }, f, en);
    expect(down?.text).toContain('is not answering. We keep trying');
  });

  it('tells in the server’s words what it does not know', () => {
    const error = { code: 'new_kind', detail: 'The bank changed its doors.', action: 'contact_bank' };
    expect(needOf({ ...healthy!, error }, f, en)).toMatchObject({ text: 'The bank changed its doors.', action: '' });
  });
});
