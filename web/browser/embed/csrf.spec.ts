import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from '../../test/server';

const api = '/api/data-sync';
const document = fileURLToPath(new URL('../../../docs/api/openapi.json', import.meta.url));

/** Every operation that changes something, with a made-up id where it wants one. */
function unsafeRoutes(): { method: string; path: string }[] {
  const { paths } = JSON.parse(readFileSync(document, 'utf8')) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => ({ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, 'x_1') })),
  );
}

/** What the person who is logged in can see of their own. */
async function seen(page: Page): Promise<string[]> {
  const paths = ['/users/me', '/accounts', '/connections', '/settings', '/api-keys', '/webhook-endpoints', '/audit'];
  return page.evaluate(
    (urls) => Promise.all(urls.map(async (url) => `${url} ${await (await fetch(url)).text()}`)),
    paths.map((path) => api + path),
  );
}

/** Asks by every way that a page has: scripts with and without CORS, forms, pictures. How many it tried. */
function attack(page: Page, target: string, routes: { method: string; path: string }[]): Promise<number> {
  return page.evaluate(
    async ({ target, routes }) => {
      const tries: Promise<unknown>[] = [];
      for (const { method, path } of routes) {
        const ask = (options: RequestInit): void => {
          tries.push(fetch(target + path, { credentials: 'include', ...options }).catch(() => undefined));
        };
        ask({ method, headers: { 'Content-Type': 'application/json' }, body: '{}' });
        ask({ method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{}' });
        const frame = Object.assign(window.document.createElement('iframe'), { name: `f${tries.length}` });
        const form = Object.assign(window.document.createElement('form'), {
          action: target + path,
          method: 'post',
          enctype: 'text/plain',
          target: frame.name,
        });
        form.append(Object.assign(window.document.createElement('input'), { name: '{"a":"', value: '"}' }));
        const picture = new Image();
        tries.push(new Promise((done) => frame.addEventListener('load', done)));
        tries.push(new Promise((done) => picture.addEventListener('error', done)));
        window.document.body.append(frame, form);
        form.submit();
        picture.src = target + path;
      }
      const patience = new Promise((done) => setTimeout(done, 20_000));
      await Promise.race([Promise.all(tries), patience]);
      return tries.length;
    },
    { target, routes },
  );
}

test.describe('a login', () => {
  let server: Server;

  test.beforeAll(async () => {
    server = await startServer({
      env: {
        ASPNETCORE_ENVIRONMENT: 'Production',
        Auth__Login__Enabled: 'true',
        Keys__Active: `test:${randomBytes(32).toString('base64')}`,
        Plaid__ClientId: 'sandbox',
        Plaid__Secret: 'sandbox',
        Sandbox__Enabled: 'true',
      },
    });
  });

  test.afterAll(() => server?.stop());

  test('is no use to a page of another site, whatever it tries', async ({ page, context }) => {
    // A secure cookie of this machine needs no TLS under this name; to 127.0.0.1 it is another site.
    const home = server.url.replace('127.0.0.1', 'localhost');
    await page.goto(home);
    const body = JSON.stringify({ secret: server.setupSecret(), password: 'four words are enough' });
    const csrf = await page.evaluate(async (body) => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch('/auth/setup', { method: 'POST', headers, body });
      return ((await answer.json()) as { csrf: string }).csrf;
    }, body);
    // Its own page can do what the other one will try.
    const made = await page.evaluate(
      async ([url, csrf]) => {
        const headers = { 'Content-Type': 'application/json', 'X-Mingus-Csrf': csrf! };
        return (await fetch(url!, { method: 'POST', headers, body: '{"name":"of the owner"}' })).status;
      },
      [`${api}/api-keys`, csrf],
    );
    expect(made).toBe(201);
    const before = await seen(page);
    expect(before.join()).toContain('of the owner');

    const evil = createServer((_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/html' });
      answer.end('<!doctype html><title>Free money</title>');
    });
    await new Promise<void>((go) => evil.listen(0, '127.0.0.1', go));
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}`);
    const routes = unsafeRoutes();
    expect(routes.length).toBeGreaterThan(20);
    expect(await attack(other, home, routes)).toBe(routes.length * 4);
    await new Promise((done) => evil.close(done));

    expect(await seen(page)).toEqual(before);
  });
});
