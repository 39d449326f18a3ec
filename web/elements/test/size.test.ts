/// <reference types="node" />
/** What a page loads: the built elements, brotli, the client and the chart's library counted apart. */
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { small } from '../../build/small.mjs';

const KB = 1000;
const source = (name: string) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));

async function sizesOf(entries: string[]): Promise<{ first: number; later: number }> {
  const built = await build({
    logLevel: 'error',
    configFile: false,
    mode: 'production',
    plugins: [small()],
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['production', 'module', 'browser'] },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: Object.fromEntries(entries.map((each) => [each, source(each)])),
        preserveEntrySignatures: 'strict',
        external: ['@mingus-sync/client'],
        output: { format: 'es' },
      },
    },
  });
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rolldown.RolldownOutput];
  const chunks = output.filter((each) => each.type === 'chunk');
  const first = new Set(chunks.filter((each) => each.isEntry).flatMap((each) => [each.fileName, ...each.imports]));
  const sizes = { first: 0, later: 0 };
  for (const chunk of chunks) {
    sizes[first.has(chunk.fileName) ? 'first' : 'later'] += brotliCompressSync(chunk.code).length;
  }
  return sizes;
}

describe.skipIf(process.env['MINGUS_WEB_QUICK'])('Sizes', () => {
  // For bundlers; what a page without one loads first is in web/test/sizes.test.ts (decision 45).
  it('all elements, and the chart’s library when a chart is shown', { timeout: 120_000 }, async () => {
    const { first, later } = await sizesOf(['index']);
    console.log(`all elements: ${first} bytes, chart: ${later} bytes (brotli)`);
    expect(first).toBeLessThan(38.2 * KB);
    expect(later).toBeLessThan(21 * KB);
  });

  it('the few that a foreign page shows most', { timeout: 120_000 }, async () => {
    const { first } = await sizesOf(['sync', 'accounts', 'sync-button', 'notice']);
    console.log(`sync, accounts, sync-button and notice: ${first} bytes (brotli)`);
    expect(first).toBeLessThan(20 * KB);
  });
});
