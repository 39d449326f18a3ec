import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { small } from '../build/small.mjs';

// Built into the server's wwwroot, which the server serves and git ignores. In development a server started by
// hand answers the API: MINGUS_API=http://127.0.0.1:5080 npm run dev.
const server = process.env.MINGUS_API ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [small()],
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    target: 'es2022',
    outDir: process.env.MINGUS_WEB_OUT ?? fileURLToPath(new URL('../../src/Mingus.Server/wwwroot', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': server, '/health': server, '/docs': server, '/openapi': server } },
});
