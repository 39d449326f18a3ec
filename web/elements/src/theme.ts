/** What all elements share: tokens, type, chips, blocks that hold the place of what is still to come. */
import { css } from 'lit';

/** Public tokens are `--mingus-*`; inside, each is read once with its default for light and dark. */
export const tokens = css`
  :host {
    --fg: var(--mingus-fg, light-dark(#17201e, #e9efed));
    --muted: var(--mingus-muted, light-dark(#56635e, #a0b2ac));
    --surface: var(--mingus-surface, light-dark(#ffffff, #161e1c));
    --raised: var(--mingus-raised, light-dark(#f1f5f3, #202a27));
    --line: var(--mingus-line, light-dark(#dfe6e3, #2d3a36));
    --edge: light-dark(#7d8b85, #70827c);
    --accent: var(--mingus-accent, light-dark(#0f6b5c, #5cc9b3));
    --on-accent: var(--mingus-on-accent, light-dark(#ffffff, #06251f));
    --ok: var(--mingus-ok, light-dark(#176b3c, #6fce97));
    --warn: var(--mingus-warn, light-dark(#8a5300, #f0b95c));
    --bad: var(--mingus-bad, light-dark(#a5281f, #ff9c91));
    --info: var(--mingus-info, light-dark(#1e5a99, #84bdf5));
    --radius: var(--mingus-radius, 12px);
    --space: var(--mingus-space, 16px);
    --motion: var(--mingus-motion, 160ms);
    --font: var(--mingus-font, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    --font-number: var(--mingus-font-number, var(--font));
    --shadow: 0 1px 2px light-dark(rgb(16 32 28 / 6%), rgb(0 0 0 / 40%)),
      0 8px 28px light-dark(rgb(16 32 28 / 10%), rgb(0 0 0 / 45%));
    display: block;
    color: var(--fg);
    font: 400 15px/1.5 var(--font);
    text-align: start;
    -webkit-font-smoothing: antialiased;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h2,
  h3 {
    font-size: 16px;
    font-weight: 640;
    line-height: 1.35;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }

  .muted {
    color: var(--muted);
  }

  .small {
    font-size: 13px;
  }

  .number {
    font-family: var(--font-number);
    font-variant-numeric: tabular-nums lining-nums;
    white-space: nowrap;
  }

  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .icon {
    flex: none;
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.7;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  [data-tone='ok'] {
    --tone: var(--ok);
  }
  [data-tone='warn'] {
    --tone: var(--warn);
  }
  [data-tone='bad'] {
    --tone: var(--bad);
  }
  [data-tone='busy'],
  [data-tone='info'] {
    --tone: var(--info);
  }
  [data-tone='quiet'] {
    --tone: var(--muted);
  }

  [data-tone='busy'] > .icon[data-icon='sync'] {
    animation: turn 1.4s linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** Cards, chips, notes, and the blocks of final size that stand in while something loads. */
export const surfaces = css`
  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 1px 9px;
    border: 1px solid color-mix(in srgb, var(--tone, var(--muted)) 32%, var(--line));
    border-radius: 99px;
    background: color-mix(in srgb, var(--tone, var(--muted)) 7%, var(--surface));
    color: var(--tone, var(--muted));
    font-size: 12.5px;
    font-weight: 560;
    line-height: 1.6;
    white-space: nowrap;
  }
  .chip .icon {
    width: 13px;
    height: 13px;
  }
  .block {
    display: block;
    height: 1em;
    border-radius: 6px;
    background: color-mix(in srgb, var(--fg) 9%, transparent);
    animation: breathe 1.8s ease-in-out infinite;
  }
  .wait-words {
    opacity: 0;
    animation: appear 0s 1s forwards;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  .stale,
  .failed,
  .empty {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 10px 16px;
    font-size: 14px;
  }
  .stale {
    color: var(--muted);
    border-block-end: 1px solid var(--line);
    background: var(--raised);
  }
  .stale .icon {
    color: var(--warn);
  }
  .failed > p,
  .stale > p {
    flex: 1 1 200px;
    overflow-wrap: anywhere;
  }
  .failed {
    padding-block: 20px;
  }
  .failed > .icon {
    width: 20px;
    height: 20px;
    color: var(--bad);
  }
  .empty {
    flex-direction: column;
    justify-content: center;
    padding: 36px 20px;
    color: var(--muted);
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    width: 26px;
    height: 26px;
    color: var(--ok);
  }
  @media (prefers-reduced-motion: reduce) {
    .wait-words {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .block {
      border: 1px solid GrayText;
    }
    .card,
    .chip {
      border-color: CanvasText;
    }
  }
`;
