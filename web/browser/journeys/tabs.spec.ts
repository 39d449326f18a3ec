import { rows } from './support/bank';
import { expect, test, visit } from './support/test';

test('two tabs share one stream, and both show what happens', async ({ page, context, bank }) => {
  const { connection } = await bank.link({ name: 'Everyday', rows: rows(5) });
  let streams = 0;
  context.on('request', (request) => (streams += new URL(request.url()).pathname.endsWith('/events') ? 1 : 0));
  await visit(page, '/');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
  const other = await context.newPage();
  await visit(other, '/');
  await expect(other.locator('.live')).toHaveAttribute('data-state', 'live');
  expect(streams).toBe(1);

  await bank.api('PATCH', `/accounts/${connection.accounts[0]}`, { name: 'Seen in both' });
  for (const tab of [page, other]) await expect(tab.locator('mingus-accounts')).toContainText('Seen in both');

  await page.close();
  await bank.api('PATCH', `/accounts/${connection.accounts[0]}`, { name: 'Seen in the one that is left' });
  await expect(other.locator('mingus-accounts')).toContainText('Seen in the one that is left', { timeout: 60_000 });
});
