import { css } from 'lit';

/** How the button, its menu and its problem look. */
export const syncButtonStyles = css`
  :host {
    display: inline-block;
    position: relative;
  }
  .base {
    display: inline-flex;
  }
  .base.split > .button:first-child {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
    border-inline-end-width: 0;
  }
  .base.split > .button:last-of-type {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    padding-inline: 10px;
  }
  .base.split > .button.primary:last-of-type {
    border-inline-start: 1px solid color-mix(in srgb, var(--on-accent) 35%, transparent);
  }
  .main {
    min-width: 122px;
  }
  .panel {
    inset: auto;
    width: min(340px, calc(100vw - 24px));
    max-height: calc(100vh - 24px);
    margin: 0;
    padding: 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--fg);
    box-shadow: var(--shadow);
    font: inherit;
  }
  .panel:popover-open {
    animation: drop var(--motion) ease-out;
  }
  @keyframes drop {
    from {
      opacity: 0;
      translate: 0 -4px;
    }
  }
  .choice {
    display: grid;
    width: 100%;
    min-height: 44px;
    padding: 7px 12px;
    border: 0;
    border-radius: calc(var(--radius) * 0.6);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
    transition: background var(--motion);
  }
  .choice:hover {
    background: var(--raised);
  }
  .choice:active {
    background: color-mix(in srgb, var(--fg) 10%, var(--raised));
  }
  .choice b {
    font-weight: 600;
  }
  .options {
    display: grid;
    gap: 4px;
    margin-block-start: 8px;
    padding: 8px 12px 4px;
    border-block-start: 1px solid var(--line);
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    cursor: pointer;
  }
  input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  select {
    min-height: 44px;
    margin-inline-start: auto;
    padding: 0 10px;
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) * 0.6);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  .problem {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 0;
    z-index: 2;
    width: max-content;
    max-width: min(320px, calc(100vw - 32px));
    padding: 10px 14px;
    border: 1px solid color-mix(in srgb, var(--bad) 45%, var(--line));
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    box-shadow: var(--shadow);
    font-size: 13.5px;
  }
`;
