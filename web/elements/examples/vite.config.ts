import { defineConfig } from 'vite';

/** `npx vite elements/examples` shows the examples live; the tests build them once. */
export default defineConfig({ build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } } });
