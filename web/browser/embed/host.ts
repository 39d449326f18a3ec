import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicToken, type Server, startServer } from '../../test/server';

const key = 'an-integrators-key-which-no-browser-sees';

/** A product that uses ours: pages on an origin of its own, and a back end that holds the key. */
export class Integrator {
  private constructor(
    readonly mingus: Server,
    readonly origin: string,
    private readonly pages: HttpServer,
    private html: { body: string; policy: string },
  ) {}

  static async start(): Promise<Integrator> {
    const html = { body: '', policy: '' };
    const pages = createServer((_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': html.policy });
      answer.end(html.body);
    });
    await new Promise<void>((go) => pages.listen(0, '127.0.0.1', go));
    const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    const mingus = await startServer({
      env: {
        ASPNETCORE_ENVIRONMENT: 'Production',
        Auth__ApiKeys__0__Hash: createHash('sha256').update(key).digest('hex'),
        Auth__ApiKeys__0__Tenant: 'shop',
        Cors__Origins__0: origin,
        Keys__Active: `test:${randomBytes(32).toString('base64')}`,
        Plaid__ClientId: 'sandbox',
        Plaid__Secret: 'sandbox',
        Sandbox__Enabled: 'true',
        Sandbox__HistoryDelay: '00:00:01',
      },
    });
    return new Integrator(mingus, origin, pages, html);
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.pages.close(done));
    await this.mingus.stop();
  }

  /** What its back end asks for a user. */
  async ask<T>(user: string, method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.mingus.url}/api/data-sync${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Mingus-User': user, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async link(user: string): Promise<string[]> {
    const token = await publicToken(this.mingus.sandbox);
    return (await this.ask<{ accounts: string[] }>(user, 'POST', '/connections', { publicToken: token })).accounts;
  }

  async tokenFor(user: string): Promise<string> {
    const body = { userId: user, origin: this.origin };
    return (await this.ask<{ token: string }>(user, 'POST', '/user-tokens', body)).token;
  }

  /** The page every address of this origin answers with: one script tag, the strictest policy that allows it. */
  show(body: string): void {
    const { url } = this.mingus;
    this.html.policy =
      `default-src 'none'; script-src ${url}; connect-src ${url}; base-uri 'none'; form-action 'none'; ` +
      "require-trusted-types-for 'script'; trusted-types lit-html";
    this.html.body =
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>' +
      `<script type="module" src="${url}/embed/mingus-sync.js"></script></head><body>${body}</body></html>`;
  }
}
