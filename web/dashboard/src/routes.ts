import { html } from 'lit';
import type { Route } from './router';

/** The pages. */
export const routes: readonly Route[] = [
  {
    name: '',
    show: (_, query) => html`<dash-overview .first=${query.get('first') ?? ''}></dash-overview>`,
  },
  {
    name: 'accounts',
    show: (id) => html`<dash-account .accountId=${id}></dash-account>`,
  },
  {
    name: 'duplicates',
    show: (id, query) => html`<dash-duplicates .groupId=${id} .view=${query.get('view') ?? ''}></dash-duplicates>`,
  },
  {
    name: 'findings',
    show: (_, query) => html`<dash-findings .view=${query.get('view') ?? ''}></dash-findings>`,
  },
  {
    name: 'connections',
    show: (id) => html`<dash-connections .connectionId=${id}></dash-connections>`,
  },
  {
    name: 'activity',
    show: (id, query) => html`<dash-activity .runId=${id} .view=${query.get('view') ?? ''}></dash-activity>`,
  },
  {
    name: 'system',
    show: () => html`<dash-system></dash-system>`,
  },
  {
    name: 'settings',
    show: (id) => html`<dash-settings .section=${id}></dash-settings>`,
  },
];
