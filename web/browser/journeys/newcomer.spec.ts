import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';

// What somebody does who found this yesterday: reads the README, follows its guide, gives the commands of it.
// With MINGUS_TEST_LONG=1 from a clean clone, which builds everything; else in this checkout, as it is built already.
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const isLong = process.env['MINGUS_TEST_LONG'] === '1';
const startLimitMs = isLong ? 1_500_000 : 60_000;

/** A command of the guide, in a process group of its own. */
class Command {
  private said = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (piece: Buffer) => (this.said += piece.toString()));
    child.stderr!.on('data', (piece: Buffer) => (this.said += piece.toString()));
    this.ended = new Promise((done) => child.once('exit', done));
  }

  static give(line: string, cwd: string, env: Record<string, string>): Command {
    return new Command(
      spawn('bash', ['-c', line], {
        cwd,
        env: { ...process.env, ...env },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** The first group of what it says. */
  async says(pattern: RegExp): Promise<string> {
    const over = this.ended.then(() => 'over' as const);
    for (const begun = Date.now(); Date.now() - begun < startLimitMs;) {
      const found = pattern.exec(this.said)?.[1];
      if (found) return found;
      const wait = new Promise((done) => setTimeout(done, 100));
      if ((await Promise.race([over, wait])) === 'over') break;
    }
    const last = pattern.exec(this.said)?.[1];
    if (last) return last;
    throw new Error(`It did not say ${pattern}:\n${this.said}`);
  }

  async ends(): Promise<void> {
    expect(await this.ended, this.said).toBe(0);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) process.kill(-this.child.pid!, 'SIGTERM');
    await this.ended;
  }
}

/** The lines of the fences that are no code: what is typed. */
function commandsOf(guide: string): string[] {
  const fences = [...guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  return fences.filter(([, language]) => !language).flatMap(([, , lines]) => lines!.trim().split('\n'));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

test('a newcomer has bank data in a product of theirs by what README and guide say', async ({ page }) => {
  test.setTimeout(2 * startLimitMs + 180_000);
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const link = /\[bank sync in 15 minutes\]\(([^)]+)\)/.exec(readme)![1]!;
  const guide = await readFile(join(root, link), 'utf8');
  const [clone, serve, budget, ...rest] = commandsOf(guide);
  expect(rest).toEqual([]);

  const folder = await mkdtemp(join(tmpdir(), 'mingus-newcomer-'));
  const [servePort, budgetPort] = [await freePort(), await freePort()];
  const place = isLong ? join(folder, 'mingus-sync') : root;
  const env: Record<string, string> = {
    // Ports and files of the test's own; all else is what the guide says.
    Storage__ConnectionString: `Data Source=${join(folder, 'mingus.db')}`,
    Keys__Active: `newcomer:${randomBytes(32).toString('base64')}`,
    Mingus__Address: `http://127.0.0.1:${servePort}`,
    Sandbox__HistoryDelay: '00:00:01',
    MSBUILDDISABLENODEREUSE: '1',
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  };
  const given = (line: string): string =>
    isLong ? line : line.replace('dotnet run', 'dotnet run --no-build -c Release');
  const running: Command[] = [];
  try {
    expect(clone).toBe('git clone … mingus-sync && cd mingus-sync');
    if (isLong) await Command.give(clone!.replace('…', root), folder, env).ends();
    running.push(
      Command.give(given(serve!).replace('5081', `${budgetPort}`), place, {
        ...env,
        ASPNETCORE_URLS: `http://127.0.0.1:${servePort}`,
      }),
    );
    const mingus = await running[0]!.says(/^Open (http\S+)/m);
    running.push(Command.give(given(budget!), place, { ...env, ASPNETCORE_URLS: `http://127.0.0.1:${budgetPort}` }));
    const shop = await running[1]!.says(/Budget is at (http\S+)/);
    await walk(page, mingus, shop);
  } finally {
    for (const command of running) await command.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Links a bank in the sample's page, and sees the data twice: by the C# client, and by the elements. */
async function walk(page: Page, mingus: string, shop: string): Promise<void> {
  const complaints = watch(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(shop);
  await page.getByRole('button', { name: 'Link a bank' }).click();
  await page.locator("form[action='/link'] button", { hasText: 'First Platypus Bank' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.waitForURL((url) => url.origin === new URL(shop).origin && url.pathname === '/');

  await expect(page.locator('#accounts')).toContainText(/Platypus Checking.*\d+\.\d\d USD/, { timeout: 60_000 });
  await expect(page.locator('#transactions')).toContainText(/-\d+\.\d\d USD/, { timeout: 60_000 });
  const elements = page.locator('mingus-accounts');
  await expect(elements).toContainText('Platypus Checking', { timeout: 60_000 });
  await expect(elements).toContainText(/\$[\d,]+\.\d\d/);
  await page.getByRole('button', { name: 'Look for changes now' }).click();
  await expect(elements).toContainText('Platypus Checking', { timeout: 60_000 });

  expect(complaints).toEqual([]);
  expect(asked.some((url) => url.startsWith(`${mingus}/embed/`))).toBe(true);
  expect(asked.filter((url) => url.includes('mgt_'))).toEqual([]);
}
