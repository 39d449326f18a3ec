/** The built product in a process of its own, in an empty folder, with its built-in sandbox bank. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const startLimitMs = 60_000;
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const built = (name: string, folder: string): string => join(root, folder, name, 'bin/Release/net10.0', name);
const program = process.env['MINGUS_SERVER'] ?? built('Mingus.Server', 'src');
const stage = process.env['MINGUS_STAGE'] ?? built('Mingus.Stage', 'test');

export class Product {
  private constructor(
    readonly url: string,
    /** Where the sandbox bank is, and its control routes. */
    readonly bank: string,
    /** What it said on its console so far. */
    readonly said: readonly string[],
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly lines: Interface,
    private at: string | undefined,
  ) {}

  /** With a moment it is that moment, for the product and its bank, until another is set. */
  static async start(settings: string[] = [], at?: string): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'mingus-journey-'));
    const child = spawn(at ? stage : program, at ? [at, ...settings] : settings, {
      cwd: folder,
      env: {
        ...process.env,
        ASPNETCORE_ENVIRONMENT: 'Development',
        ASPNETCORE_URLS: 'http://127.0.0.1:0',
        Logging__LogLevel__Default: 'Warning',
        Sandbox__HistoryDelay: '00:00:02',
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout! });
    const said: string[] = [];
    lines.on('line', (line) => said.push(line));
    const { url, bank } = await announced(child, lines);
    return new Product(url, bank, said, child, folder, lines, at);
  }

  /** What time it is for the product. */
  get now(): Date {
    return this.at ? new Date(this.at) : new Date();
  }

  /** Sets the clock of a product that was started with a moment. */
  async setClock(at: string): Promise<void> {
    if (!this.at) throw new Error('This product goes by real time: start it with a moment.');
    const heard = new Promise<void>((done) => {
      const hear = (line: string): void => {
        if (line !== at) return;
        this.lines.off('line', hear);
        done();
      };
      this.lines.on('line', hear);
    });
    this.process.stdin!.write(`${at}\n`);
    await heard;
    this.at = at;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function announced(child: ChildProcess, lines: Interface): Promise<{ url: string; bank: string }> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error('The product did not start within a minute.')), startLimitMs);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`The product ended with ${code} before it could be used.`)));
    let bank = '';
    lines.on('line', (line) => {
      bank = /built-in sandbox at (http\S+?)\/?$/.exec(line)?.[1] ?? bank;
      const url = /^Open (http\S+)$/.exec(line)?.[1];
      if (!url) return;
      clearTimeout(timer);
      found({ url, bank });
    });
  });
}
