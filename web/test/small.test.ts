import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import { ofMarkup, ofStyles, small } from '../build/small.mjs';

describe('what is left out of what a browser loads', () => {
  test('indents of markup, but not the space between words', () => {
    expect(ofMarkup('<p>\n  One\n  two <b\n    id="x">three</b>\n</p>')).toBe('<p> One two <b id="x">three</b> </p>');
  });

  test('indents and comments of styles, but not what has a meaning', () => {
    const styles = `
      /* A card */
      .card > :is(a, b) :hover {
        margin: calc(1px + 2px) auto;
        color: light-dark(#fff, #000);
      }
      @media (max-width: 10px) { p { top: 0; } }
    `;
    expect(ofStyles(styles).trim()).toBe(
      '.card > :is(a,b) :hover{margin:calc(1px + 2px) auto;color:light-dark(#fff,#000)}'
        + '@media (max-width:10px){p{top:0}}',
    );
  });

  test('they are left out of what is built, in our sources only', async () => {
    const code = `html\`<p>\n    one\n  </p>\`;`;
    const built = async (id: string): Promise<string> => {
      const virtual = { name: 'virtual', resolveId: () => id, load: () => `import { html } from 'lit';\n${code}` };
      const { output } = ((await build({
        configFile: false,
        logLevel: 'silent',
        plugins: [virtual, small()],
        build: { write: false, lib: { entry: 'one', formats: ['es'] }, rolldownOptions: { external: 'lit' } },
      })) as unknown as { output: { code: string }[] }[])[0]!;
      return output[0]!.code;
    };
    expect(await built('/any/web/elements/src/one.ts')).toContain('`<p> one </p>`');
    expect(await built('/any/node_modules/other/src/one.ts')).toContain('<p>\n');
  });

  test('decorators are the calls that they make: none is left of all elements', async () => {
    const entry = fileURLToPath(new URL('../elements/src/index.ts', import.meta.url));
    const { output } = ((await build({
      configFile: false,
      logLevel: 'silent',
      plugins: [small()],
      build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
    })) as unknown as { output: { code?: string }[] }[])[0]!;
    const code = output.map((chunk) => chunk.code ?? '').join('\n');
    expect(code).not.toMatch(/decorate/i);
    // Of a class that names itself the name stays the class.
    expect(code).not.toMatch(/= customElements\.define/);
    expect(code).toMatch(/customElements\.define\("mingus-sync", MingusSync\)/);
    expect(code).toMatch(/MingusSync\.createProperty\("locale"\)/);
    expect(code).toMatch(/MingusSync\.createProperty\("baseUrl", \{ attribute: "base-url" \}\)/);
  });
});
