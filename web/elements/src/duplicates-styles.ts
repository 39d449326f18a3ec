import { css } from 'lit';

/** How pairs look: the versions side by side, what is the same at their end. */
export const duplicatesStyles = css`
  .base,
  .list {
    display: grid;
    gap: var(--space);
  }
  .pair {
    display: grid;
    gap: 14px;
    padding: calc(var(--space) * 1.15);
    container-type: inline-size;
  }
  dialog {
    width: min(560px, calc(100vw - 32px));
    padding: calc(var(--space) * 1.5);
    color: var(--fg);
  }
  dialog::backdrop {
    background: rgb(6 16 12 / 48%);
  }
  dialog > * + * {
    margin-block-start: 14px;
  }
  dialog li {
    display: flex;
    gap: 4px 14px;
    padding-block: 8px;
    border-block-end: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  dialog li > :nth-child(2) {
    flex: 1;
  }
  .pair:focus-visible {
    outline-offset: 1px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 2px 16px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: 14px;
  }
  th,
  td {
    padding: 7px 12px 7px 0;
    border-block-start: 1px solid var(--line);
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  thead th {
    border: 0;
    padding-block: 0 8px;
  }
  th:first-child {
    width: 104px;
    color: var(--muted);
    font-size: 13px;
  }
  thead th:last-child {
    width: 104px;
  }
  .letter {
    display: inline-grid;
    place-content: center;
    width: 24px;
    height: 24px;
    margin-inline-end: 6px;
    border-radius: 7px;
    background: var(--raised);
    font-weight: 640;
    font-size: 13px;
  }
  .amount td:not(.agreement) {
    font-weight: 620;
  }
  .agreement {
    padding-inline-end: 0;
    font-size: 13px;
    white-space: nowrap;
    color: var(--muted);
  }
  .agreement span {
    display: inline-block;
    width: 1em;
    font-weight: 700;
  }
  .agreement.same span {
    color: var(--ok);
  }
  .agreement.alike span {
    color: var(--info);
  }
  .agreement.different span {
    color: var(--warn);
  }
  .evidence {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 10px;
  }
  h4 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
    color: var(--muted);
  }
  .evidence ul {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .evidence .chip {
    color: var(--fg);
    font-weight: 450;
    white-space: normal;
    border-radius: 12px;
  }
  .weight {
    color: var(--muted);
    font-size: 12px;
  }
  .effects {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    padding: 10px 14px;
    border-radius: calc(var(--radius) * 0.75);
    background: var(--raised);
    font-size: 14px;
  }
  .effects span:last-child {
    color: var(--muted);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  kbd {
    min-width: 20px;
    padding: 0 5px;
    border: 1px solid currentColor;
    border-radius: 5px;
    font: 600 11px/18px var(--font-number);
  }
  @media (pointer: coarse) {
    kbd {
      display: none;
    }
  }
  .refused {
    color: var(--bad);
    font-size: 14px;
  }
  .answered {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 62px;
    padding: 8px calc(var(--space) * 1.15);
    animation: settle var(--motion) ease-out;
  }
  .answered .chip {
    font-size: 14px;
    white-space: normal;
  }
  @keyframes settle {
    from {
      opacity: 0;
    }
  }
  .waiting {
    min-height: 380px;
    align-content: start;
  }
  .tall {
    height: 190px;
  }
  .base > :is(.stale, .failed) {
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .base > .failed {
    background: var(--surface);
  }
  @container (max-width: 520px) {
    thead,
    tbody,
    tr {
      display: block;
    }
    thead tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
    }
    thead th:first-child,
    thead th:last-child {
      display: none;
    }
    tbody tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
      padding-block: 8px;
      border-block-start: 1px solid var(--line);
    }
    tbody :is(th, td) {
      padding-block: 0;
      border: 0;
    }
    tbody th:first-child {
      grid-area: 1 / 1;
      width: auto;
    }
    tbody .agreement {
      grid-area: 1 / 2;
      text-align: end;
    }
    footer .button {
      flex: 1 1 auto;
    }
  }
  @media (forced-colors: active) {
    .letter,
    .effects {
      border: 1px solid CanvasText;
    }
  }
`;
