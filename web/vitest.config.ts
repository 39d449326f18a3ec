import { defineConfig } from 'vitest/config';

// Unit tests of the packages, in Node. Contract tests start the built server (MINGUS_SERVER) and are their own project:
// they want the machine for themselves. Elements add what they need in a real browser.
export default defineConfig({
  test: {
    include: ['*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: process.env.MINGUS_WEB_REPORT ? ['default', 'junit'] : ['default'],
    outputFile: process.env.MINGUS_WEB_REPORT ? { junit: process.env.MINGUS_WEB_REPORT } : undefined,
  },
});
