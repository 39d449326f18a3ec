import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Bank } from './support/bank';
import { pages } from './support/pages';
import { expect, test, visit } from './support/test';

const file = join(dirname(fileURLToPath(import.meta.url)), '../../../test/Mingus.Testing/hostile.json');
const entries = JSON.parse(readFileSync(file, 'utf8')) as (string | { repeat: string; times: number })[];
const texts = entries.map((one) => (typeof one === 'string' ? one : one.repeat.repeat(one.times)));

const fieldBytesMax = 8_192;
const rowsOfALink = 50;
const accountsOfALink = 3;

/** An account, and what its rows are called. */
interface Filled {
  accountId: string;
  chunk: string[];
}

interface Hurt {
  dialogs: string[];
  ran: () => Promise<boolean>;
}

/** What the product shows of a text: halves of surrogate pairs became U+FFFD, and of a long one it keeps 8 KiB. */
function shown(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const rune of text.toWellFormed()) {
    bytes += Buffer.byteLength(rune);
    if (bytes > fieldBytesMax) break;
    kept += rune;
  }
  return kept;
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
async function linkHostile(bank: Bank, chunk: string[], names: string[], first: number): Promise<Filled> {
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
  // No two banks have an amount in common: these are accounts of their own.
  const rows = Array.from({ length: chunk.length + 1 }, (_, i) => ({
    name: `Row ${i}`,
    amount: 1 + first + i,
    daysAgo: 1 + i,
  }));
  const accounts = names.map((_, i) => ({ name: `Account ${i}`, rows: i === 0 ? rows : [] }));
  const { connection } = await bank.link(...accounts);
  await bank.behave();
  for (const accountId of connection.accounts) {
    const page = await bank.api('GET', `/accounts/${accountId}/transactions?limit=1`);
    if (page.items.length > 0) return { accountId, chunk };
  }
  throw new Error('None of the accounts has a transaction.');
}

/** Every row of the list that draws only those in view: scrolled to the next that was not seen yet, until its end. */
async function read(page: Page): Promise<string[]> {
  const table = page.locator('mingus-transactions').getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', /^[1-9]/);
  const count = Number(await table.getAttribute('aria-rowcount')) - 1;
  const seen: string[] = [];
  for (let next = 0; next < count; next = seen.length) {
    await table.evaluate((element, part) => (element.scrollTop = part * element.scrollHeight), next / count);
    await expect(table.locator(`[data-row='${next}']`)).toBeAttached();
    const drawn = await table
      .locator('[data-row]')
      .evaluateAll((rows) =>
        rows.map((row) => [Number(row.getAttribute('data-row')), row.querySelector('bdi')!.textContent] as const),
      );
    for (const [at, text] of drawn) seen[at] = text;
  }
  return seen;
}

/** What the list is to show, as the API tells it. */
async function told(bank: Bank, accountId: string): Promise<string[]> {
  const { items } = await bank.api('GET', `/accounts/${accountId}/transactions?limit=500`);
  return items.map((one: { merchantName?: string; description: string }) => one.merchantName ?? one.description);
}

test('bank text is text on every page: no script runs, nothing is asked of strangers, no policy is broken', async ({
  page,
  bank,
}) => {
  test.setTimeout(300_000);
  const hurt = await watch(page);
  const filled: Filled[] = [];
  for (let at = 0; at < texts.length; at += rowsOfALink) {
    const chunk = texts.slice(at, at + rowsOfALink);
    const names = Array.from({ length: accountsOfALink }, (_, i) => chunk[(i * 16) % chunk.length]!);
    filled.push(await linkHostile(bank, chunk, names, at));
  }
  await bank.linkTwice('<img src=x onerror=globalThis.pwned=1>');
  const doubtful = await bank.linkDoubtful('"><script>globalThis.pwned=1</script>');

  const connections = (await bank.api('GET', '/connections')).items as { id: string }[];
  const runs = (await bank.api('GET', '/runs')).items as { id: string }[];
  const named = [
    `/connections/${connections[0]!.id}`,
    `/activity/${runs[0]!.id}`,
    `/accounts/${doubtful.accountId}`,
  ];
  for (const path of [...pages, ...named]) {
    await visit(page, path);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 60_000 });
    expect(await hurt.ran(), `something ran at ${path}`).toBe(false);
  }

  for (const { accountId, chunk } of filled) {
    await visit(page, `/accounts/${accountId}`);
    const seen = await read(page);
    expect(seen).toEqual(await told(bank, accountId));
    expect(chunk.map(shown).filter((text) => !seen.includes(text))).toEqual([]);
    await page.locator('mingus-transactions').locator('.description button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    expect(await hurt.ran(), `something ran at ${accountId}`).toBe(false);
  }
  expect(hurt.dialogs).toEqual([]);
});
