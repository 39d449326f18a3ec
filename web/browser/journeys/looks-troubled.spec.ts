import { all, compare, one, type Shown, stageAt, two } from './support/compare';
import { evening, troubled } from './support/stories';
import { expect, test, visit } from './support/test';

stageAt(evening);

test('something of everything is wrong', async ({ page, product, bank }) => {
  const { gapId } = await troubled({ product, bank, page });
  const pages: Shown[] = [
    ['overview', '/', all],
    ['account', `/accounts/${gapId}`, one],
    ['duplicates', '/duplicates', all],
    ['findings', '/findings', two],
    ['banks', '/connections', two],
    ['decisions', '/activity?view=decisions', one],
  ];
  for (const [name, path, which] of pages) {
    await visit(page, path);
    await compare(page, `wrong-${name}`, which);
  }
  await page.locator('#bell').click();
  await expect(page.locator('mingus-notifications')).toContainText('sign in');
  await compare(page, 'notifications', one);
});
