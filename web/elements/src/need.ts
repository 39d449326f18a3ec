/** What a connection needs of its person, if anything: what is so, what it means, what to do. */
import type { Connection } from '@mingus-sync/client';
import { now } from './clock';
import type { Formats } from './format';
import type { IconName } from './icons';
import type { Messages } from './messages/en';

export interface Need {
  connection: Connection;
  tone: 'bad' | 'warn' | 'info';
  icon: IconName;
  text: string;
  /** What the button says; empty where there is nothing to do but wait. */
  action: string;
}

/** Renewing is offered this long before a permission ends. */
const RENEW_DAYS = 30;

const PERSONAL = ['relink', 'renew', 'choose_accounts'];

export function needOf(connection: Connection, f: Formats, t: Messages): Need | undefined {
  const { error, notice, status } = connection;
  const bank = connection.institution.name;
  if (status === 'disconnected') {
    return { connection, tone: 'warn', icon: 'off', text: t.disconnected(bank), action: t.relinkAction };
  }
  const fault = error ?? notice ?? undefined;
  const action = connection.action ?? fault?.action;
  if (action === 'relink') return { connection, tone: 'bad', icon: 'alert', ...signIn(connection, f, t) };
  if (action === 'renew' || endsSoon(connection)) {
    return { connection, tone: 'warn', icon: 'clock', ...renew(connection, f, t) };
  }
  if (!fault) return undefined;
  if (action === 'wait' || action === 'retry') {
    return { connection, tone: 'info', icon: 'clock', text: waiting(connection, fault.retryAt, f, t), action: '' };
  }
  const word = PERSONAL.includes(action ?? '') ? t.chooseAccountsAction : '';
  return { connection, tone: error ? 'bad' : 'warn', icon: 'alert', text: fault.detail, action: word };
}

function signIn({ institution, lastSuccessAt }: Connection, f: Formats, t: Messages) {
  const text = lastSuccessAt ? t.signIn(institution.name, f.moment(lastSuccessAt)) : t.signInNoDate(institution.name);
  return { text, action: t.signInAction(institution.name) };
}

function renew({ institution, consentExpiresAt, notice }: Connection, f: Formats, t: Messages) {
  const text = consentExpiresAt
    ? t.consentEnds(institution.name, f.moment(consentExpiresAt))
    : (notice?.detail ?? t.consentEndsSoon(institution.name));
  return { text, action: t.renewAction };
}

function endsSoon({ consentExpiresAt }: Connection): boolean {
  return !!consentExpiresAt && Date.parse(consentExpiresAt) - now() < RENEW_DAYS * 86_400_000;
}

function waiting(connection: Connection, retryAt: string | null | undefined, f: Formats, t: Messages): string {
  const bank = connection.institution.name;
  const code = connection.error?.code ?? connection.notice?.code ?? '';
  if (retryAt && /limit|throttl/.test(code)) return t.throttled(bank, f.moment(retryAt));
  return connection.lastSuccessAt ? t.bankDown(bank, f.moment(connection.lastSuccessAt)) : t.bankDownNoDate(bank);
}
