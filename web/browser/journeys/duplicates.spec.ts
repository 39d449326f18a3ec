import { expect, test, visit } from './support/test';

test('a pair is confirmed, undone, dismissed and undone; a linked one is taken apart and put back', async ({
  page, bank, accessible,
}) => {
  await bank.linkTwice('Everyday');
  await visit(page, '/');
  await page.getByRole('link', { name: /Duplicates/ }).first().click();
  const list = page.locator('mingus-duplicates');
  const pair = list.getByRole('article').first();
  await expect(pair).toContainText('Elsewhere 77');
  await accessible();

  await list.getByRole('button', { name: /Same transaction/ }).first().click();
  await expect(list).toContainText('Linked as the same transaction.');
  const decided = page.locator('dash-decisions');
  // The rule's own links are in the list too: it is the person's answer that is taken back.
  const mine = decided.getByRole('listitem').filter({ hasText: 'by you' });
  await mine.getByRole('button', { name: 'Undo: Linked as one transaction' }).click();
  await expect(pair).toContainText('Elsewhere 77');

  await list.getByRole('button', { name: /Two different/ }).first().click();
  await expect(list).toContainText('Kept as two different transactions.');
  await decided.getByRole('button', { name: 'Undo: Kept as two' }).first().click();
  await expect(pair).toContainText('Elsewhere 77');

  await page.locator('.views').getByRole('link', { name: /^Linked/ }).click();
  const linked = list.getByRole('article');
  await expect(linked).toHaveCount(3);
  await accessible();
  // The first undo is a taking apart too: the newest is the one to wait for.
  const apart = decided.getByRole('button', { name: 'Undo: Taken apart' });
  const before = await apart.count();
  await linked.first().getByRole('button', { name: 'Take apart' }).click();
  await expect(linked).toHaveCount(2);
  await expect(apart).toHaveCount(before + 1);
  await apart.first().click();
  await expect(linked).toHaveCount(3);
});
