/** Each element in each state: what the examples page shows and the tests look at. */
import { html } from 'lit';
import { loadingAndErrors, type Case } from './case';
import * as data from './data';
import { news } from './cases-news';
import { views } from './cases-views';
import { work } from './cases-work';

const accounts = () => html`<mingus-accounts selected="acc_1"></mingus-accounts>`;
const card = () => html`<mingus-account-card account-id="acc_1"></mingus-account-card>`;

export const cases: Record<string, Case[]> = {
  'mingus-accounts': [
    { name: 'Normal, by bank', show: accounts },
    { name: 'By kind', show: () => html`<mingus-accounts group="kind"></mingus-accounts>` },
    { name: 'Long names and large amounts', answers: { accounts: data.longAccounts }, show: accounts },
    { name: 'Empty', answers: { accounts: [] }, show: accounts },
    ...loadingAndErrors(accounts),
  ],
  'mingus-account-card': [
    { name: 'Normal', show: card },
    {
      name: 'Something does not add up',
      show: () => html`<mingus-account-card account-id="acc_3"></mingus-account-card>`,
    },
    { name: 'Long name and large amounts', answers: { accounts: data.longAccounts }, show: card },
    { name: 'Empty', answers: { accounts: [] }, show: card },
    ...loadingAndErrors(card),
  ],
  ...work,
  ...views,
  ...news,
};
