import { css } from 'lit';

/** Buttons: 44 px high at least, or as wide a target where they are drawn smaller. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 8px 16px;
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    color: var(--fg);
    font: 600 14px/1.3 var(--font);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition:
      background var(--motion),
      border-color var(--motion),
      color var(--motion),
      transform var(--motion);
    touch-action: manipulation;
  }
  .button:hover {
    background: var(--raised);
    border-color: var(--fg);
  }
  .button:active {
    transform: translateY(1px);
    background: color-mix(in srgb, var(--fg) 10%, var(--raised));
  }
  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--fg) 16%, var(--accent));
  }
  .button.primary:active {
    background: color-mix(in srgb, var(--fg) 28%, var(--accent));
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--accent);
    padding-inline: 10px;
  }
  .button.quiet:hover {
    background: color-mix(in srgb, var(--accent) 10%, transparent);
  }
  .button:is([disabled], [aria-disabled='true']) {
    border-color: var(--line);
    background: var(--raised);
    color: var(--muted);
    cursor: not-allowed;
    transform: none;
  }
  .button.quiet:is([disabled], [aria-disabled='true']) {
    border-color: transparent;
    background: none;
  }
  .button[aria-busy='true'] {
    cursor: progress;
  }
  .button[aria-busy='true'] > .icon {
    animation: turn 1.4s linear infinite;
  }
  @media (forced-colors: active) {
    .button,
    .button.quiet {
      border-color: ButtonText;
    }
    .button.primary {
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .button:is([disabled], [aria-disabled='true']) {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
