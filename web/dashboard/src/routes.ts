import { html } from 'lit';
import type { Route } from './router';

/** The pages. Each is a file of its own that comes when somebody goes there. */
export const routes: readonly Route[] = [
  {
    name: '',
    load: () => import('./pages/overview'),
    show: (_, query) => html`<dash-overview .first=${query.get('first') ?? ''}></dash-overview>`,
  },
  {
    name: 'accounts',
    load: () => import('./pages/account'),
    show: (id) => html`<dash-account .accountId=${id}></dash-account>`,
  },
  {
    name: 'duplicates',
    load: () => import('./pages/duplicates'),
    show: (id, query) => html`<dash-duplicates .groupId=${id} .view=${query.get('view') ?? ''}></dash-duplicates>`,
  },
  {
    name: 'findings',
    load: () => import('./pages/findings'),
    show: (_, query) => html`<dash-findings .view=${query.get('view') ?? ''}></dash-findings>`,
  },
  {
    name: 'connections',
    load: () => import('./pages/connections'),
    show: (id) => html`<dash-connections .connectionId=${id}></dash-connections>`,
  },
  {
    name: 'activity',
    load: () => import('./pages/activity'),
    show: (id, query) => html`<dash-activity .runId=${id} .view=${query.get('view') ?? ''}></dash-activity>`,
  },
  {
    name: 'system',
    load: () => import('./pages/system'),
    show: () => html`<dash-system></dash-system>`,
  },
  {
    name: 'settings',
    load: () => import('./pages/settings'),
    show: (id) => html`<dash-settings .section=${id}></dash-settings>`,
  },
];
