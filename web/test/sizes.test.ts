import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import { brotli } from '../build/compress.mjs';
import { embedConfig } from '../build/embed.mjs';

const kilobyte = 1024;

/** Kilobytes: what the design aimed at, and what is not exceeded (decision 38 says why these differ). */
const limits = {
  client: { goal: 8, limit: 10 },
  elements: { goal: 30, limit: 48 },
  chart: { goal: 24, limit: 24 },
  dashboard: { goal: 45, limit: 75 },
};
const web = fileURLToPath(new URL('..', import.meta.url));

interface Chunk {
  fileName: string;
  type: 'chunk' | 'asset';
  isEntry?: boolean;
  imports?: string[];
  code?: string;
  source?: string | Uint8Array;
  viteMetadata?: { importedCss: Set<string> };
}

/** What a browser loads before it shows something, and what it loads later; brotli, as it is sent. */
interface Sizes {
  first: number;
  later: Map<string, number>;
}

describe('what a browser loads, as it is sent', () => {
  const client = embedConfig(undefined, { client: `${web}client/src/index.ts` });

  test('client', async () => check('client', (await sizesOf(client)).first));

  test('elements without the client, and the chart that comes later', async () => {
    const sizes = await sizesOf(embedConfig(undefined));
    check('elements', sizes.first - (await sizesOf(client)).first);
    for (const size of sizes.later.values()) check('chart', size);
  });

  test.runIf(existsSync(`${web}dashboard/index.html`))('dashboard: what its first page needs', async () => {
    check('dashboard', (await sizesOf({ root: `${web}dashboard`, logLevel: 'silent', build: { write: false } })).first);
  });
});

function check(name: keyof typeof limits, bytes: number): void {
  const { goal, limit } = limits[name];
  console.log(`${name}: ${(bytes / kilobyte).toFixed(1)} KB brotli (goal ${goal}, limit ${limit})`);
  expect(bytes / kilobyte, name).toBeLessThanOrEqual(limit);
}

async function sizesOf(config: object): Promise<Sizes> {
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
  for (const chunk of output) if (chunk.isEntry || chunk.fileName.endsWith('.html')) add(chunk.fileName);
  const sizes: Sizes = { first: 0, later: new Map() };
  for (const chunk of output) {
    const size = brotli(Buffer.from(chunk.code ?? chunk.source ?? '')).length;
    if (first.has(chunk.fileName)) sizes.first += size;
    else if (/\.(js|css)$/.test(chunk.fileName)) sizes.later.set(chunk.fileName, size);
  }
  return sizes;
}
