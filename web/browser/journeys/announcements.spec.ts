import type { Page } from '@playwright/test';
import { rows } from './support/bank';
import { listen, type Said, said } from './support/heard';
import { expect, linkBank, test, visit } from './support/test';

/** ui.md, 8: at most one sentence in five seconds; a timer may be told of a little early. */
const apartMs = 4_900;

test.beforeEach(({ page }) => listen(page));

test('linking a bank and syncing all is told in a few sentences', async ({ page }) => {
  await page.goto('/');
  await linkBank(page, 'First Platypus Bank');
  await expect(page.getByRole('heading', { name: 'The first sync is done' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('link', { name: /History.*Complete in every account/ })).toBeVisible({
    timeout: 60_000,
  });
  const linked = await said(page);
  expect(linked.length, told(linked)).toBeLessThanOrEqual(3);
  expect(linked.length, 'a link that comes about is told').toBeGreaterThan(0);

  await page.locator('main .heading mingus-sync-button button').first().click();
  await expect(page.locator('mingus-runs')).toContainText('asked for', { timeout: 60_000 });
  const synced = await saidAfter(page, linked.length, /synced\./);
  expect(synced.length, told(synced)).toBeLessThanOrEqual(3);
  calm([...linked, ...synced]);
});

test('what others do is told by nobody', async ({ page, bank }) => {
  const { connection, itemId } = await bank.link({ name: 'Everyday', rows: rows(20) });
  const id = connection.accounts[0]!;
  for (const path of ['/', `/accounts/${id}`]) {
    await visit(page, path);
    await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
    const before = (await said(page)).length;
    for (let i = 0; i < 20; i++) await bank.api('PATCH', `/accounts/${id}`, { name: `Everyday ${i}` });
    await bank.mutate(itemId);
    await bank.sync(id, 'transactions');
    await expect(page.locator('body')).toContainText('Everyday 19');
    await page.waitForTimeout(1_000);
    const heard = (await said(page)).slice(before);
    expect(heard, told(heard)).toEqual([]);
  }
});

test('an answer to a question is one sentence, and so is taking it back', async ({ page, bank }) => {
  await bank.linkTwice('Everyday');
  await visit(page, '/duplicates');
  const list = page.locator('mingus-duplicates');
  await expect(list.getByRole('article').first()).toContainText('Elsewhere 77');
  const before = (await said(page)).length;

  await list.getByRole('button', { name: /Two different/ }).first().click();
  await expect(list).toContainText('Kept as two different transactions.');
  const answered = await saidAfter(page, before, /Kept as two/);
  expect(answered.length, told(answered)).toBeLessThanOrEqual(2);
  calm(answered);

  await page.locator('dash-decisions').getByRole('button', { name: 'Undo: Kept as two' }).first().click();
  await expect(list.getByRole('article').first()).toContainText('Elsewhere 77');
  const undone = await saidAfter(page, before + answered.length, /Taken back/);
  expect(undone.length, told(undone)).toBeLessThanOrEqual(2);
  calm([...answered, ...undone]);
});

/** What is said from the n-th sentence on, once one of them is as expected and its turn is over. */
async function saidAfter(page: Page, count: number, expected: RegExp): Promise<Said[]> {
  const since = async (): Promise<Said[]> => (await said(page)).slice(count);
  await expect.poll(async () => told(await since()), { timeout: 20_000 }).toMatch(expected);
  await page.waitForTimeout(1_000);
  return since();
}

/** Whole sentences, none before the last one had its time, none an alert: nothing has failed. */
function calm(heard: Said[]): void {
  for (const one of heard) {
    expect(one.isAlert, one.text).toBe(false);
    expect(one.text, 'a whole sentence').toMatch(/^[\p{Lu}\d].*[.!?…]$/u);
  }
  for (const [i, one] of heard.entries()) {
    const last = heard[i - 1];
    if (!last) continue;
    expect(one.at - last.at, told([last, one])).toBeGreaterThanOrEqual(apartMs);
  }
}

function told(heard: Said[]): string {
  return `said: ${heard.map(({ at, text }) => `${Math.round(at)} ms "${text}"`).join(', ')}`;
}
