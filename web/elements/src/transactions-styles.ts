import { css } from 'lit';

/** How the list, its tools and its rows look; rows are as high as transactions.ts says. */
export const transactionsStyles = css`
  .base {
    container-type: inline-size;
    overflow: hidden;
  }
  .tools {
    display: flex;
    gap: 10px;
    padding: 12px 14px;
    border-block-end: 1px solid var(--line);
  }
  .search {
    position: relative;
    flex: 1;
  }
  .search .icon {
    position: absolute;
    inset-block-start: 14px;
    inset-inline-start: 13px;
    color: var(--muted);
  }
  input,
  select {
    min-height: 44px;
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    color: inherit;
    font: inherit;
    transition: border-color var(--motion);
  }
  input {
    width: 100%;
    padding-inline: 38px 12px;
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  select {
    padding-inline: 12px;
  }
  input:hover,
  select:hover {
    border-color: var(--fg);
  }
  .window {
    position: relative;
  }
  .scroller {
    position: relative;
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
  }
  .scroller.none {
    display: grid;
    align-content: center;
  }
  .scroller[aria-busy='true'] .rows {
    opacity: 0.88;
  }
  .rows {
    position: relative;
    transition: opacity var(--motion);
  }
  .heads {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    background: var(--surface);
  }
  .row {
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 14px;
    align-items: center;
    height: 44px;
    padding-inline: 18px;
    border-block-end: 1px solid color-mix(in srgb, var(--line) 70%, transparent);
  }
  :host([density='comfortable']) .rows .row {
    height: 56px;
  }
  .rows .row {
    position: absolute;
    inset-inline: 0;
    inset-block-start: 0;
  }
  .rows .row:hover {
    background: var(--raised);
  }
  .row.head,
  .row.head > span {
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 600;
  }
  .date,
  .category {
    overflow: hidden;
    color: var(--muted);
    font-size: 13.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .description {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    overflow: hidden;
  }
  .description .chip {
    flex: none;
  }
  .open {
    min-width: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 520;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }
  .open::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .open:focus-visible {
    outline: none;
  }
  .open:focus-visible::after {
    outline: 2px solid var(--accent);
    outline-offset: -3px;
    border-radius: 8px;
  }
  .row:active .open::after {
    background: color-mix(in srgb, var(--fg) 6%, transparent);
  }
  .amount {
    text-align: end;
    font-weight: 560;
  }
  .head .amount {
    font-weight: 600;
  }
  .amount.in {
    color: var(--ok);
  }
  .is-pending .open,
  .is-pending .amount {
    color: var(--muted);
    font-style: italic;
  }
  .fresh {
    position: absolute;
    inset-block-start: 50px;
    inset-inline: 0;
    z-index: 3;
    width: max-content;
    margin-inline: auto;
    border-radius: 99px;
    box-shadow: var(--shadow);
    animation: rise var(--motion) ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  @container (max-width: 520px) {
    .heads {
      clip-path: inset(50%);
      position: absolute;
      height: 1px;
      overflow: hidden;
    }
    .rows .row.row {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-rows: auto auto;
      align-content: center;
      gap: 1px 12px;
      height: 64px;
      padding-inline: 14px;
    }
    .row > .description {
      grid-area: 1 / 1;
    }
    .row > .amount {
      grid-area: 1 / 2;
    }
    .row > .date {
      grid-area: 2 / 1;
    }
    .row > .category {
      grid-area: 2 / 2;
      max-width: 130px;
      text-align: end;
    }
    .fresh {
      inset-block-start: 8px;
    }
  }
`;
