import { rows } from './support/bank';
import { expect, linkBank, test, visit } from './support/test';

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });

test('on a phone, in the dark: link, look, decide, and nothing is wider than the screen', async ({
  page, bank, accessible,
}) => {
  await bank.linkTwice('Everyday');
  await page.goto('/');
  await linkBank(page, 'First Platypus Bank');
  await expect(page.getByRole('heading', { name: 'The first sync is done' })).toBeVisible({ timeout: 60_000 });

  const tabs = page.locator('.tabs');
  await tabs.getByRole('link', { name: /Duplicates/ }).tap();
  await expect(page.locator('mingus-duplicates').getByRole('article').first()).toBeVisible();
  await accessible();
  await tabs.getByRole('button', { name: 'More' }).tap();
  await page.locator('#more').getByRole('link', { name: 'Insights' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Insights');
  await expect(page.locator('#more')).toBeHidden();

  const account = (await bank.accounts())[0]!;
  const paths = ['/', `/accounts/${account.id}`, '/findings', '/findings?view=history', '/findings?view=balances',
    '/connections', '/activity', '/activity?view=decisions', '/system', '/settings', '/settings/notices'];
  for (const path of paths) {
    await visit(page, path);
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
    await accessible();
  }
});
