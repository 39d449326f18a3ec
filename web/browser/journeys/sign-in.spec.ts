import { randomBytes } from 'node:crypto';
import { expect, linkBank, test } from './support/test';

const key = randomBytes(32).toString('base64');

// As it is run for real, but for its bank: nobody is known by a header, and what is refused is told by the console too.
test.use({
  settings: [
    '--environment=Production', `--Keys:Active=test:${key}`, '--Sandbox:Enabled=true', '--Auth:Login:Enabled=true',
  ],
  extraHTTPHeaders: {},
  expected: [/40[01]/],
});

test('the first password is set with the printed secret; who signs out sees nothing until they sign in', async ({
  page, product, accessible,
}) => {
  const printed = product.said.findIndex((line) => line.includes('with this secret'));
  const secret = product.said[printed + 1]!.trim();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const asksOfMoney = (): string[] => asked.filter((path) => path.startsWith('/api/'));

  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Set a password' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked, 'who looks is asked once').toContain('/auth/session');
  expect(asksOfMoney(), 'what would be refused').toEqual([]);
  await accessible();
  await page.getByLabel('Secret').fill('guessed');
  await page.getByLabel('New password').fill('a few good words');
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('That is not right');
  await page.getByLabel('Secret').fill(secret);
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await accessible();
  await page.getByLabel('New password').fill('a few good words');
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
  expect(asksOfMoney()).toContain('/api/data-sync/accounts');

  // What is no read shows where it comes from.
  await linkBank(page, 'First Platypus Bank');
  await expect(page.locator('mingus-accounts').getByRole('button').first()).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.locator('mingus-accounts')).toHaveCount(0);
  await accessible();
  await page.getByLabel('Password').fill('not that one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('That is not right');
  await page.getByLabel('Password').fill('a few good words');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('mingus-accounts').getByRole('button').first()).toBeVisible();
});
