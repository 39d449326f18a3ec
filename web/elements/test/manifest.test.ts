/// <reference types="node" />
/**
 * The manifest and the guide say what the code does. After a change of attributes, events or parts:
 * MINGUS_MANIFEST=write npx vitest run elements/test/manifest.test.ts, and mend the guide's table.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cases } from '../examples/cases';
import { en } from '../src/messages/en';
import { views } from '../src/messages/en-views';
import { described, manifest } from './manifest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const guide = readFileSync(at('../../../docs/guides/elements.md'), 'utf8');

describe('What is said of the elements', () => {
  it('the manifest is what the code says', () => {
    const text = `${JSON.stringify(manifest(), null, 2)}\n`;
    if (process.env['MINGUS_MANIFEST'] === 'write') writeFileSync(at('../custom-elements.json'), text);
    expect(readFileSync(at('../custom-elements.json'), 'utf8')).toBe(text);
  });

  it('the guide’s table is what the code says', () => {
    const rows = [...guide.matchAll(/^\| `(mingus-[\w-]+)` \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(
      ([, tag, ...cells]) => {
        const [attributes, events, parts] = cells.map(words);
        return { tag, attributes, events, parts };
      },
    );
    const said = described().map(({ tag, attributes, events, parts }) => ({
      tag,
      attributes: attributes.map((each) => each.name).sort(),
      events: events.map((each) => `mingus-${each}`),
      parts,
    }));
    expect(rows.sort((one, other) => (one.tag! < other.tag! ? -1 : 1))).toEqual(said);
  });

  it('each element has its examples, but the provider, which all of them use', () => {
    expect([...Object.keys(cases), 'mingus-sync'].sort()).toEqual(described().map((each) => each.tag));
  });

  it('every token of the theme is in the guide', () => {
    const theme = readFileSync(at('../src/theme.ts'), 'utf8');
    const tokens = [...new Set([...theme.matchAll(/var\((--mingus-[\w-]+)/g)].map((match) => match[1]!))];
    expect(tokens.filter((each) => !guide.includes(`\`${each}\``))).toEqual([]);
  });

  it('every text is used, and none is empty', () => {
    const sources = described().map((each) => readFileSync(at(`../${each.file}`), 'utf8')).join('\n');
    const others = ['base', 'standing', 'need', 'duplicate-view', 'duplicates-alike', 'transactions-columns']
      .map((name) => readFileSync(at(`../src/${name}.ts`), 'utf8'))
      .join('\n');
    const unused = Object.keys(en).filter((key) => !new RegExp(`\\b${key}\\b`).test(sources + others));
    expect(unused).toEqual([]);
  });

  it('who shows a text of a view brings them along', () => {
    const showing = described().filter((each) => {
      const text = readFileSync(at(`../${each.file}`), 'utf8');
      const shown = [...text.matchAll(/\bt\.(\w+)/g)].map((match) => match[1]!);
      return shown.some((key) => key in views) !== text.includes("'./messages/en-views'");
    });
    expect(showing.map((each) => each.file)).toEqual([]);
  });
});

const words = (cell: string): string[] => [...cell.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!).sort();
