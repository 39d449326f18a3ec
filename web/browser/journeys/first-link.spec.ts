import { day } from './support/bank';
import { expect, goThroughBank, linkBank, test, visit } from './support/test';

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

test('two banks, two currencies: two years of transactions come by themselves, are searched and asked for', async ({
  page, bank,
}) => {
  await page.goto('/');
  await linkBank(page, 'First Platypus Bank');
  const accounts = page.locator('mingus-accounts');
  await expect(accounts.getByText('First Platypus Bank').first()).toBeVisible({ timeout: 60_000 });
  await linkBank(page, 'Banque Lavande');
  await expect(accounts.getByText('Banque Lavande').first()).toBeVisible({ timeout: 60_000 });
  await expect(accounts.getByText('$').first()).toBeVisible();
  await expect(accounts.getByText('€').first()).toBeVisible();

  // Nobody presses anything: the history arrives seconds after the first month.
  const until = day(720);
  const old = async ({ id }: { id: string }): Promise<boolean> => {
    const { items } = await bank.api('GET', `/accounts/${id}/transactions?limit=1&to=${until}`);
    return items.length > 0;
  };
  const reach = async (): Promise<number> =>
    (await Promise.all((await bank.accounts()).map(old))).filter((isOld) => isOld).length;
  await expect.poll(reach, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);

  await accounts.getByRole('button').first().click();
  await expect(page.locator('mingus-transactions').getByRole('row').nth(5)).toBeVisible();
  await expect(page.locator('mingus-coverage')).toContainText('months complete');
  await page.locator('mingus-transactions input[type=search]').fill('zzz no such shop');
  await expect(page.locator('mingus-transactions')).toContainText('Nothing matches');
  await page.locator('main .heading mingus-sync-button button').first().click();
  await expect(page.locator('mingus-runs')).toContainText('asked for');
});

test.describe('linked already', () => {
  test.use({ expected: [/409/] });

  test('a bank that is linked already is asked about: left as it is, or linked again', async ({ page, bank }) => {
    await page.goto('/');
    await linkBank(page, 'Old Mill Savings');
    await expect(page.locator('mingus-accounts').getByRole('button').first()).toBeVisible({ timeout: 60_000 });

    await goThroughBank(page, 'Old Mill Savings');
    const question = page.getByRole('dialog', { name: 'These accounts are linked already' });
    await expect(question).toBeVisible();
    await question.getByRole('button', { name: 'Leave it as it is' }).click();
    await expect(page.locator('body > [role=status]')).toHaveText('Nothing was linked.');
    await visit(page, '/connections');
    await expect(page.locator('section.bank')).toHaveCount(1);

    await page.goto('/');
    await goThroughBank(page, 'Old Mill Savings');
    await question.getByRole('button', { name: 'Link it again' }).click();
    await expect(page.locator('.first')).toBeVisible({ timeout: 60_000 });
    expect((await bank.api('GET', '/connections')).items).toHaveLength(2);
  });
});

test('backing out at the bank is harmless', async ({ page }) => {
  await page.goto('/');
  await page.locator('#link-bank').click();
  await page.locator("form[action='/link'] button", { hasText: 'First Platypus Bank' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
  await expect(page.locator('body > [role=status]')).toHaveText('Nothing was linked.');
  expect(new URL(page.url()).search).toBe('');
});
