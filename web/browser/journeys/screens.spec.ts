/**
 * Pictures of every page and state, for README, docs and review: `npm run screens` writes them into docs/screens.
 * Without MINGUS_SCREENS they are made into the tests' own output, so that the way to them stays whole.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, TestInfo } from '@playwright/test';
import { rows } from './support/bank';
import { expect, linkBank, test, visit } from './support/test';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

async function picture(page: Page, info: TestInfo, name: string): Promise<void> {
  const folder = process.env['MINGUS_SCREENS'] ? join(root, 'docs/screens') : info.outputPath('screens');
  mkdirSync(folder, { recursive: true });
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

test.describe('pictures', () => {
  test.setTimeout(300_000);

  test('of every page, in each look', async ({ page, bank }, info) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
    await inEachLook(page, async (look) => picture(page, info, `empty-${look}`));

    await linkBank(page, 'First Platypus Bank');
    await expect(page.getByRole('heading', { name: 'The first sync is done' })).toBeVisible({ timeout: 60_000 });
    await picture(page, info, 'first-sync-light');
    await expect(page.getByRole('link', { name: /History.*Complete in every account/ })).toBeVisible({
      timeout: 60_000,
    });
    const everyday = (await bank.accounts())[0]!.id;
    await bank.sync(everyday, 'full');
    await bank.linkTwice('Household');
    const run = (await bank.api('GET', '/runs?limit=500')).items.at(-1).id;

    const pages: Record<string, string> = {
      overview: '/',
      account: `/accounts/${everyday}`,
      duplicates: '/duplicates',
      findings: '/findings',
      history: '/findings?view=history',
      balances: '/findings?view=balances',
      banks: '/connections',
      activity: '/activity',
      run: `/activity/${run}`,
      decisions: '/activity?view=decisions',
      insights: '/system',
      settings: '/settings',
      'settings-look': '/settings/look',
      webhooks: '/settings/webhooks',
    };
    for (const [name, path] of Object.entries(pages)) {
      await visit(page, path);
      await inEachLook(page, async (look) => picture(page, info, `${name}-${look}`));
    }
  });

  test('of what needs somebody', async ({ page, bank }, info) => {
    const { accountId } = await bank.linkDoubtful('Everyday');
    await bank.ended((await bank.api('POST', `/accounts/${accountId}/validate`, { level: 'strict' })).id);
    const broken = await bank.link({ name: 'Savings', rows: rows(6) });
    await bank.error(broken.itemId, 'ITEM_LOGIN_REQUIRED');
    await bank.sync(broken.connection.accounts[0]!, 'transactions');
    for (const [name, path] of Object.entries({ attention: '/', discrepancy: '/findings', repair: '/connections' })) {
      await visit(page, path);
      await inEachLook(page, async (look) => picture(page, info, `${name}-${look}`));
    }
    await page.locator('#bell').click();
    await expect(page.locator('mingus-notifications')).toContainText('sign in');
    await picture(page, info, 'notifications-light');
  });

  test('of a history that is being filled', async ({ page, bank }, info) => {
    const { accountId } = await bank.linkLate(
      'Everyday',
      rows(30).map((row, i) => ({ ...row, daysAgo: 2 + i * 24 })),
    );
    await visit(page, `/accounts/${accountId}`);
    await picture(page, info, 'gaps-light');
    await page
      .locator('mingus-coverage')
      .getByRole('button', { name: /Fill the gap/ })
      .click();
    await expect(page.locator('mingus-coverage')).toContainText(/[5-9] of 25 windows/, { timeout: 60_000 });
    await page.screenshot({ path: info.outputPath('backfill.png') });
  });
});

async function inEachLook(page: Page, take: (look: string) => Promise<void>): Promise<void> {
  for (const { name, colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await take(name);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(looks[0].viewport);
}
