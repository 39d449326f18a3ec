import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { texts } from '../dashboard/src/messages/en';
import { keys } from '../dashboard/src/messages/en-keys';
import { pages } from '../dashboard/src/messages/en-pages';
import { settings } from '../dashboard/src/messages/en-settings';
import { signIn } from '../dashboard/src/messages/en-sign-in';

const source = fileURLToPath(new URL('../dashboard/src', import.meta.url));
const files = readdirSync(source, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.endsWith('messages'))
  .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));

describe('texts of the dashboard', () => {
  test('each is shown somewhere', () => {
    const all = files.map((file) => file.text).join('\n');
    expect(Object.keys(texts).filter((key) => !new RegExp(`\\b${key}\\b`).test(all))).toEqual([]);
  });

  test.each([
    ['en-keys', keys],
    ['en-pages', pages],
    ['en-settings', settings],
    ['en-sign-in', signIn],
  ])('who shows a text of %s brings them along', (name, group) => {
    const wrong = files.filter(({ text }) => {
      const shown = [...text.matchAll(/\b(?:d|texts)\.(\w+)/g)].map((match) => match[1]!);
      return shown.some((key) => key in group) && !text.includes(`/messages/${name}'`);
    });
    expect(wrong.map((file) => file.name)).toEqual([]);
  });
});
