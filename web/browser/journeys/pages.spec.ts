import { expect, test, visit } from './support/test';

const sizes = { wide: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries(sizes)) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing on any empty page, and nothing moves while it loads', async ({
        page,
        accessible,
      }) => {
        const fixed = [
          '/',
          '/duplicates',
          '/findings',
          '/findings?view=history',
          '/findings?view=balances',
          '/findings?view=aside',
          '/findings?view=reports',
          '/connections',
          '/activity',
          '/activity?view=decisions',
          '/system',
          '/settings',
          '/settings/notices',
          '/settings/look',
          '/settings/webhooks',
          '/settings/keys',
          '/settings/data',
          '/nowhere',
        ];
        for (const path of fixed) {
          await clean(path);
          expect(await shift(), `layout shift of ${path}`).toBeLessThan(0.02);
        }

        async function clean(path: string): Promise<void> {
          await visit(page, path);
          await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
          await test.step(path, () => accessible());
          expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(
            viewport.width,
          );
        }

        function shift(): Promise<number> {
          return page.evaluate(
            () =>
              new Promise<number>((tell) => {
                let sum = 0;
                new PerformanceObserver((list) => {
                  for (const entry of list.getEntries()) {
                    const one = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
                    if (!one.hadRecentInput) sum += one.value;
                  }
                }).observe({ type: 'layout-shift', buffered: true });
                setTimeout(() => tell(sum), 100);
              }),
          );
        }
      });
    });
  }
}
