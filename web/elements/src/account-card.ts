import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Account } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { StoreSource } from './sources';
import { freshnessText, standingOf } from './standing';

/** One account: what it holds, how current that is, and whether it adds up. */
@customElement('mingus-account-card')
export class MingusAccountCard extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .base {
        display: grid;
        gap: 10px;
        min-height: 172px;
        padding: calc(var(--space) * 1.25);
        align-content: space-between;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        justify-content: space-between;
        gap: 8px 16px;
      }
      .who {
        min-width: 0;
        flex: 1 1 180px;
      }
      .bank {
        font-size: 13px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      .mask {
        font-weight: 400;
        white-space: nowrap;
      }
      .sum {
        font-size: 30px;
        font-weight: 640;
        line-height: 1.2;
        letter-spacing: -0.02em;
        overflow-wrap: anywhere;
      }
      .sum .number {
        white-space: normal;
      }
      .beside {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        color: var(--muted);
        font-size: 14px;
        min-height: 21px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
        font-size: 13px;
        color: var(--muted);
      }
      .name-block {
        width: 45%;
      }
      .sum-block {
        width: 180px;
        height: 34px;
      }
      .line-block {
        width: 65%;
      }
    `,
  ];

  @property({ attribute: 'account-id' }) accountId = '';

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());

  protected override render(): unknown {
    return html`<div part="base" class="card">
      ${this.frame(this.accounts, this.t.account, () => this.blocks(), (all) => this.find(all))}
    </div>`;
  }

  private find(all: Account[]): unknown {
    const account = all.find((each) => each.id === this.accountId);
    return account ? this.card(account) : this.nothingHere(this.t.noAccount);
  }

  private card(account: Account): TemplateResult {
    const { mark, word } = standingOf(account, this.f, this.t);
    const count = account.openFindings;
    return html`<article class="base">
      <div class="top">
        <div class="who">
          <h3 part="name"><bdi>${account.name}</bdi> ${this.mask(account.mask)}</h3>
          <p class="bank"><bdi>${account.institution?.name ?? this.t.unnamedBank}</bdi></p>
        </div>
        <slot name="actions"></slot>
      </div>
      <div>
        <p class="sum" part="balance">${this.sum(account)}</p>
        <p class="beside">${this.beside(account)}</p>
      </div>
      <p class="foot" part="status">
        ${count > 0 && account.status !== 'active'
          ? html`<span class="chip" data-tone="bad"
              >${icon('error')}${this.t.openFindings(count, this.f.count(count))}</span
            >`
          : nothing}
        <span class="chip" data-tone=${mark.tone}>${icon(mark.icon)}${word}</span>
        <span>${freshnessText(account.freshness, this.f, this.t)}</span>
      </p>
    </article>`;
  }

  private sum({ balance }: Account): unknown {
    return balance ? this.amount(this.f.money(balance.current, balance)) : this.t.noBalance;
  }

  private beside({ balance }: Account): unknown {
    if (!balance) return nothing;
    const { available, limit } = balance;
    return html`${available ? html`<span>${this.t.available(this.f.money(available, balance))}</span>` : nothing}
    ${limit ? html`<span>${this.t.limit(this.f.money(limit, balance))}</span>` : nothing}`;
  }

  private blocks(): TemplateResult {
    return html`<div class="base">
      <span class="block name-block"></span><span class="block sum-block"></span><span class="block line-block"></span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-account-card': MingusAccountCard;
  }
}
