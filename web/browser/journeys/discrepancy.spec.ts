import { expect, test, visit } from './support/test';

test('a balance that does not add up is told with its cause, repaired, and the repair taken back', async ({
  page,
  bank,
  accessible,
}) => {
  const { accountId } = await bank.linkDoubtful('Everyday');
  await visit(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('does not add up');
  await page
    .getByRole('link', { name: /Findings/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Does everything add up?');
  await expect(page.locator('mingus-findings')).toContainText('24.00');
  await page.getByRole('combobox', { name: 'How strictly to check' }).selectOption('strict');
  await page.getByRole('button', { name: 'Check everything' }).click();

  const finding = page
    .locator('mingus-findings')
    .getByRole('article')
    .filter({ hasText: 'Two transactions say the same' });
  await expect(finding).toBeVisible({ timeout: 30_000 });
  await accessible();
  const before = (await bank.api('GET', `/accounts/${accountId}/transactions`)).items.length;

  await finding.getByRole('button', { name: /^Repair/ }).click();
  await expect(finding).toHaveCount(0);
  await expect
    .poll(async () => (await bank.api('GET', `/accounts/${accountId}/transactions`)).items.length)
    .toBe(before - 1);

  await visit(page, '/activity?view=decisions');
  await page.getByRole('button', { name: 'Undo: Repaired' }).click();
  await expect(page.getByRole('button', { name: 'Redo: Repaired' })).toBeVisible();
  await accessible();
  expect((await bank.api('GET', `/accounts/${accountId}/transactions`)).items.length).toBe(before);
});

test('what is pending for too long is hidden or kept, and hidden is brought back', async ({
  page,
  bank,
  accessible,
}) => {
  const { accountId } = await bank.linkPending('Everyday', { name: 'Hotel Aurora', amount: 230, daysAgo: 20 });
  await visit(page, '/findings');
  await page.getByRole('button', { name: 'Check everything' }).click();
  const finding = page.locator('mingus-findings').getByRole('article').filter({ hasText: 'Pending since' });
  await expect(finding).toContainText('The bank may have dropped it.', { timeout: 30_000 });
  await expect(finding).toContainText('Hotel Aurora -$230.00');
  await expect(finding.getByRole('button', { name: 'Keep' })).toBeVisible();
  await accessible();

  await finding.getByRole('button', { name: 'Hide' }).click();
  await expect(page.getByText('Hidden until it posts. It can be taken back.').first()).toBeVisible();
  await expect(finding).toHaveCount(0);
  await visit(page, `/accounts/${accountId}`);
  await expect(page.locator('mingus-transactions')).not.toContainText('Hotel Aurora');

  await visit(page, '/activity?view=decisions');
  await page.getByRole('button', { name: 'Undo: Repaired' }).click();
  await expect(page.getByRole('button', { name: 'Redo: Repaired' })).toBeVisible();
  await visit(page, `/accounts/${accountId}`);
  await expect(page.locator('mingus-transactions')).toContainText('Hotel Aurora');
});
