import { compare, one, stageAt, tellWhyNot, two } from './support/compare';
import { evening, setClock } from './support/stories';
import { expect, test, visit } from './support/test';

stageAt('2026-03-11T18:04:00Z');

test('pictures are drawn as they were when they were agreed to', tellWhyNot);

test('nothing is linked yet, nothing has come yet, nothing comes any more', async ({ page, product, context }) => {
  await setClock(product, page, evening);
  await visit(page, '/');
  await compare(page, 'empty', two);

  await page.route('**/api/**', () => {});
  await visit(page, '/');
  // After a second words say that it takes a while.
  await page.waitForTimeout(1_500);
  await compare(page, 'loading', one, false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await visit(page, '/');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
  await context.setOffline(true);
  await expect(page.locator('.line-banner')).toContainText('Not connected', { timeout: 60_000 });
  await compare(page, 'offline', one);
});
