/**
 * Pictures of every page and state for README, docs and review: `npm run screens` writes them into docs/screens. They
 * are of a standing clock and of stories that are told the same each time: a picture changes when its page does.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { lookAt, settled } from './support/looks';
import { evening, quiet, setClock, troubled, well } from './support/stories';
import { expect, test, visit } from './support/test';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/screens');
const wide = { width: 1280, height: 900 };
const looks = {
  light: { viewport: wide },
  dark: { viewport: wide, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 } },
  'phone-dark': { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
} as const;
type Look = keyof typeof looks;

test.use({
  moment: evening,
  settings: quiet,
  expected: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/],
});
test.setTimeout(400_000);

test.beforeEach(({ page }) =>
  page.addInitScript(() => localStorage.setItem('mingus:look', JSON.stringify({ autoSync: false }))),
);

test('of an overview that has nothing to show', async ({ page, product }) => {
  await setClock(product, page, evening);
  await visit(page, '/');
  await picture(page, 'overview-empty', 'light');
});

test('of pages on which all is well', async ({ page, product, bank, context }) => {
  const accountId = await well({ product, bank, page });
  await visit(page, '/');
  for (const look of ['light', 'dark', 'phone'] as const) await picture(page, `overview-${look}`, look);
  await visit(page, `/accounts/${accountId}`);
  for (const look of ['light', 'dark', 'phone'] as const) await picture(page, `account-${look}`, look);
  await visit(page, '/activity');
  await picture(page, 'activity-light', 'light');
  await visit(page, '/system');
  await picture(page, 'system-light', 'light');
  await visit(page, '/settings');
  await picture(page, 'settings-light', 'light');
  await picture(page, 'settings-phone', 'phone-dark');

  await page.route('**/api/**', () => {});
  await visit(page, '/');
  await page.waitForTimeout(1_500);
  await picture(page, 'overview-loading', 'light', false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await visit(page, '/');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
  await settled(page);
  await context.setOffline(true);
  await expect(page.locator('.line-banner')).toContainText('Not connected', { timeout: 60_000 });
  await picture(page, 'overview-offline', 'light');
});

test('of what needs somebody', async ({ page, product, bank }) => {
  const { gapId } = await troubled({ product, bank, page });
  await visit(page, '/');
  await picture(page, 'overview-sign-in', 'light');
  await visit(page, `/accounts/${gapId}`);
  await picture(page, 'account-gap', 'light');
  await visit(page, '/duplicates');
  await picture(page, 'duplicates-light', 'light');
  await picture(page, 'duplicates-phone', 'phone');
  await visit(page, '/findings');
  await picture(page, 'findings-light', 'light');
  await picture(page, 'findings-dark', 'dark');
  await visit(page, '/connections');
  await picture(page, 'connections-light', 'light');
});

async function picture(page: Page, name: string, look: Look, isAtRest = true): Promise<void> {
  await lookAt(page, looks[look]);
  if (isAtRest) await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
