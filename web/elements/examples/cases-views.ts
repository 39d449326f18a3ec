/** Elements about what is held: transactions, history, duplicates, findings. */
import { html } from 'lit';
import { loadingAndErrors, type Case } from './case';
import * as data from './data';
import * as ledger from './data-ledger';

const transactions = () => html`<mingus-transactions account-id="acc_1" height="440px"></mingus-transactions>`;
const coverage = () => html`<mingus-coverage account-id="acc_1"></mingus-coverage>`;
const duplicates = () => html`<mingus-duplicates></mingus-duplicates>`;
const findings = () => html`<mingus-findings></mingus-findings>`;

export const views: Record<string, Case[]> = {
  'mingus-transactions': [
    { name: 'Ten thousand', show: transactions },
    { name: 'Long texts', answers: { transactions: ledger.longTransactions }, show: transactions },
    {
      name: 'Comfortable, two columns',
      show: () => html`<mingus-transactions
        account-id="acc_1"
        height="240px"
        density="comfortable"
        columns="description amount"
      ></mingus-transactions>`,
    },
    {
      name: 'Nothing found',
      show: () => html`<mingus-transactions account-id="acc_1" height="260px" query="zzz"></mingus-transactions>`,
    },
    { name: 'Empty', answers: { transactions: [] }, show: transactions },
    ...loadingAndErrors(transactions),
  ],
  'mingus-coverage': [
    { name: 'Gaps, being filled', show: coverage },
    { name: 'Limited by the bank', answers: { coverage: data.limitedCoverage }, show: coverage },
    { name: 'Waiting for the bank', answers: { coverage: data.waitingCoverage }, show: coverage },
    {
      name: 'Calendar of six months',
      answers: { coverage: { ...data.coverage, wanted: { from: '2024-08-20', to: '2025-08-20' } } },
      show: () => html`<mingus-coverage account-id="acc_1" months="6" layout="calendar"></mingus-coverage>`,
    },
    { name: 'Empty', answers: { coverage: { ...data.coverage, wanted: null } }, show: coverage },
    ...loadingAndErrors(coverage),
  ],
  'mingus-duplicates': [
    { name: 'To review', show: duplicates },
    { name: 'Linked', show: () => html`<mingus-duplicates state="linked"></mingus-duplicates>` },
    { name: 'Kept apart', show: () => html`<mingus-duplicates state="dismissed" no-keys></mingus-duplicates>` },
    { name: 'Empty', answers: { duplicates: [] }, show: duplicates },
    ...loadingAndErrors(duplicates),
  ],
  'mingus-findings': [
    { name: 'Open', show: findings },
    { name: 'Errors only', show: () => html`<mingus-findings severity="error"></mingus-findings>` },
    { name: 'Empty', answers: { findings: [] }, show: findings },
    ...loadingAndErrors(findings),
  ],
};
