import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { Integrator } from './host';

const manifest = fileURLToPath(new URL('../../elements/custom-elements.json', import.meta.url));

/** Every element there is but the one that gives the others their server, by the manifest. */
function tags(): string[] {
  const { modules } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    modules: { declarations: { tagName: string }[] }[];
  };
  const all = modules.flatMap(({ declarations }) => declarations.map((one) => one.tagName));
  return all.filter((tag) => tag !== 'mingus-sync');
}

/** What the browser complains of, and where it asks. */
function watch(page: Page): { complaints: string[]; asked: string[] } {
  const seen = { complaints: [] as string[], asked: [] as string[] };
  page.on('console', (message) => {
    if (message.type() === 'error') seen.complaints.push(message.text());
  });
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('request', (request) => seen.asked.push(request.url()));
  return seen;
}

test.describe('a page of another origin', () => {
  let shop: Integrator;
  let accounts: string[];

  test.beforeAll(async () => {
    shop = await Integrator.start();
    accounts = await shop.link('ada');
  });

  test.afterAll(() => shop?.stop());

  function accountsFor(token: string): string {
    const list = '<mingus-accounts></mingus-accounts>';
    return `<mingus-sync base-url="${shop.mingus.url}" token="${token}">${list}</mingus-sync>`;
  }

  test('shows the elements, live, with one script tag and a user token', async ({ page }) => {
    const token = await shop.tokenFor('ada');
    const { complaints, asked } = watch(page);
    shop.show(`
      <mingus-sync base-url="${shop.mingus.url}" token="${token}" locale="en-US" time-zone="UTC">
        <mingus-accounts></mingus-accounts>
        <mingus-sync-status account-id="${accounts[0]}"></mingus-sync-status>
        <mingus-transactions account-id="${accounts[0]}"></mingus-transactions>
      </mingus-sync>`);
    await page.goto(shop.origin);

    const list = page.locator('mingus-accounts');
    await expect(list).toContainText('Platypus');
    await expect(list).toContainText(/\$[\d,]+\.\d\d/);
    await expect(page.locator('mingus-transactions')).toContainText(/\$[\d,]+\.\d\d/);
    await shop.ask('ada', 'PATCH', `/accounts/${accounts[0]}`, { name: 'Money for the roof' });
    await expect(list).toContainText('Money for the roof');

    expect(complaints).toEqual([]);
    const origins = new Set(asked.map((url) => new URL(url).origin));
    expect([...origins].sort()).toEqual([shop.origin, shop.mingus.url].sort());
    expect(asked.filter((url) => url.includes(token))).toEqual([]);
    expect(asked.some((url) => url.includes('/events'))).toBe(true);
  });

  test('gets a view when it shows the first of it, also in a shadow root, and so each element', async ({ page }) => {
    const token = await shop.tokenFor('ada');
    const { complaints, asked } = watch(page);
    shop.show(accountsFor(token));
    await page.goto(shop.origin);
    await expect(page.locator('mingus-accounts')).toContainText('Platypus');
    const coverage = (): string[] => asked.filter((url) => url.includes('/embed/chunks/coverage-'));
    expect(coverage()).toEqual([]);

    await page.evaluate(
      ([url, bearer, account]) => {
        const sync = document.createElement('mingus-sync');
        sync.setAttribute('base-url', url!);
        sync.setAttribute('token', bearer!);
        const view = document.createElement('mingus-coverage');
        view.setAttribute('account-id', account!);
        sync.append(view);
        const host = document.createElement('div');
        host.attachShadow({ mode: 'open' }).append(sync);
        document.body.append(host);
      },
      [shop.mingus.url, token, accounts[0]],
    );
    await expect(page.locator('mingus-coverage')).toContainText('months complete');
    expect(coverage()).toHaveLength(1);

    const all = tags();
    expect(all.length).toBeGreaterThan(15);
    await page.evaluate((names) => document.body.append(...names.map((name) => document.createElement(name))), all);
    await expect(page.locator(':not(:defined)')).toHaveCount(0);
    expect(complaints).toEqual([]);
  });

  test('gets nothing of another user, and nothing after its token was taken back', async ({ page }) => {
    const token = await shop.tokenFor('bob');
    shop.show(accountsFor(token));
    await page.goto(shop.origin);
    await expect(page.locator('mingus-accounts')).toBeAttached();
    await expect(page.locator('mingus-accounts')).not.toContainText('Money for the roof');

    const status = (path: string, headers: Record<string, string>): Promise<number> =>
      page.evaluate(
        async ([url, sent]) => (await fetch(url as string, { headers: sent as Record<string, string> })).status,
        [`${shop.mingus.url}/api/data-sync${path}`, headers] as const,
      );
    expect(await status(`/accounts/${accounts[0]}`, { Authorization: `Bearer ${token}` })).toBe(404);
    expect(await status('/accounts', { Authorization: 'Bearer mut_nothing' })).toBe(401);
  });

  test('that is on no list gets neither the script nor an answer', async ({ page }) => {
    const token = await shop.tokenFor('ada');
    shop.show(accountsFor(token));
    const stranger = shop.origin.replace('127.0.0.1', 'localhost');
    const { complaints } = watch(page);
    await page.goto(stranger);
    await expect.poll(() => complaints.join('\n')).toMatch(/CORS|blocked/);
    const answer = await page.evaluate(
      ([url, bearer]) =>
        fetch(url!, { headers: { Authorization: `Bearer ${bearer}` } }).then(
          () => 'an answer',
          () => 'nothing',
        ),
      [`${shop.mingus.url}/api/data-sync/accounts`, token],
    );
    expect(answer).toBe('nothing');
  });
});
