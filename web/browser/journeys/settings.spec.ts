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
  await expect(page.locator('body > [role=status]')).toHaveText('Saved.');
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

test.describe('keys', () => {
  // The revoked key is tried, and refused.
  test.use({ expected: [/40[01]/] });

  test('a key is made, shown once, replaced and revoked', async ({ page, product, user, accessible }) => {
    const opens = async (key: string): Promise<number> => {
      const headers = { Authorization: `Bearer ${key}`, 'Mingus-User': user };
      return (await fetch(`${product.url}/api/data-sync/accounts`, { headers })).status;
    };
    await visit(page, '/settings/keys');
    await page.getByRole('spinbutton', { name: /Days until it ends/ }).fill('0');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await expect(page.getByRole('spinbutton', { name: /Days until it ends/ })).toHaveAttribute('aria-invalid', 'true');

    await page.getByRole('textbox', { name: /Name/ }).fill(`Budget of ${user}`);
    await page.getByRole('spinbutton', { name: /Days until it ends/ }).fill('30');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const mine = page.locator('dash-api-keys li', { hasText: `Budget of ${user}` });
    await expect(mine).toContainText('Shown once');
    const first = (await mine.locator('.secret code').innerText()).trim();
    expect(await opens(first)).toBe(200);
    await accessible();

    await mine.getByRole('button', { name: 'Replace' }).click();
    await expect(mine).toHaveCount(2);
    const second = (await mine.locator('.secret code').innerText()).trim();
    expect(second).not.toBe(first);
    expect(await opens(second)).toBe(200);

    await page.reload();
    await expect(mine).toHaveCount(2);
    await expect(page.locator('.secret')).toHaveCount(0);
    const active = mine.filter({ hasText: 'Opens ·' });
    await active.getByRole('button', { name: 'Revoke' }).click();
    const question = page.getByRole('dialog', { name: 'Revoke this key?' });
    await accessible();
    await question.getByRole('button', { name: 'Revoke' }).click();
    await expect(mine.filter({ hasText: 'Revoked' })).toHaveCount(1);
    expect(await opens(second)).toBe(401);
  });
});

test('everything is taken along, and erased once the word is typed', async ({ page, bank, accessible }) => {
  await bank.link({ name: 'Everyday', rows: rows(4) });
  await visit(page, '/settings/data');
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download everything' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.createReadStream()) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  expect(content.subarray(0, 2).toString()).toBe('PK');
  expect(content.toString('latin1')).toContain('transactions.jsonl');

  await page.getByRole('button', { name: 'Erase everything' }).click();
  const question = page.getByRole('dialog', { name: 'Erase everything that is stored of you?' });
  await accessible();
  const yes = question.getByRole('button', { name: 'Erase everything' });
  await yes.click();
  await question.getByLabel(/Type “erase”/).fill('delete');
  await yes.click();
  await expect(question).toBeVisible();
  expect(await bank.accounts()).toHaveLength(1);
  await question.getByLabel(/Type “erase”/).fill('erase');
  await yes.click();
  await expect(page.getByText('is erased, and your banks give no more access').first()).toBeVisible();
  expect(await bank.accounts()).toHaveLength(0);
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
});
