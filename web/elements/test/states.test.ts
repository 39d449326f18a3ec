/// <reference types="node" />
/** Every element in every state, in a real Chromium under the product's security headers: axe finds nothing. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../examples/cases';
import { hasChromium, Rig, type Look } from './rig';

const looks: Record<string, Partial<Look>> = {
  'light, 1280 px': {},
  'dark, 360 px, German': { theme: 'dark', width: 360, locale: 'de-DE', reducedMotion: 'reduce' },
  'right to left, Arabic': { dir: 'rtl', locale: 'ar-EG', width: 768 },
  'forced colours': { forcedColors: 'active', theme: 'dark' },
};

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

type Axe = { run(context: object, options: object): Promise<{ violations: Violation[] }> };

describe.skipIf(!hasChromium)('Elements in a browser', () => {
  let rig: Rig;
  let axe: string;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    rig = await Rig.start();
  }, 120_000);

  afterAll(() => rig?.stop());

  for (const element of Object.keys(cases)) {
    for (const [name, look] of Object.entries(looks)) {
      it(`${element}: ${name}`, { timeout: 60_000 }, async () => {
        const { page, complaints } = await rig.open({ element, ...look });
        try {
          await page.evaluate(axe);
          // The examples' own page has no landmark for each example; text over a picture is nobody's here.
          const run = (tags: string[]) =>
            (globalThis as unknown as { axe: Axe }).axe.run({ include: [['main']] }, {
              runOnly: tags,
              resultTypes: ['violations'],
            });
          const { violations } = await page.evaluate(run, TAGS);
          expect(violations.map(short)).toEqual([]);
          expect(complaints).toEqual([]);
          const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(tooWide, 'the page scrolls sideways').toBeLessThanOrEqual(0);
        } finally {
          await page.close();
        }
      });
    }
  }

  function short({ id, help, nodes }: Violation): string {
    return `${id}: ${help}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`;
  }
});
