import { defineConfig } from 'vite';
import { small } from '../../build/small.mjs';

/** `npx vite elements/examples` shows the examples live; the tests build them once. */
export default defineConfig({
  plugins: [small()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
