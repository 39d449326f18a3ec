/**
 * Every page as it looked when somebody last agreed to it, in pictures and as a screen reader gets it. The product, its
 * bank and the browser stand at one moment; fonts.conf gives the font. `npm run looks` compares with snapshots/,
 * `npm run looks:accept` takes the new look for right.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { type Look, looks, lookAt, settled } from './support/looks';
import { evening, quiet, setClock, troubled, well } from './support/stories';
import { expect, test, visit } from './support/test';

const fonts = join(dirname(fileURLToPath(import.meta.url)), '../fonts.conf');
const all = Object.keys(looks) as Look[];
const two: Look[] = ['light', 'phone'];

test.use({
  moment: evening,
  settings: quiet,
  launchOptions: {
    executablePath: process.env['MINGUS_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-lcd-text'],
    env: { ...process.env, FONTCONFIG_FILE: fonts } as Record<string, string>,
  },
  // What is cut off on purpose is told by the browser's console too.
  expected: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/],
});
test.setTimeout(180_000);

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    // Pauses between tries are spread by chance, and told.
    Math.random = () => 0.5;
    // Nothing is asked for but by the story.
    localStorage.setItem('mingus:look', JSON.stringify({ autoSync: false }));
  });
});

test('nothing is linked yet, nothing has come yet, nothing comes any more', async ({ page, product, context }) => {
  await setClock(product, page, evening);
  await visit(page, '/');
  await compare(page, 'empty', all);

  await page.route('**/api/**', () => {});
  await visit(page, '/');
  // After a second words say that it takes a while.
  await page.waitForTimeout(1_500);
  await compare(page, 'loading', two, false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await visit(page, '/');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
  await context.setOffline(true);
  await expect(page.locator('.line-banner')).toContainText('Not connected', { timeout: 60_000 });
  await compare(page, 'offline', two);
});

test('all is well', async ({ page, product, bank }) => {
  const accountId = await well({ product, bank, page });
  const pages = {
    overview: '/',
    account: `/accounts/${accountId}`,
    findings: '/findings',
    activity: '/activity',
    insights: '/system',
    settings: '/settings',
  };
  for (const [name, path] of Object.entries(pages)) {
    await visit(page, path);
    await compare(page, `well-${name}`, all);
  }
});

test('something of everything is wrong', async ({ page, product, bank }) => {
  const { gapId } = await troubled({ product, bank, page });
  const pages = {
    overview: '/',
    account: `/accounts/${gapId}`,
    duplicates: '/duplicates',
    findings: '/findings',
    banks: '/connections',
    decisions: '/activity?view=decisions',
  };
  for (const [name, path] of Object.entries(pages)) {
    await visit(page, path);
    await compare(page, `wrong-${name}`, all);
  }
  await page.locator('#bell').click();
  await expect(page.locator('mingus-notifications')).toContainText('sign in');
  await compare(page, 'notifications', two);
});

/** Soft: one run tells everything that differs. */
async function compare(page: Page, name: string, which: Look[], isAtRest = true): Promise<void> {
  if (isAtRest) await settled(page);
  for (const look of which) {
    await lookAt(page, looks[look]);
    if (isAtRest) await settled(page);
    await expect.soft(page).toHaveScreenshot(`${name}-${look}.png`);
  }
  await lookAt(page, looks.light);
  expect.soft(await heard(page)).toMatchSnapshot(`${name}.txt`);
}

/** The accessibility tree as text, with ids that are of this run only left out. */
async function heard(page: Page): Promise<string> {
  const tree = await page.locator('body').ariaSnapshot();
  return `${tree.replace(/\b([a-z]{2,5})_[0-9a-f]{32}\b/g, '$1_…')}\n`;
}
