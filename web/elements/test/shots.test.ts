/**
 * Draws each element's states, for looking at: MINGUS_SHOTS=folder npx vitest run elements/test/shots.test.ts
 * MINGUS_SHOTS_OF names elements, MINGUS_SHOTS_AS looks, each parted by commas; all when left out.
 */
/// <reference types="node" />
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { cases } from '../examples/cases';
import { Rig, type Look } from './rig';

const folder = process.env['MINGUS_SHOTS'];
const among = (name: string, all: string[]) => process.env[name]?.split(',') ?? all;
const looks: Record<string, Partial<Look>> = {
  light: {},
  dark360: { theme: 'dark', width: 360 },
  rtl: { dir: 'rtl', locale: 'ar' },
  forced: { forcedColors: 'active' },
};

describe.skipIf(!folder)('Pictures of the elements', () => {
  it('are drawn', { timeout: 600_000 }, async () => {
    await mkdir(folder!, { recursive: true });
    const rig = await Rig.start();
    try {
      for (const element of among('MINGUS_SHOTS_OF', Object.keys(cases))) {
        for (const look of among('MINGUS_SHOTS_AS', Object.keys(looks))) {
          const { page } = await rig.open({ element, ...looks[look] });
          await page.screenshot({ path: join(folder!, `${element}-${look}.png`), fullPage: true });
          await page.close();
        }
      }
    } finally {
      await rig.stop();
    }
  });
});
