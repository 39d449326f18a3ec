/** Elements that tell: the balance's history, figures, notifications, toasts. */
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { MingusToasts } from '../src/toasts';
import { loadingAndErrors, type Case } from './case';
import * as ledger from './data-ledger';

const chart = () => html`<mingus-balance-chart account-id="acc_1"></mingus-balance-chart>`;
const metrics = () => html`<mingus-metrics></mingus-metrics>`;
const notifications = () => html`<mingus-notifications></mingus-notifications>`;

/** Toasts are told, not read: the page's own code calls `notify`. */
function tell(element: Element | undefined): void {
  const toasts = element as MingusToasts | undefined;
  toasts?.notify({ text: 'Everyday checking: 14 new, 2 changed, 1 duplicate linked', action: 'See changes' });
  toasts?.notify({ text: 'Linked as the same transaction.', action: 'Undo', tone: 'info' });
  toasts?.notify({
    text: 'The sync of Gemeinschaftskonto für Haushalt und Rücklage did not start: the server cannot be reached.',
    tone: 'bad',
  });
}

export const news: Record<string, Case[]> = {
  'mingus-balance-chart': [
    { name: 'Six months, some days off', show: chart },
    { name: 'One balance', answers: { balances: ledger.balances.slice(0, 1) }, show: chart },
    { name: 'Empty', answers: { balances: [] }, show: chart },
    ...loadingAndErrors(chart),
  ],
  'mingus-metrics': [
    { name: 'Normal', show: metrics },
    {
      name: 'Empty',
      answers: {
        metricsSummary: { ...ledger.metricsSummary, runs: { counted: 0, since: null, types: [], errors: [] } },
      },
      show: metrics,
    },
    ...loadingAndErrors(metrics),
  ],
  'mingus-notifications': [
    { name: 'Normal', show: notifications },
    { name: 'Empty', answers: { notifications: [] }, show: notifications },
    ...loadingAndErrors(notifications),
  ],
  'mingus-toasts': [
    {
      name: 'Three at most',
      show: () => html`<mingus-toasts placement="inline" ${ref(tell)}></mingus-toasts>`,
    },
  ],
};
