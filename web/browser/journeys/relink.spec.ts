import { rows } from './support/bank';
import { expect, test } from './support/test';

test('a bank that needs a sign-in says so everywhere, is repaired in two clicks, and heals', async ({
  page, bank, accessible,
}) => {
  const { connection, itemId } = await bank.link({ name: 'Everyday', rows: rows(12) });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('correct and current');

  await bank.error(itemId, 'ITEM_LOGIN_REQUIRED');
  await bank.sync(connection.accounts[0]!, 'transactions').catch(() => {});

  const banner = page.locator('.banners mingus-notice');
  await expect(banner).toContainText('sign in again');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 waits for you');
  await expect(page.getByRole('link', { name: /Banks.*needs you/ })).toBeVisible();
  await accessible();

  await banner.getByRole('button').first().click();
  await page.locator("form[action='/link'] button", { hasText: 'Sign in again' }).click();

  // The bank's page has no banner either: the way back ends at the run that the repair began.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sync of all', { timeout: 60_000 });
  await expect(page.locator('.banners mingus-notice')).toHaveCount(0, { timeout: 60_000 });
  await page.goto('/connections');
  const card = page.locator(`section[data-connection="${connection.id}"]`);
  await expect(card).toContainText('Connected');
  const run = (await bank.api('GET', '/runs?limit=1')).items[0];
  expect(run.status).toBe('succeeded');
});
