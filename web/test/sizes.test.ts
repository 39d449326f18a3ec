import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { brotli } from '../build/compress.mjs';
import { embedConfig } from '../build/embed.mjs';

const kilobyte = 1024;

/** Kilobytes: what the design aims at, and what is not exceeded. */
const limits = {
  client: { goal: 8, limit: 7.2 },
  elements: { goal: 30, limit: 24.2 },
  chart: { goal: 24, limit: 20 },
  dashboard: { goal: 45, limit: 43 },
};
/** What comes on demand has no goal of its own, but does not grow unseen. */
const laterLimits = { client: 3.5, views: 21 };
const web = fileURLToPath(new URL('..', import.meta.url));

interface Chunk {
  fileName: string;
  moduleIds?: string[];
  type: 'chunk' | 'asset';
  isEntry?: boolean;
  facadeModuleId?: string | null;
  imports?: string[];
  code?: string;
  source?: string | Uint8Array;
  viteMetadata?: { importedCss: Set<string> };
}

/** What a browser loads before it shows something, and what it loads later; brotli, as it is sent. */
interface Sizes {
  first: number;
  later: number;
  /** Of what comes later, the library that draws charts. */
  chart: number;
}

describe('what a browser loads, as it is sent', () => {
  // Else packages are taken as they are for tests: Lit with what helps those who develop with it.
  beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'));
  afterAll(() => void vi.unstubAllEnvs());

  // Each time its own settings: a build adds to those it is given.
  const client = (): object => embedConfig(undefined, { client: `${web}client/src/index.ts` });

  test('client', async () => {
    const { first, later } = await sizesOf(client());
    check('client', first);
    checkLater('client', later);
  });

  test('elements without the client, the views and the chart that come later', async () => {
    const [all, without] = [await sizesOf(embedConfig(undefined)), await sizesOf(client())];
    check('elements', all.first - without.first);
    check('chart', all.chart);
    checkLater('views', all.later - all.chart - without.later);
  });

  test('dashboard: the frame, and the overview in it', async () => {
    const config = { root: `${web}dashboard`, logLevel: 'silent', build: { write: false } };
    check('dashboard', (await sizesOf(config, '/pages/overview.ts')).first);
  });
});

function check(name: keyof typeof limits, bytes: number): void {
  const { goal, limit } = limits[name];
  console.log(`${name}: ${(bytes / kilobyte).toFixed(1)} KB brotli (goal ${goal}, limit ${limit})`);
  expect(bytes / kilobyte, name).toBeLessThanOrEqual(limit);
}

function checkLater(name: keyof typeof laterLimits, bytes: number): void {
  console.log(`${name}, on demand: ${(bytes / kilobyte).toFixed(1)} KB brotli (limit ${laterLimits[name]})`);
  expect(bytes / kilobyte, name).toBeLessThanOrEqual(laterLimits[name]);
}

/** Of the entries, and of a page that comes with them though it is asked for later. */
async function sizesOf(config: object, page?: string): Promise<Sizes> {
  const built = (await build(config)) as unknown as { output: Chunk[] } | { output: Chunk[] }[];
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => one.output);
  const byName = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const first = new Set<string>();
  const add = (name: string): void => {
    const chunk = byName.get(name);
    if (!chunk || first.has(name)) return;
    first.add(name);
    for (const next of [...(chunk.imports ?? []), ...(chunk.viteMetadata?.importedCss ?? [])]) add(next);
  };
  for (const chunk of output) {
    const isPage = page !== undefined && chunk.facadeModuleId?.endsWith(page);
    if (chunk.isEntry || isPage || chunk.fileName.endsWith('.html')) add(chunk.fileName);
  }
  const sizes: Sizes = { first: 0, later: 0, chart: 0 };
  for (const chunk of output) {
    const size = brotli(Buffer.from(chunk.code ?? chunk.source ?? '')).length;
    if (first.has(chunk.fileName)) sizes.first += size;
    else if (/\.(js|css)$/.test(chunk.fileName)) sizes.later += size;
    if (chunk.moduleIds?.some((id) => id.includes('/uplot/'))) sizes.chart += size;
  }
  return sizes;
}
