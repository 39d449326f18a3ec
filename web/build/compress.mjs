// What is served is compressed once, as well as can be: a server that compresses each answer does it worse.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const texts = /\.(js|mjs|css|html|svg|json|webmanifest|txt)$/;
const smallest = 512;

/** Writes `x.js.br` and `x.js.gz` beside each text that gets smaller by it. */
export function compressFolder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !texts.test(entry.name)) continue;
    const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
    const content = readFileSync(path);
    if (content.length < smallest) continue;
    for (const [ending, packed] of [['br', brotli(content)], ['gz', gzipSync(content, { level: 9 })]]) {
      if (packed.length < content.length) writeFileSync(`${path}.${ending}`, packed);
    }
  }
}

export function brotli(content) {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
}
