/**
 * With what pictures are drawn. Another browser, font or kind of machine draws the same page a little otherwise, and
 * that is nobody's fault: pictures are compared only where they are drawn as those were that somebody agreed to.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';

interface Drawn {
  /** The browser's major version. */
  chromium: string;
  /** A hash of the font's files. */
  fonts: string;
  machine: string;
}

const agreed = join(dirname(fileURLToPath(import.meta.url)), '../../snapshots/drawn-with.json');
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join('/usr/share/fonts/truetype/dejavu', name));

/** Why pictures drawn here say nothing; empty where they do. */
export function whyNotCompared(browser: Browser): string {
  const [here, then] = [drawnBy(browser), JSON.parse(readFileSync(agreed, 'utf8')) as Drawn];
  if (here.fonts === 'none') return 'the font is missing here: apt-get install fonts-dejavu-core';
  const other = (Object.keys(then) as (keyof Drawn)[]).filter((name) => here[name] !== then[name]);
  return other.map((name) => `${name} is ${here[name]} here and was ${then[name]}`).join(', ');
}

/** Says that the pictures from now on are those drawn here. */
export function agreeTo(browser: Browser): void {
  writeFileSync(agreed, `${JSON.stringify(drawnBy(browser), null, 2)}\n`);
}

function drawnBy(browser: Browser): Drawn {
  return { chromium: browser.version().split('.')[0]!, fonts: hashOfFonts(), machine: process.arch };
}

function hashOfFonts(): string {
  if (!fonts.every((path) => existsSync(path))) return 'none';
  const hash = createHash('sha256');
  for (const path of fonts) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}
