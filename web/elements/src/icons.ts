import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** Line drawings on a grid of 16, drawn in the colour of the text around them. */
const SHAPES = {
  check: svg`<path d="m3 8.5 3.2 3.2L13 5"/>`,
  alert: svg`<path d="M8 2.2 14.3 13H1.7Z"/><path d="M8 6.4v3.2M8 11.4v.1"/>`,
  error: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.8v3.8M8 11v.1"/>`,
  info: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.4v3.8M8 5v.1"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.4 1.6"/>`,
  sync: svg`<path d="M13.4 6.4A5.6 5.6 0 0 0 3.3 5M2.6 9.6A5.6 5.6 0 0 0 12.7 11"/>
    <path d="M13.6 3v3.4h-3.4M2.4 13V9.6h3.4"/>`,
  bank: svg`<path d="M2 6.4 8 2.6l6 3.8M3.6 6.8v5M6.6 6.8v5M9.4 6.8v5M12.4 6.8v5M2 13.4h12"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  down: svg`<path d="m4 6.2 4 4 4-4"/>`,
  next: svg`<path d="m6 3.8 4.2 4.2L6 12.2"/>`,
  search: svg`<circle cx="7" cy="7" r="4.4"/><path d="m10.4 10.4 3.2 3.2"/>`,
  bell: svg`<path d="M3.4 11.6h9.2c-1-1-1.3-2-1.3-4.2a3.3 3.3 0 0 0-6.6 0c0 2.2-.3 3.2-1.3 4.2ZM6.8 13.6h2.4"/>`,
  undo: svg`<path d="M3 6.4h6.4a3.4 3.4 0 0 1 0 6.8H6"/><path d="M5.8 3.4 2.8 6.4l3 3"/>`,
  link: svg`<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.7.7"/>
    <path d="M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.7-.7"/>`,
  off: svg`<path d="M6.8 9.2 3.5 8.8a2.6 2.6 0 0 0 3.7 3.7M9.2 6.8l3.3.4a2.6 2.6 0 0 0-3.7-3.7M3 3l10 10"/>`,
  up: svg`<path d="M8 13V3.4M4 7.2 8 3.2l4 4"/>`,
  stop: svg`<rect x="4.2" y="4.2" width="7.6" height="7.6" rx="1"/>`,
  hidden: svg`<path d="M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4Z"/><path d="M3 13 13 3"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof SHAPES;

/** A drawing beside a word that says the same: hidden from readers. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-icon=${name}>${SHAPES[name]}</svg>`;
