import { rows } from './support/bank';
import { expect, test, visit } from './support/test';

test.use({ expected: [/ERR_INTERNET_DISCONNECTED|Failed to load resource/] });

test('offline is one line that keeps what is shown; back again it is current by itself', async ({
  page, context, bank, accessible,
}) => {
  const { connection } = await bank.link({ name: 'Everyday', rows: rows(5) });
  await visit(page, '/');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');

  await context.setOffline(true);
  const line = page.locator('.line-banner');
  await expect(line).toContainText('Not connected', { timeout: 60_000 });
  await expect(page.locator('mingus-accounts')).toContainText('Everyday');
  await accessible();

  await bank.api('PATCH', `/accounts/${connection.accounts[0]}`, { name: 'Renamed meanwhile' });
  await context.setOffline(false);
  await expect(line).toHaveCount(0, { timeout: 60_000 });
  await expect(page.locator('mingus-accounts')).toContainText('Renamed meanwhile');
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live');
});
