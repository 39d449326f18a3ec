/** The built product in a process of its own, in an empty folder, with its built-in sandbox bank. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const startLimitMs = 60_000;
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const program = process.env['MINGUS_SERVER'] ?? join(root, 'src/Mingus.Server/bin/Release/net10.0/Mingus.Server');

export class Product {
  private constructor(
    readonly url: string,
    /** Where the sandbox bank is, and its control routes. */
    readonly bank: string,
    /** What it said on its console so far. */
    readonly said: readonly string[],
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(settings: string[] = []): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'mingus-journey-'));
    const child = spawn(program, settings, {
      cwd: folder,
      env: {
        ...process.env,
        ASPNETCORE_ENVIRONMENT: 'Development',
        ASPNETCORE_URLS: 'http://127.0.0.1:0',
        Logging__LogLevel__Default: 'Warning',
        Sandbox__HistoryDelay: '00:00:02',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    const { url, bank } = await announced(child, said);
    return new Product(url, bank, said, child, folder);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function announced(child: ChildProcess, said: string[]): Promise<{ url: string; bank: string }> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error('The product did not start within a minute.')), startLimitMs);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`The product ended with ${code} before it could be used.`)));
    let bank = '';
    createInterface({ input: child.stdout! }).on('line', (line) => {
      said.push(line);
      bank = /built-in sandbox at (http\S+?)\/?$/.exec(line)?.[1] ?? bank;
      const url = /^Open (http\S+)$/.exec(line)?.[1];
      if (!url) return;
      clearTimeout(timer);
      found({ url, bank });
    });
  });
}
