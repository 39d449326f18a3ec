import { rows } from './support/bank';
import { expect, test, visit } from './support/test';

// What is refused on purpose is told by the browser's console too.
test.use({ expected: [/400/] });

test('settings are kept, what is refused is marked where it is wrong', async ({ page, bank, accessible }) => {
  await visit(page, '/settings');
  await page.getByRole('checkbox', { name: /Balances by themselves/ }).uncheck();
  await page.getByLabel('Not more often than every').fill('90');
  await page.getByRole('checkbox', { name: /Keep quiet hours/ }).check();
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#said')).toHaveText('Saved.');
  const kept = await bank.api('GET', '/settings');
  expect(kept.autoSync.balance).toBe(false);
  expect(kept.intervals.minMinutes).toBe(90);
  expect(kept.quietHours.timeZone).toBe('Europe/Berlin');

  await page.getByLabel('Time zone').fill('Nowhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Time zone')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Time zone')).toBeFocused();
  await accessible();

  await visit(page, '/settings/notices');
  await page.getByLabel('When a balance falls below').fill('250.00');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await bank.api('GET', '/settings')).notices.balanceBelow).toBe('250.00');
  expect((await bank.api('GET', '/settings')).autoSync.balance).toBe(false);
});

test('an account has settings, a name and a place of its own, and each can be taken back', async ({ page, bank }) => {
  const { connection } = await bank.link({ name: 'Everyday', rows: rows(4) });
  const id = connection.accounts[0]!;
  await visit(page, `/accounts/${id}`);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Name of the account').fill('Household');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Household');

  await page.getByRole('button', { name: 'Hide' }).click();
  await page
    .locator('mingus-toasts')
    .locator('.toast', { hasText: 'is hidden' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(async () => (await bank.api('GET', `/accounts/${id}`)).status).not.toBe('hidden');
});

test('the look is chosen once and holds, also before the first paint', async ({ page }) => {
  await visit(page, '/settings/look');
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByText('As the system', { exact: true }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
});
