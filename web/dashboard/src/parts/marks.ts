import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** The product's sign. */
export const mark = (): TemplateResult =>
  html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" />
    <path d="M8 21.5v-11l8 8 8-8v11" /></svg>`;

const shapes: Record<string, SVGTemplateResult> = {
  '': svg`<path d="M3 10.2 12 3l9 7.2V20a1 1 0 0 1-1 1h-5.5v-6h-5v6H4a1 1 0 0 1-1-1Z"/>`,
  duplicates: svg`<rect x="8" y="8" width="12.5" height="12.5" rx="2.5"/>
    <path d="M16 4.6A1.6 1.6 0 0 0 14.400 3.500H5.500a2 2 0 0 0-2 2v8.900A1.600 1.600 0 0 0 4.600 16"/>`,
  findings: svg`<path d="M12 3 4.500 6v5.500c0 4.700 3 8 7.500 9.500 4.500-1.500 7.500-4.800 7.500-9.500V6Z"/>
    <path d="m8.800 12 2.300 2.300 4.200-4.400"/>`,
  connections: svg`<path d="M3 9.500 12 4l9 5.500M5 10v8M9.700 10v8M14.300 10v8M19 10v8M3 20.500h18"/>`,
  activity: svg`<path d="M3 12.500h4l2.600-7.500 4.600 14 2.600-6.500H21"/>`,
  system: svg`<path d="M4 20.500h16M6.500 16.500v-5M12 16.500v-11M17.500 16.500v-8"/>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/>
    <circle cx="15" cy="7" r="2.200"/><circle cx="9" cy="17" r="2.200"/>`,
  more: svg`<circle cx="5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/><circle cx="19" cy="12" r="1.2"/>`,
};

/** The drawing of a page, beside its name. */
export const navIcon = (name: string): TemplateResult =>
  html`<svg class="nav-icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`;
