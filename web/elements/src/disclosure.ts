import { css } from 'lit';

/** What opens to tell more: its line, with an arrow that turns. */
export const disclosure = css`
  summary {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 44px;
    color: var(--accent);
    font-size: 14px;
    font-weight: 600;
    cursor: pointer;
  }
  summary .icon {
    transition: rotate var(--motion);
  }
  details[open] summary .icon {
    rotate: 180deg;
  }
`;
