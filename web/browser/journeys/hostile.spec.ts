import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Bank } from './support/bank';
import { expect, test, visit } from './support/test';

const file = join(dirname(fileURLToPath(import.meta.url)), '../../../test/Mingus.Testing/hostile.json');
const entries = JSON.parse(readFileSync(file, 'utf8')) as (string | { repeat: string; times: number })[];
// Halves of surrogate pairs are no text: the product shows U+FFFD.
const texts = entries.map((one) => (typeof one === 'string' ? one : one.repeat.repeat(one.times)));
const shown = (text: string): string => text.toWellFormed();

const rowsOfALink = 50;
const accountsOfALink = 3;

interface Hurt {
  dialogs: string[];
  ran: () => Promise<boolean>;
}

/** Reports of the content security policy go to the console, whose errors fail every test here. */
async function watch(page: Page): Promise<Hurt> {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return { dialogs, ran: () => page.evaluate(() => 'pwned' in globalThis || 'polluted' in {}) };
}

/** A bank that calls itself, its accounts, its merchants and its records like that; one record cannot be read. */
async function linkHostile(bank: Bank, chunk: string[], names: string[]): Promise<string> {
  const rewrite = (path: string, target: string, value: string): Promise<unknown> =>
    bank.misbehave({ path, times: 0, fault: { kind: 'rewrite', target, value } });
  for (const [i, text] of chunk.entries()) {
    await rewrite('/transactions/sync', `/added/${i}/name`, text);
    await rewrite('/transactions/sync', `/added/${i}/merchant_name`, text);
  }
  for (const [i, name] of names.entries()) {
    for (const path of ['/transactions/sync', '/accounts/get']) {
      await rewrite(path, `/accounts/${i}/name`, name);
      await rewrite(path, `/accounts/${i}/official_name`, name);
    }
  }
  await rewrite('/institutions/get_by_id', '/institution/name', names[0]!);
  await rewrite('/transactions/sync', `/added/${chunk.length}/date`, chunk[0]!);
  const rows = Array.from({ length: rowsOfALink + 1 }, (_, i) => ({ name: `Row ${i}`, amount: 1 + i, daysAgo: 1 + i }));
  const accounts = names.map((_, i) => ({ name: `Account ${i}`, rows: i === 0 ? rows : [] }));
  const { connection } = await bank.link(...accounts);
  await bank.behave();
  const all = await bank.accounts();
  const feeds = await Promise.all(
    connection.accounts.map((id) => bank.api('GET', `/accounts/${id}/transactions?limit=1`)),
  );
  const filled = connection.accounts[feeds.findIndex((page) => page.items.length > 0)]!;
  expect(all.map((one) => one.id)).toContain(filled);
  return filled;
}

/** All rows of the list that shows only those in view. */
async function read(page: Page): Promise<string> {
  const table = page.locator('mingus-transactions').getByRole('table');
  await expect(table.getByRole('row').nth(3)).toBeVisible();
  await table.hover();
  const seen = new Set<string>();
  for (let i = 0; i < 45; i++) {
    for (const text of await table.locator('.description').allTextContents()) seen.add(text);
    await page.mouse.wheel(0, 250);
    await page.waitForTimeout(30);
  }
  return [...seen].join('\n');
}

test('bank text is text on every page: no script runs, nothing is asked of strangers, no policy is broken', async ({
  page,
  bank,
}) => {
  test.setTimeout(600_000);
  const hurt = await watch(page);
  const filled = new Map<string, string[]>();
  for (let at = 0; at < texts.length; at += rowsOfALink) {
    const chunk = texts.slice(at, at + rowsOfALink);
    const names = Array.from({ length: accountsOfALink }, (_, i) => chunk[(i * 16) % chunk.length]!);
    filled.set(await linkHostile(bank, chunk, names), chunk);
  }
  await bank.linkTwice('<img src=x onerror=globalThis.pwned=1>');
  const doubtful = await bank.linkDoubtful('"><script>globalThis.pwned=1</script>');

  const connections = (await bank.api('GET', '/connections')).items as { id: string }[];
  const runs = (await bank.api('GET', '/runs')).items as { id: string }[];
  const pages = [
    '/',
    '/duplicates',
    '/duplicates?view=linked',
    '/findings',
    '/findings?view=history',
    '/findings?view=balances',
    '/findings?view=aside',
    '/findings?view=reports',
    '/connections',
    `/connections/${connections[0]!.id}`,
    '/activity',
    `/activity/${runs[0]!.id}`,
    '/activity?view=decisions',
    '/system',
    '/settings',
    '/settings/notices',
    '/settings/data',
    `/accounts/${doubtful.accountId}`,
  ];
  for (const path of pages) {
    await visit(page, path);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 60_000 });
    expect(await hurt.ran(), `something ran at ${path}`).toBe(false);
  }

  for (const [account, chunk] of filled) {
    await visit(page, `/accounts/${account}`);
    const seen = await read(page);
    const markup = chunk.filter((text) => text.startsWith('<') && text.length < 200 && !/\s{2}|[\0-\x1f]/.test(text));
    expect(markup.filter((text) => !seen.includes(shown(text)))).toEqual([]);
    await page.locator('mingus-transactions').locator('.description button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    expect(await hurt.ran(), `something ran at ${account}`).toBe(false);
  }
  expect(hurt.dialogs).toEqual([]);
});
