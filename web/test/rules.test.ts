import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const web = fileURLToPath(new URL('..', import.meta.url));

/** Who may know whom: arrows go dashboard -> elements -> client only. */
const knows: Record<string, string[]> = { client: [], elements: ['client'], dashboard: ['client', 'elements'] };

/** Where numbers are made of text, and why that text is no amount of money. */
const numbers: Record<string, string> = {
  'elements/src/chart-data.ts': 'where a point of the chart is; its labels are the text itself',
};

const packages = Object.keys(knows);
const sources = packages.flatMap((name) => filesBelow(join(web, name, 'src'))).map((path) => {
  const text = readFileSync(path, 'utf8');
  return {
    path: relative(web, path),
    home: relative(web, path).split('/')[0]!,
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
  };
});

describe('the web keeps its rules', () => {
  test('there is something to check', () => expect(sources.length).toBeGreaterThan(40));

  test('types of the wire are those of the API’s document', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingus-types-'));
    try {
      const program = join(web, 'node_modules/openapi-typescript/bin/cli.js');
      const document = join(web, '../docs/api/openapi.json');
      await promisify(execFile)(process.execPath, [program, document, '--output', join(folder, 'api.d.ts')]);
      const generated = await readFile(join(folder, 'api.d.ts'), 'utf8');
      const kept = await readFile(join(web, 'client/src/api.d.ts'), 'utf8');
      expect(kept === generated, 'Generate them: npm run types --prefix web').toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test('arrows go dashboard -> elements -> client only', () => {
    const wrong = sources.flatMap((source) =>
      importsOf(source.tree)
        .filter((name) => !mayImport(source, name))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('nothing makes markup of text', () => {
    const banned = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'unsafeHTML', 'unsafeSVG', 'setHTMLUnsafe'];
    expect(found((node) => ts.isIdentifier(node) && banned.includes(node.text))).toEqual([]);
    expect(found((node) => callOf(node) === 'document.write' || callOf(node) === 'eval')).toEqual([]);
  });

  test('no text becomes a floating number: amounts stay what they are', () => {
    const places = found(
      (node) =>
        ['Number', 'parseFloat', 'Number.parseFloat'].includes(callOf(node)) ||
        (ts.isPrefixUnaryExpression(node) &&
          node.operator === ts.SyntaxKind.PlusToken &&
          !ts.isNumericLiteral(node.operand)),
    );
    expect(places.filter((place) => numbers[place.split(':')[0]!] === undefined)).toEqual([]);
  });
});

function found(isWrong: (node: ts.Node) => boolean): string[] {
  return sources.flatMap(({ path, tree }) => {
    const places: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isWrong(node)) places.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return places;
  });
}

/** The name of what is called; empty for what is no call. */
function callOf(node: ts.Node): string {
  return ts.isCallExpression(node) ? node.expression.getText() : '';
}

function importsOf(tree: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const from =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (from && ts.isStringLiteral(from)) names.push(from.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

function mayImport({ home, path }: { home: string; path: string }, name: string): boolean {
  if (name.startsWith('.')) return relative(web, join(web, path, '..', name)).startsWith(`${home}/`);
  if (name.startsWith('@mingus-sync/')) return knows[home]!.includes(name.split('/')[1]!);
  // The client depends on nothing.
  return home !== 'client';
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
