/** The ways in which a page is looked at. */
import type { Page } from '@playwright/test';

const wide = { width: 1120, height: 860 };
const narrow = { width: 360, height: 1100 };

export const looks = {
  light: { viewport: wide },
  dark: { viewport: wide, colorScheme: 'dark' },
  forced: { viewport: wide, forcedColors: 'active' },
  phone: { viewport: narrow },
  rtl: { viewport: wide, dir: 'rtl' },
} as const satisfies Record<string, View>;

export type Look = keyof typeof looks;

interface View {
  viewport: { width: number; height: number };
  colorScheme?: 'dark';
  forcedColors?: 'active';
  dir?: 'rtl';
}

/** Shows the page in a look, once nothing of it is on its way. */
export async function lookAt(page: Page, view: View): Promise<void> {
  await page.emulateMedia({
    colorScheme: view.colorScheme ?? 'light',
    forcedColors: view.forcedColors ?? 'none',
    reducedMotion: 'reduce',
  });
  await page.setViewportSize(view.viewport);
  await page.evaluate((dir) => (document.documentElement.dir = dir), view.dir ?? 'ltr');
}

/** Everything was read, the stream is there or is known to be away, fonts are there, and layout is over. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const waits = (root: Document | ShadowRoot): boolean =>
      root.querySelector('[aria-busy=true]') !== null ||
      [...root.querySelectorAll('*')].some((one) => one.shadowRoot !== null && waits(one.shadowRoot));
    return !waits(document) && !document.querySelector('.live[data-state=connecting]');
  });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  });
}
