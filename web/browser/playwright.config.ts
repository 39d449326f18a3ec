import { defineConfig } from '@playwright/test';

// Debian's Chromium, for no browser is downloaded; MINGUS_CHROMIUM names another. Each worker starts the built server
// (MINGUS_SERVER, else where `dotnet build -c Release` puts it) with its sandbox bank on a free port.
const report = process.env['MINGUS_WEB_REPORT'];

export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'embed/**/*.spec.ts'],
  // Pictures for people are made when they are asked for: npm run screens.
  testIgnore: process.env['MINGUS_SCREENS'] ? [] : ['journeys/screens.spec.ts'],
  outputDir: '../../artifacts/browser',
  timeout: 120_000,
  expect: {
    timeout: 15_000,
    // Compared only where they are drawn alike (support/drawn.ts): a processor may round a shade, no more.
    toHaveScreenshot: { maxDiffPixels: 8, animations: 'disabled', caret: 'hide', scale: 'device' },
  },
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
  // What is missing is wrong: `npm run looks:accept` says that it is meant.
  updateSnapshots: 'none',
  // Two cores: the server and the browser want one each.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  reporter: report ? [['list'], ['junit', { outputFile: report }]] : [['list']],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: process.env['MINGUS_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
