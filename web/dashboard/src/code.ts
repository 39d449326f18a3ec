/** The code of each page, by the page's name in its address: a file of its own that comes when somebody goes there. */
export const codeOf: Readonly<Record<string, () => Promise<unknown>>> = {
  '': () => import('./pages/overview'),
  accounts: () => import('./pages/account'),
  duplicates: () => import('./pages/duplicates'),
  findings: () => import('./pages/findings'),
  connections: () => import('./pages/connections'),
  activity: () => import('./pages/activity'),
  system: () => import('./pages/system'),
  settings: () => import('./pages/settings'),
};
