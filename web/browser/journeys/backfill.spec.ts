import { expect, test } from './support/test';

// Nothing runs but what is asked for: by itself the product would fill the gaps before anybody sees them.
test.use({ settings: ['--Schedule:Enabled=false'] });

test('gaps are shown, filled window by window while one watches, and gone', async ({ page, bank, accessible }) => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ name: `Shop ${i}`, amount: 3.5 + i, daysAgo: 2 + i * 24 }));
  const { accountId } = await bank.linkLate('Everyday', rows);
  await page.goto(`/accounts/${accountId}`);
  const history = page.locator('mingus-coverage');
  // Today is known from the sync: on the first of a month that is the month so far.
  const known = new Date().getUTCDate() === 1 ? 1 : 0;
  await expect(history).toContainText(`${known} of 24 months complete`);
  await accessible();

  await history.getByRole('button', { name: /Fill the gap/ }).click();

  await expect(history).toContainText(/\d+ of 25 windows/, { timeout: 30_000 });
  await accessible();
  await expect(history).toContainText('24 of 24 months complete', { timeout: 60_000 });
  await expect(history.getByRole('button', { name: /Fill the gap/ })).toHaveCount(0);
  const runs = page.locator('mingus-runs');
  await expect(runs.getByText('30 new').first()).toBeVisible();
});
