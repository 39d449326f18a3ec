/** Every page, empty and filled, as it looks to everybody: nothing moves, axe finds nothing, nothing is too wide. */
import type { Page } from '@playwright/test';
import { type Bank, rows } from './support/bank';
import { pages } from './support/pages';
import { expect, test, visit } from './support/test';

const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
/** The goal of the design: ui.md, section 10. */
const shiftMax = 0.02;

const looks = {
  'wide, light': { viewport: wide },
  'wide, dark': { viewport: wide, colorScheme: 'dark' },
  'phone, light': { viewport: phone },
  'phone, dark': { viewport: phone, colorScheme: 'dark' },
  'forced colours': { viewport: wide, colorScheme: 'dark', contextOptions: { forcedColors: 'active' } },
  'right to left': { viewport: phone, rightToLeft: true },
} as const;

for (const [name, { rightToLeft, ...look }] of Object.entries(looks) as [string, Look][]) {
  test.describe(name, () => {
    test.use(look);
    test.setTimeout(300_000);

    test.beforeEach(({ page }) => (rightToLeft ? page.addInitScript(turn) : undefined));

    test('empty pages stand still and are open to everybody', async ({ page, accessible }) => {
      for (const path of pages) await check(page, path, accessible);
    });

    test('filled pages stand still and are open to everybody', async ({ page, bank, accessible }) => {
      const { accountId, runId } = await fill(bank);
      for (const path of [...pages, `/accounts/${accountId}`, `/activity/${runId}`]) {
        await check(page, path, accessible);
      }
    });
  });
}

interface Look {
  viewport: typeof wide;
  colorScheme?: 'dark';
  contextOptions?: { forcedColors: 'active' };
  rightToLeft?: true;
}

/** Pairs to judge, an account that does not add up, a bank that needs its person. */
async function fill(bank: Bank): Promise<{ accountId: string; runId: string }> {
  await bank.linkTwice('Everyday');
  const { accountId } = await bank.linkDoubtful('Doubtful');
  await bank.api('POST', `/accounts/${accountId}/validate`, { level: 'strict' });
  const broken = await bank.link({ name: 'Broken', rows: rows(3) });
  await bank.error(broken.itemId, 'ITEM_LOGIN_REQUIRED');
  await bank.sync(broken.connection.accounts[0]!, 'transactions');
  // What still runs would change what is shown while it is looked at.
  await expect
    .poll(async () => {
      const { items } = await bank.api('GET', '/runs?limit=50');
      return items.filter((run: { endedAt: string | null }) => run.endedAt === null).length;
    })
    .toBe(0);
  return { accountId, runId: (await bank.api('GET', '/runs?limit=1')).items[0].id };
}

async function check(page: Page, path: string, accessible: () => Promise<void>): Promise<void> {
  await visit(page, path);
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  const { sum, moved } = await shift(page);
  expect(sum, `layout shift of ${path}: ${moved.join('; ')}`).toBeLessThan(shiftMax);
  await test.step(path, () => accessible());
  const width = page.viewportSize()!.width;
  expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
}

/** All that moved since the page was opened, as browsers count it, and what it was. */
function shift(page: Page): Promise<{ sum: number; moved: string[] }> {
  return page.evaluate(
    () =>
      new Promise<{ sum: number; moved: string[] }>((tell) => {
        let sum = 0;
        const moved: string[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
            if (entry.hadRecentInput) continue;
            sum += entry.value;
            for (const { node, previousRect: from, currentRect: to } of entry.sources) {
              const name = node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.nodeName);
              moved.push(`${name} ${from.x},${from.y} to ${to.x},${to.y} at ${entry.startTime.toFixed(0)} ms`);
            }
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => tell({ sum, moved }), 100);

        interface Shift {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
        }
      }),
  );
}

/** Before anything is drawn. */
function turn(): void {
  new MutationObserver((_, observer) => {
    if (!document.documentElement) return;
    document.documentElement.dir = 'rtl';
    observer.disconnect();
  }).observe(document, { childList: true });
}
