import puppeteer from 'puppeteer-core';

/** Debian's Chromium, as it is, without what it does by itself over the network. */
export function openBrowser(executablePath) {
  return puppeteer.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
