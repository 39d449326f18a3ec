/// <reference types="node" />
/** What the code says of each element: tag, attributes, events, parts. From this come the manifest and its test. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Described {
  tag: string;
  name: string;
  file: string;
  description: string;
  attributes: { name: string; field: string; description: string }[];
  events: string[];
  parts: string[];
}

const EVENT = /this\.emit\('([\w-]+)'|CustomEvent\('mingus-([\w-]+)'/g;

const folder = fileURLToPath(new URL('../src/', import.meta.url));

/** Every element of the package, by tag. */
export function described(): Described[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(folder + file, 'utf8') }))
    .filter(({ text }) => text.includes('@customElement('))
    .map(({ file, text }) => describe(file, text))
    .sort((one, other) => (one.tag < other.tag ? -1 : 1));
}

function describe(file: string, text: string): Described {
  const head = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*@customElement\('([^']+)'\)\s*export class (\w+)/.exec(text);
  if (!head) throw new Error(`${file}: an element has a comment, a tag and a class`);
  return {
    tag: head[2]!,
    name: head[3]!,
    file: `src/${file}`,
    description: prose(head[1]!),
    attributes: attributesOf(text),
    events: unique([...text.matchAll(EVENT)].map((match) => match[1] ?? match[2]!)),
    parts: partsOf(text),
  };
}

function attributesOf(text: string): Described['attributes'] {
  const found = text.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?@property\(([^)]*)\)\s*(\w+)/g);
  return [...found].flatMap(([, comment, options, field]) => {
    if (options!.includes('attribute: false')) return [];
    const named = /attribute: '([^']+)'/.exec(options!)?.[1];
    return [{ name: named ?? field!.toLowerCase(), field: field!, description: prose(comment ?? '') }];
  });
}

/** A part that names a state is written `month ${state}`: the fixed word counts. */
function partsOf(text: string): string[] {
  const values = [...text.matchAll(/ part="([^"]*)"/g)].map(([, value]) => value!.replace(/\$\{[^}]*\}/g, ''));
  const words = values.flatMap((each) => each.split(/\s+/));
  const framed = text.includes('this.frame(') ? ['stale', 'error'] : [];
  return unique([...words.filter(Boolean), ...framed]);
}

const prose = (comment: string): string => comment.replace(/^\s*\*\s?/gm, '').replace(/\s+/g, ' ').trim();
const unique = (words: string[]): string[] => [...new Set(words)].sort();

/** The Custom Elements Manifest, which editors and catalogues read. */
export function manifest(): object {
  return {
    schemaVersion: '1.0.0',
    modules: described().map((each) => ({
      kind: 'javascript-module',
      path: each.file,
      declarations: [
        {
          kind: 'class',
          customElement: true,
          tagName: each.tag,
          name: each.name,
          description: each.description,
          attributes: each.attributes.map(({ name, field, description }) => ({ name, fieldName: field, description })),
          events: each.events.map((name) => ({ name: `mingus-${name}`, type: { text: 'CustomEvent' } })),
          cssParts: each.parts.map((name) => ({ name })),
        },
      ],
      exports: [
        { kind: 'custom-element-definition', name: each.tag, declaration: { name: each.name, module: each.file } },
      ],
    })),
  };
}
