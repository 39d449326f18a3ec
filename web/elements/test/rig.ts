/// <reference types="node" />
/** The built examples behind the product's own security headers, and a real Chromium that looks at them. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export const executablePath = process.env['MINGUS_CHROMIUM'] ?? '/usr/bin/chromium';
/** Whether browser tests run: not without a browser, and not in a quick round (`test.sh --quick`). */
export const hasChromium = existsSync(executablePath) && !process.env['MINGUS_WEB_QUICK'];

export interface Look {
  element: string;
  state?: string;
  theme?: 'light' | 'dark';
  dir?: 'ltr' | 'rtl';
  locale?: string;
  width?: number;
  height?: number;
  forcedColors?: 'active' | 'none';
  reducedMotion?: 'reduce' | 'no-preference';
}

export class Rig {
  private constructor(
    private readonly folder: string,
    private readonly server: Server,
    readonly browser: Browser,
  ) {}

  static async start(): Promise<Rig> {
    const folder = await mkdtemp(join(tmpdir(), 'mingus-elements-'));
    const root = fileURLToPath(new URL('../examples', import.meta.url));
    await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const file = join(folder, path === '/' ? 'index.html' : path);
      readFile(file).then(
        (body) =>
          response
            .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain', 'Content-Security-Policy': CSP })
            .end(body),
        () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new Rig(folder, server, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((closed) => this.server.close(closed));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Opens an element's states; every console error and refused script is in `complaints`. */
  async open(look: Look): Promise<{ page: Page; complaints: string[] }> {
    const page = await this.browser.newPage({
      viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
      colorScheme: look.theme ?? 'light',
      forcedColors: look.forcedColors ?? 'none',
      reducedMotion: look.reducedMotion ?? 'no-preference',
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const { element, state, theme, dir, locale } = look;
    const wanted = Object.entries({ element, state, theme, dir, locale }).filter(([, value]) => value !== undefined);
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams(wanted as [string, string][])}`);
    await page.waitForSelector('main > section');
    // Stale examples become stale 300 ms after they were read.
    await page.waitForTimeout(400);
    return { page, complaints };
  }
}
