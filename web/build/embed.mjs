// The elements for pages of others: one build, so that its chunks are shared; each file whole and minified, for a page
// that has no bundler of its own.
import { fileURLToPath } from 'node:url';
import { small } from './small.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Vite's settings; with no folder nothing is written. */
export function embedConfig(outDir, input = { 'mingus-sync': `${root}build/embed.ts` }) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [small()],
    build: {
      target: 'es2022',
      outDir,
      write: outDir !== undefined,
      emptyOutDir: outDir !== undefined,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          assetFileNames: 'chunks/[name]-[hash][extname]',
        },
      },
    },
  };
}
