import { css } from 'lit';

/** How months and days look: full, missing (dashed), waiting (hatched), before the bank's history (a line). */
export const coverageStyles = css`
  .base {
    display: grid;
    gap: 10px;
    container-type: inline-size;
  }
  .base > :is(.stale, .failed) {
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 14px;
    min-height: 24px;
  }
  .summary {
    font-weight: 600;
  }
  .patterns {
    position: absolute;
  }
  .strip {
    display: grid;
    grid-template-columns: repeat(24, minmax(0, 1fr));
    gap: 2px;
    min-height: 62px;
  }
  .month {
    position: relative;
    display: block;
    min-width: 0;
    height: 44px;
    margin: 0 0 18px;
    padding: 0;
    border: 0;
    border-radius: 5px;
    background: none;
    cursor: pointer;
    transition: translate var(--motion);
  }
  .month:hover {
    translate: 0 -2px;
  }
  .month[aria-expanded='true'] .bar {
    outline: 2px solid var(--fg);
    outline-offset: 1px;
  }
  .bar {
    display: block;
    width: 100%;
    height: 44px;
    border-radius: 4px;
    overflow: hidden;
  }
  .year {
    position: absolute;
    inset-block-start: 46px;
    left: 0;
    color: var(--muted);
    font: 500 11.5px/1.4 var(--font-number);
  }
  .day.full {
    fill: var(--accent);
  }
  .day.gap {
    fill: color-mix(in srgb, var(--warn) 12%, var(--surface));
    stroke: var(--warn);
    stroke-width: 1.6;
    stroke-dasharray: 3 2;
    vector-effect: non-scaling-stroke;
  }
  .day.waiting {
    fill: url(#hatch);
    stroke: var(--edge);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .hatch-line {
    fill: var(--edge);
  }
  .day.limited {
    fill: var(--raised);
    stroke: var(--line);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
    font-size: 13px;
    color: var(--muted);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 7px;
  }
  .sample {
    flex: none;
    width: 17px;
    height: 15px;
  }
  .gaps {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .gap {
    display: inline-flex;
    align-items: center;
    gap: 9px;
    min-height: 44px;
    padding: 0 10px 0 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: inherit;
    font: inherit;
    font-size: 14px;
    text-align: start;
    cursor: pointer;
  }
  .gap:hover span {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .wrong {
    flex-basis: 100%;
    color: var(--bad);
    font-size: 14px;
  }
  .note {
    display: flex;
    align-items: baseline;
    gap: 8px;
    font-size: 14px;
  }
  .note .icon {
    color: var(--info);
    translate: 0 3px;
  }
  .calendar {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(132px, 1fr));
    gap: 16px;
  }
  .page {
    width: 132px;
    margin: 0;
  }
  .opened .page {
    width: min(220px, 100%);
  }
  figcaption {
    display: grid;
    margin-block-end: 4px;
    font-size: 13.5px;
    font-weight: 560;
  }
  .days {
    display: block;
    width: 100%;
    aspect-ratio: 112 / 96;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }
  th,
  td {
    padding: 8px 12px 8px 0;
    border-block-end: 1px solid var(--line);
    text-align: start;
    font-weight: 400;
  }
  thead th {
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 600;
  }
  .words {
    width: 45%;
  }
  .block.month {
    background: color-mix(in srgb, var(--fg) 9%, transparent);
    cursor: default;
  }
  @container (max-width: 560px) {
    .strip {
      grid-template-columns: repeat(12, minmax(0, 1fr));
    }
  }
  @media (forced-colors: active) {
    .day.full {
      fill: Highlight;
    }
    .day.gap {
      fill: Canvas;
      stroke: CanvasText;
    }
    .day:is(.waiting, .limited) {
      stroke: GrayText;
    }
  }
`;
