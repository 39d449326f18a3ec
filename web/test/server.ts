import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const startMaxMs = 60_000;

/** The built product, with its sandbox, a database of its own and a free port. */
export interface Server {
  url: string;
  /** Where the built-in bank is. */
  sandbox: string;
  /** Kills it as a crash would; `start` with the same folder goes on where it was. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  folder: string;
  /** What the first start said outside Development, to set a password with. */
  setupSecret(): string;
}

/** The program that a build made: MINGUS_SERVER, else where `dotnet build` puts it. */
export function serverProgram(): string {
  const built = (configuration: string): string =>
    fileURLToPath(new URL(`../../src/Mingus.Server/bin/${configuration}/net10.0/Mingus.Server`, import.meta.url));
  const places = [process.env['MINGUS_SERVER'], built('Release'), built('Debug')];
  const program = places.find((path) => path && existsSync(path));
  if (!program) throw new Error('The server is not built: dotnet build src/Mingus.Server -c Release');
  return program;
}

export interface StartOptions {
  settings?: string[];
  env?: Record<string, string>;
  /** Of a server that was killed: the new one goes on with its data. */
  folder?: string;
}

export async function startServer(options: StartOptions = {}): Promise<Server> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'mingus-web-')));
  const settings = ['--urls', 'http://127.0.0.1:0', ...(options.settings ?? [])];
  const child = spawn(serverProgram(), settings, {
    cwd: folder,
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let said = '';
  const started = new Promise<void>((go, fail) => {
    const late = setTimeout(() => fail(new Error(`The server did not start:\n${said}`)), startMaxMs);
    const hear = (piece: Buffer): void => {
      said += piece.toString();
      if (/^Open http/m.test(said)) go();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', fail);
    void ended.then(() => fail(new Error(`The server ended:\n${said}`)));
    void ended.then(() => clearTimeout(late));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  try {
    await started;
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  const find = (pattern: RegExp): string => pattern.exec(said)?.[1]?.replace(/\/$/, '') ?? '';
  return {
    url: find(/^Open (http\S+)/m),
    sandbox: find(/built-in sandbox at (http\S+)/),
    folder,
    setupSecret: () => find(/with this secret, once:\s+(\S+)/),
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the bank's page gives a person who chose this bank: a token that links it. */
export async function publicToken(sandbox: string, more: object = {}): Promise<string> {
  const response = await fetch(`${sandbox}/sandbox/public_token/create`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      client_id: 'sandbox',
      secret: 'sandbox',
      institution_id: 'ins_109508',
      initial_products: ['transactions'],
      ...more,
    }),
  });
  const { public_token: token } = (await response.json()) as { public_token: string };
  return token;
}
