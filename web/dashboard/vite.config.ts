import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { small } from '../build/small.mjs';

// Built into the server's wwwroot, which the server serves and git ignores. In development a server started by
// hand answers the API: MINGUS_API=http://127.0.0.1:5080 npm run dev.
const server = process.env.MINGUS_API ?? 'http://127.0.0.1:5080';

const here = fileURLToPath(new URL('.', import.meta.url));

// A browser asks for six files at once, and each takes as long as the way there and back: what comes with every page is
// one file, and so is what the first page shares with others.
const together = [
  { name: 'early', test: /[\\/]dashboard[\\/]src[\\/](early|code)\.ts$|preload-helper/, priority: 3 },
  { name: 'first', tags: ['$initial' as const], priority: 2 },
  { name: 'overview', test: /[\\/]elements[\\/]src[\\/](runs|standing|sync-button)/, priority: 1 },
];

/** Names the file that asks ahead in the page, before all others. */
function early(): Plugin {
  return {
    name: 'mingus-early',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const file = Object.values(bundle ?? {}).find((one) => one.type === 'chunk' && one.name === 'early');
        const src = file ? `/${file.fileName}` : '/src/early.ts';
        const attrs = { type: 'module', async: true, fetchpriority: 'high', crossorigin: true, src };
        return [{ tag: 'script', attrs, injectTo: 'head' }];
      },
    },
  };
}

/** The same page for whoever is not signed in, which the server then answers with. */
function signedOut(): Plugin {
  return {
    name: 'mingus-signed-out',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('The build made no index.html.');
      const source = String(page.source).replace('<html ', '<html data-signed-out ');
      this.emitFile({ type: 'asset', fileName: 'signed-out.html', source });
    },
  };
}

export default defineConfig({
  plugins: [small(), early(), signedOut()],
  root: here,
  build: {
    target: 'es2022',
    outDir: process.env.MINGUS_WEB_OUT ?? fileURLToPath(new URL('../../src/Mingus.Server/wwwroot', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: `${here}index.html`, early: `${here}src/early.ts` },
      output: { codeSplitting: { groups: together } },
    },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': server, '/health': server, '/docs': server, '/openapi': server } },
});
