/**
 * Every page as it looked when somebody last agreed to it, in pictures and as a screen reader gets it. The product, its
 * bank and the browser stand at one moment; fonts.conf gives the font. `npm run looks` compares with snapshots/,
 * `npm run looks:accept` takes the new look for right.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { agreeTo, whyNotCompared } from './drawn';
import { type Look, looks, lookAt, settled } from './looks';
import { quiet } from './stories';
import { expect, test } from './test';

const fonts = join(dirname(fileURLToPath(import.meta.url)), '../../fonts.conf');
export const all = Object.keys(looks) as Look[];
export const two: Look[] = ['light', 'phone'];
export const one: Look[] = ['light'];

/** A page to be looked at: what its pictures are called, where it is, and which looks are kept. */
export type Shown = [name: string, path: string, which: Look[]];

/** Why no picture is compared here; what a screen reader gets is the same everywhere. */
let whyNot = '';

/**
 * Prepares the tests of a file. Each file has a product of its own that begins at a moment of its own: ids come of what
 * happened before, and they order what has the same moment.
 */
export function stageAt(moment: string): void {
  test.use({
    user: async ({}, use) => use('somebody'),
    moment,
    // Half the size: small enough to be kept, and a moved pixel still shows.
    deviceScaleFactor: 0.5,
    settings: quiet,
    launchOptions: {
      executablePath: process.env['MINGUS_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-lcd-text'],
      env: { ...process.env, FONTCONFIG_FILE: fonts } as Record<string, string>,
    },
    // What is cut off on purpose is told by the browser's console too.
    expected: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/],
  });
  test.setTimeout(400_000);

  test.beforeAll(({ browser }, { config }) => {
    if (config.updateSnapshots !== 'none') agreeTo(browser);
    whyNot = whyNotCompared(browser);
  });

  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      // Pauses between tries are spread by chance, and told.
      Math.random = () => 0.5;
      // Nothing is asked for but by the story.
      localStorage.setItem('mingus:look', JSON.stringify({ autoSync: false }));
    });
  });
}

/** Skipped, with the reason, where pictures say nothing. */
export function tellWhyNot(): void {
  if (whyNot) console.log(`Note: pictures of pages are not compared: ${whyNot}.`);
  test.skip(whyNot !== '', whyNot);
}

/** Soft: one run tells everything that differs. */
export async function compare(page: Page, name: string, which: Look[], isAtRest = true): Promise<void> {
  if (isAtRest) await settled(page);
  for (const look of which) {
    await lookAt(page, looks[look]);
    if (isAtRest) await settled(page);
    if (!whyNot) await expect.soft(page).toHaveScreenshot(`${name}-${look}.png`);
  }
  await lookAt(page, looks.light);
  expect.soft(await heard(page)).toMatchSnapshot(`${name}.txt`);
}

/** What the server says of its own process. */
const own = /(- term: (?:Up for|Memory|of it data|Computing, in all)\n\s*- definition: ).*/g;

/** The accessibility tree as text, without ids and figures that are of this run only. */
async function heard(page: Page): Promise<string> {
  const tree = await page.locator('body').ariaSnapshot();
  return `${tree.replace(/\b([a-z]{2,5})_[0-9a-f]{32}\b/g, '$1_…').replace(own, '$1…')}\n`;
}
