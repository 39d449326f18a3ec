import { defineConfig } from 'vitest/config';

// test.sh --quick leaves out what starts the server, builds bundles or opens a browser.
const slow = ['test/contract.test.ts', 'test/sizes.test.ts', 'elements/test/states.test.ts', 'elements/test/shots.test.ts'];
const report = process.env.MINGUS_WEB_REPORT;

export default defineConfig({
  test: {
    include: ['*/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'browser/**', ...(process.env.MINGUS_WEB_QUICK ? slow : [])],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // The server, a browser and the builds want the machine for themselves.
    fileParallelism: false,
    reporters: report ? ['default', 'junit'] : ['default'],
    outputFile: report ? { junit: report } : undefined,
  },
});
