import { css } from 'lit';

/** How the chart and its table look; the second half is what uPlot's parts need to stand where it puts them. */
export const chartStyles = css`
  .base {
    display: grid;
    gap: 8px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 12px;
  }
  .ranges {
    display: inline-flex;
    padding: 3px;
    border-radius: calc(var(--radius) * 0.75);
    background: var(--raised);
  }
  .range {
    min-height: 44px;
    padding: 0 14px;
    border: 1px solid transparent;
    border-radius: calc(var(--radius) * 0.6);
    background: none;
    color: var(--muted);
    font: 600 13.5px/1.2 var(--font);
    cursor: pointer;
    transition:
      background var(--motion),
      color var(--motion);
  }
  .range:hover {
    color: var(--fg);
  }
  .range[aria-pressed='true'] {
    border-color: var(--line);
    background: var(--surface);
    color: var(--fg);
  }
  .readout {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    min-height: 28px;
    color: var(--muted);
    font-size: 13.5px;
  }
  .readout b {
    color: var(--fg);
    font-size: 18px;
    font-weight: 640;
  }
  .place,
  .place-block {
    position: relative;
    height: 220px;
    overflow: hidden;
    color: var(--fg);
    cursor: crosshair;
  }
  .place-block .block {
    height: 200px;
  }
  .caption {
    min-height: 21px;
    font-size: 13.5px;
    color: var(--muted);
  }
  .readout .block,
  .caption .block {
    width: 50%;
  }
  .scroller {
    max-height: 256px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }
  th,
  td {
    padding: 8px 14px;
    border-block-end: 1px solid var(--line);
    text-align: start;
    font-weight: 400;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface);
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 600;
  }
  .end {
    text-align: end;
  }
  .probe {
    display: none;
  }
  .probe.accent {
    color: var(--accent);
  }
  .probe.wash {
    color: color-mix(in srgb, var(--accent) 9%, transparent);
  }
  .probe.line {
    color: var(--line);
  }
  .probe.muted {
    color: var(--muted);
  }
  .probe.warn {
    color: var(--warn);
  }
  @media (forced-colors: active) {
    .range[aria-pressed='true'] {
      border-color: Highlight;
    }
  }

  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under {
    position: absolute;
  }
  .u-under {
    overflow: hidden;
  }
  .uplot canvas {
    display: block;
    position: relative;
    width: 100%;
    height: 100%;
  }
  .u-axis {
    position: absolute;
  }
  .u-cursor-x,
  .u-cursor-y,
  .u-cursor-pt {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    pointer-events: none;
    will-change: transform;
  }
  .u-cursor-x {
    height: 100%;
    border-right: 1px dashed var(--edge);
  }
  .u-cursor-pt {
    border: 0 solid;
    border-radius: 50%;
    background-clip: padding-box !important;
  }
  .u-select {
    position: absolute;
    pointer-events: none;
  }
  .u-off,
  .u-axis.u-off {
    display: none;
  }
`;
