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
      reportCompressedSize: false,
      // A library: chunks are asked for where they are. What Vite asks for ahead it would seek at the server's root.
      lib: { entry: input, formats: ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        output: {
          // Else a library keeps its white space, for bundlers.
          minify: true,
          // One chunk of all that comes first, which the others share; the file that pages know only names it.
          codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          assetFileNames: 'chunks/[name]-[hash][extname]',
        },
      },
    },
  };
}
