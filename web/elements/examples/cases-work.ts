/** Elements about syncing: what goes on, what it came to, what stands in its way. */
import { html } from 'lit';
import { loadingAndErrors, type Case } from './case';
import * as data from './data';

const status = () => html`<mingus-sync-status account-id="acc_1"></mingus-sync-status>`;
const button = () => html`<mingus-sync-button account-id="acc_1" menu></mingus-sync-button>`;
const notice = () => html`<mingus-notice></mingus-notice>`;
const progress = () => html`<mingus-progress run-id="run_2"></mingus-progress>`;
const result = () => html`<mingus-result run-id="run_1" open></mingus-result>`;
const runs = () => html`<mingus-runs limit="20"></mingus-runs>`;

const needsSignIn = { ...data.status, phase: 'needs_attention', connection: data.connections[1] };
const [healthy, signIn] = data.connections;
const consent = { ...healthy!, id: 'con_3', consentExpiresAt: '2026-09-12T00:00:00Z' };
const limited = {
  ...healthy!, id: 'con_4',
  error: { code: 'rate_limited', detail: '', action: 'wait', retryAt: data.minutesAgo(-18) },
};
const down = { ...healthy!, id: 'con_5', error: { code: 'bank_down', detail: '', action: 'wait' } };
const gone = {
  ...signIn!, id: 'con_6', status: 'disconnected', error: null, action: null,
  institution: data.longAccounts[0]!.institution,
};

export const work: Record<string, Case[]> = {
  'mingus-sync-status': [
    { name: 'Idle', show: status },
    { name: 'Running', answers: { status: data.runningStatus }, show: status },
    { name: 'Needs a sign-in', answers: { status: needsSignIn }, show: status },
    { name: 'Something does not add up', answers: { status: { ...data.status, openFindings: 2 } }, show: status },
    { name: 'Badge', show: () => html`<mingus-sync-status account-id="acc_1" variant="badge"></mingus-sync-status>` },
    ...loadingAndErrors(status),
  ],
  'mingus-sync-button': [
    { name: 'With a menu', show: button },
    {
      name: 'Primary, all accounts',
      show: () => html`<mingus-sync-button bulk menu variant="primary"></mingus-sync-button>`,
    },
    {
      name: 'One type',
      show: () => html`<mingus-sync-button account-id="acc_1" type="validate"></mingus-sync-button>`,
    },
    { name: 'Busy', answers: { status: data.runningStatus }, show: button },
    { name: 'No account', show: () => html`<mingus-sync-button></mingus-sync-button>` },
    ...loadingAndErrors(button),
  ],
  'mingus-notice': [
    { name: 'Sign-in needed', show: notice },
    {
      name: 'Every kind',
      answers: { connections: [signIn, consent, limited, down, gone] },
      show: notice,
    },
    { name: 'In a line', show: () => html`<mingus-notice variant="line" connection-id="con_2"></mingus-notice>` },
    { name: 'All is well (nothing)', answers: { connections: [healthy] }, show: notice },
  ],
  'mingus-progress': [
    { name: 'Counted', show: progress },
    {
      name: 'Total not known',
      answers: {
        run: {
          ...data.backfillRun, startedAt: data.minutesAgo(4),
          progress: { stage: 'fetch', unit: 'records', done: 1250, text: 'Reading transactions' },
        },
      },
      show: progress,
    },
    {
      name: 'Of an account',
      answers: { status: data.runningStatus },
      show: () => html`<mingus-progress account-id="acc_1"></mingus-progress>`,
    },
    ...loadingAndErrors(progress),
  ],
  'mingus-result': [
    { name: 'Done', answers: { run: data.emptyRun }, show: result },
    { name: 'Partly done', answers: { run: data.runs[2] }, show: result },
    { name: 'Failed', answers: { run: data.runs[3] }, show: result },
    { name: 'Not needed', answers: { run: data.runs[4] }, show: result },
    ...loadingAndErrors(result),
  ],
  'mingus-runs': [
    { name: 'Normal', show: runs },
    { name: 'Empty', answers: { runs: [] }, show: runs },
    ...loadingAndErrors(runs),
  ],
};
