import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Account } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { StoreSource } from './sources';
import { freshnessText, standingOf } from './standing';

/** Accounts with their balances and how current they are, in groups. */
@customElement('mingus-accounts')
export class MingusAccounts extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .base {
        display: grid;
        gap: var(--space);
      }
      .base > :is(.stale, .failed, .empty) {
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .base > :is(.failed, .empty) {
        background: var(--surface);
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 52px;
        padding: 8px 18px;
        border-block-end: 1px solid var(--line);
      }
      .head .icon {
        color: var(--muted);
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 16px;
        align-items: baseline;
        width: 100%;
        min-height: 76px;
        padding: 13px 18px;
        border: 0;
        border-block-end: 1px solid var(--line);
        border-inline-start: 3px solid transparent;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
        transition:
          background var(--motion),
          border-color var(--motion);
      }
      li:last-child > .row {
        border-block-end: 0;
        border-end-start-radius: var(--radius);
        border-end-end-radius: var(--radius);
      }
      button.row:hover {
        background: var(--raised);
      }
      button.row:active {
        background: color-mix(in srgb, var(--fg) 8%, var(--raised));
      }
      .row:focus-visible {
        outline-offset: -3px;
      }
      .row[aria-current='true'] {
        border-inline-start-color: var(--accent);
        background: color-mix(in srgb, var(--accent) 7%, transparent);
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .mask {
        font-weight: 400;
        color: var(--muted);
        white-space: nowrap;
      }
      .balance {
        font-size: 17px;
        font-weight: 620;
        letter-spacing: -0.01em;
        text-align: end;
      }
      .status {
        display: flex;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 0 6px;
        color: var(--muted);
        font-size: 13px;
        grid-column: 1 / -1;
      }
      .status > .mark {
        display: inline-flex;
        align-items: baseline;
        gap: 6px;
        color: var(--tone);
        font-weight: 600;
      }
      .status .icon {
        width: 14px;
        height: 14px;
        translate: 0 2px;
      }
      div.row {
        cursor: default;
        align-items: center;
      }
      .name-block {
        width: 55%;
      }
      .sum-block {
        width: 90px;
      }
      .line-block {
        width: 70%;
      }
      @media (forced-colors: active) {
        .row[aria-current='true'] {
          border-inline-start-color: Highlight;
        }
      }
    `,
  ];

  /** bank, kind or none. */
  @property() group: 'bank' | 'kind' | 'none' = 'bank';
  /** The id of the account that the page shows. */
  @property() selected = '';
  /** Only the accounts of this connection. */
  @property({ attribute: 'connection-id' }) connectionId = '';

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());

  protected override render(): unknown {
    return html`<div class="base" part="base">
      ${this.frame(this.accounts, this.t.accounts, () => this.blocks(), (all) => this.list(all))}
    </div>`;
  }

  private list(all: Account[]): unknown {
    const shown = all.filter((account) => this.isShown(account));
    if (shown.length === 0) return this.nothingHere(this.t.noAccounts, 'bank');
    return groupsOf(shown, (account) => this.groupOf(account)).map(([name, accounts]) => this.section(name, accounts));
  }

  private isShown(account: Account): boolean {
    if (account.status === 'hidden') return false;
    return !this.connectionId || account.feeds.some((feed) => feed.connectionId === this.connectionId);
  }

  private groupOf(account: Account): string {
    if (this.group === 'bank') return account.institution?.name ?? this.t.unnamedBank;
    return this.group === 'kind' ? this.t.kind[account.kind ?? 'other'] : '';
  }

  private section(name: string, accounts: Account[]): TemplateResult {
    const heading = name && html`<header class="head">${this.group === 'bank' ? icon('bank') : nothing}
      <h3><bdi>${name}</bdi></h3></header>`;
    return html`<div class="card" role="group" aria-label=${name || this.t.accounts}>
      ${heading || nothing}
      <ul>${accounts.map((account) => html`<li>${this.row(account)}</li>`)}</ul>
    </div>`;
  }

  private row(account: Account): TemplateResult {
    const { mark, word } = standingOf(account, this.f, this.t);
    return html`<button
      type="button"
      class="row"
      part="row"
      aria-current=${account.id === this.selected ? 'true' : 'false'}
      @click=${() => this.choose(account.id)}
    >
      <span class="name" part="name"><bdi>${account.name}</bdi> ${this.mask(account.mask)}</span>
      <span class="balance" part="balance">${this.balance(account)}</span>
      <span class="status" part="status">
        <span class="mark" data-tone=${mark.tone}>${icon(mark.icon)}${word}</span>
        <span>${this.reason(account)}</span>
      </span>
    </button>`;
  }

  private balance({ balance }: Account): unknown {
    if (!balance) return html`<span class="muted small">${this.t.noBalance}</span>`;
    return this.amount(this.f.money(balance.current, balance));
  }

  private reason(account: Account): string {
    const isWell = account.status === 'active' || account.status === 'updating' || account.status === 'stale';
    return isWell || !account.statusReason
      ? freshnessText(account.freshness, this.f, this.t)
      : account.statusReason;
  }

  private choose(accountId: string): void {
    if (this.emit('select', { accountId })) this.selected = accountId;
  }

  private blocks(): TemplateResult {
    const row = html`<li>
      <div class="row">
        <span class="block name-block"></span><span class="block sum-block"></span>
        <span class="status"><span class="block line-block"></span></span>
      </div>
    </li>`;
    return html`<div class="card">
      <div class="head"><span class="block sum-block"></span></div>
      <ul>
        ${row}${row}${row}
      </ul>
    </div>`;
  }
}

function groupsOf(accounts: Account[], nameOf: (account: Account) => string): [string, Account[]][] {
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const name = nameOf(account);
    groups.set(name, [...(groups.get(name) ?? []), account]);
  }
  return [...groups];
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-accounts': MingusAccounts;
  }
}
