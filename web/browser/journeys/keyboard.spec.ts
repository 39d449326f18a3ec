import type { Page } from '@playwright/test';
import { rows } from './support/bank';
import { expect, test, visit } from './support/test';

/** Presses Tab until the focus is on something of this name; a person without a mouse must be able to get there. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      let at: Element | null = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return `${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''}`;
    });
    if (name.test(text)) return;
  }
  throw new Error(`Tab does not reach ${name}.`);
}

test('everything is reached without a mouse', async ({ page, bank, accessible }) => {
  await bank.link({ name: 'Everyday', rows: rows(8) });
  await visit(page, '/');

  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();

  await tabTo(page, /Sync all/);
  await page.keyboard.press('Enter');
  await expect(page.locator('mingus-runs')).toContainText('asked for', { timeout: 30_000 });

  await tabTo(page, /Everyday/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Everyday');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.type('Shop 3');
  await expect(page.locator('mingus-transactions').getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.locator('main').focus();

  await page.keyboard.press('Shift+?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toBeVisible();
  await accessible();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);

  for (const [key, title] of [['d', 'One transaction or two?'], ['b', 'Banks'], ['a', 'Activity'], ['i', 'Insights']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(key!);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title!);
  }
});

test('single keys can be switched off', async ({ page }) => {
  await visit(page, '/settings/look');
  await page.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await page.locator('main').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});
