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
