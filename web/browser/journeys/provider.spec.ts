import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Issuer } from './support/issuer';
import { test as base, expect } from './support/test';

const key = randomBytes(32).toString('base64');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

// The product says to the provider where it is: it is told of both before it starts.
const test = base.extend<object, { settings: string[] }>({
  settings: [
    async ({}, use) => {
      const issuer = await Issuer.start();
      const address = `http://127.0.0.1:${await freePort()}`;
      await use([
        '--environment=Production', `--urls=${address}`, `--Keys:Active=test:${key}`, '--Sandbox:Enabled=true',
        '--Auth:Login:Enabled=true', `--Auth:Oidc:Authority=${issuer.address}`, '--Auth:Oidc:Audience=mingus',
        '--Auth:Oidc:Tenant=home', '--Auth:Oidc:Login:ClientId=dashboard', `--Auth:Oidc:Login:Address=${address}`,
        '--Auth:Oidc:Login:Operators:0=ops',
      ]);
      await issuer.stop();
    },
    { scope: 'worker' },
  ],
});

test.use({ extraHTTPHeaders: {}, expected: [/401|^foreign: http:\/\/localhost:\d+\/authorize\?/] });

test('who is named signs in at the provider, on another site; who is not is told so', async ({ page, accessible }) => {
  await page.goto('/');
  const way = page.getByRole('link', { name: 'Sign in at the identity provider' });
  await expect(way).toBeVisible();
  await accessible();
  await way.click();
  await page.getByRole('link', { name: 'I am somebody else' }).click();
  await expect(page.getByRole('alert')).toContainText('somebody who may sign in here');
  await accessible();

  await way.click();
  await page.getByRole('link', { name: 'I am ops' }).click();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No bank linked yet' })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(way).toBeVisible();
});
