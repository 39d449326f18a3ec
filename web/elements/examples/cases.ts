/** Each element in each state: what the examples page shows and the tests look at. */
import { html, type TemplateResult } from 'lit';
import * as data from './data';
import type { Answers, Mode } from './fake';

export interface Case {
  /** What the state is called on the page. */
  name: string;
  mode?: Mode;
  answers?: Answers;
  show: () => TemplateResult;
}

const loadingAndErrors = (show: () => TemplateResult): Case[] => [
  { name: 'Loading', mode: 'loading', show },
  { name: 'Stale', mode: 'stale', show },
  { name: 'Error', mode: 'error', show },
];

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
};
