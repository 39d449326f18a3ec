import { expect, linkBank, test, visit } from './support/test';

test('a person links a bank, watches the first sync, and sees that all is well', async ({ page, accessible }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
  await accessible();

  await linkBank(page, 'First Platypus Bank');

  const first = page.getByRole('region', { name: /first sync/i });
  await expect(first).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The first sync is done' })).toBeVisible({ timeout: 60_000 });
  await expect(first.getByText('new', { exact: true })).toBeVisible();
  await expect(page.locator('mingus-accounts').getByRole('button', { name: /Platypus Checking/ })).toContainText('$');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/accounts are correct and current/, {
    timeout: 60_000,
  });
  await expect(page.getByRole('link', { name: /History.*Complete in every account/ })).toBeVisible({ timeout: 60_000 });
  await accessible();

  await first.getByRole('button', { name: 'Close' }).click();
  await expect(first).toBeHidden();
  await page
    .locator('mingus-accounts')
    .getByRole('button', { name: /Platypus Checking/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Platypus Checking');
  const rows = page.locator('mingus-transactions').getByRole('row');
  await expect(rows.nth(3)).toBeVisible();
});

test.describe('linked already', () => {
  test.use({ expected: [/409/] });

  test('a bank that is linked already is asked about, and leaving it links nothing', async ({ page }) => {
    await page.goto('/');
    await linkBank(page, 'Old Mill Savings');
    await expect(page.locator('mingus-accounts').getByRole('button').first()).toBeVisible({ timeout: 60_000 });

    await page.locator('#link-bank').click();
    await page.locator("form[action='/link'] button", { hasText: 'Old Mill Savings' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();

    const question = page.getByRole('dialog', { name: 'These accounts are linked already' });
    await expect(question).toBeVisible();
    await question.getByRole('button', { name: 'Leave it as it is' }).click();
    await visit(page, '/connections');
    await expect(page.locator('section.bank')).toHaveCount(1);
  });
});

test('backing out at the bank is harmless', async ({ page }) => {
  await page.goto('/');
  await page.locator('#link-bank').click();
  await page.locator("form[action='/link'] button", { hasText: 'First Platypus Bank' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
});
