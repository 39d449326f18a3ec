/** A test has a person of its own, whose browser complains of nothing. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { Bank } from './bank';
import { Product } from './product';

export { expect };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Fixtures {
  user: string;
  bank: Bank;
  /** Complaints to expect, by their words; all others fail the test. */
  expected: RegExp[];
  /** axe finds nothing on the page as it is. */
  accessible: (page?: Page) => Promise<void>;
}

let people = 0;

interface Start {
  product: Product;
  settings: string[];
  /** The moment at which the clocks of product, bank and browser stand still; real time when left out. */
  moment: string | undefined;
}

export const test = base.extend<Fixtures, Start>({
  settings: [[], { scope: 'worker', option: true }],
  moment: [undefined, { scope: 'worker', option: true }],
  product: [
    async ({ settings, moment }, use) => {
      const product = await Product.start(settings, moment);
      await use(product);
      await product.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  user: async ({}, use, info) => use(`person-${info.workerIndex}-${++people}`),
  extraHTTPHeaders: async ({ user }, use) => use({ 'Mingus-User': user }),
  bank: async ({ product, user }, use) => {
    const bank = new Bank(product, user);
    await use(bank);
    await bank.behave();
  },
  expected: [[], { option: true }],
  context: async ({ context, product, expected }, use) => {
    const complaints: string[] = [];
    const tell = (text: string): void => {
      if (!expected.some((each) => each.test(text))) complaints.push(text);
    };
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) tell(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => tell(error.error().stack ?? error.error().message));
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && ![product.url, product.bank].includes(origin))
        tell(`foreign: ${request.url()}`);
    });
    await use(context);
    expect(complaints, 'console errors, CSP violations, foreign requests').toEqual([]);
  },
  accessible: async ({ page }, use) =>
    use(async (which = page) => {
      await settled(which);
      const found = await check(which);
      expect(found, 'what axe finds').toEqual([]);
    }),
});

/** Nothing moves any more: fonts are there and transitions are over. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished),
    );
  });
}

/** Runs in a world of its own, which the page's content security policy does not bind. */
async function check(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  await session.send('Runtime.evaluate', { contextId, expression: axe });
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, ${options}).then((found) => found.violations.flatMap((one) =>
      one.nodes.map((node) => one.id + ': ' + node.target.join(' ') + ' - ' + node.failureSummary)))`,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result.value as string[];
}

/** Goes through the bank's page as a person does. */
export async function goThroughBank(page: Page, bank: string): Promise<void> {
  await page.locator('#link-bank').click();
  await page.locator("form[action='/link'] button", { hasText: bank }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

/** The same, and back on a page of ours that watches the first sync. */
export async function linkBank(page: Page, bank: string): Promise<void> {
  await goThroughBank(page, bank);
  await page.waitForURL((url) => url.pathname === '/' && url.searchParams.has('first'));
}

/** Goes to a page of the dashboard and waits until it shows its heading. */
export async function visit(page: Page, path: string): Promise<Locator> {
  await page.goto(path);
  const heading = page.locator('main h1');
  await expect(heading).toBeVisible();
  return heading;
}
