import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Connection } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { needOf, type Need } from './need';
import { problemOf, StoreSource } from './sources';

/** Banks that need the person: what is so, what it means and the one thing to do. Nothing when all is well. */
@customElement('mingus-notice')
export class MingusNotice extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      :host(:state(quiet)) {
        display: none;
      }
      .base {
        display: grid;
        gap: 10px;
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 14px;
        min-height: 68px;
        padding: 11px 18px;
        border: 1px solid color-mix(in srgb, var(--tone) 42%, var(--line));
        border-inline-start: 4px solid var(--tone);
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--tone) 7%, var(--surface));
      }
      .notice > .icon {
        width: 20px;
        height: 20px;
        color: var(--tone);
      }
      .notice > p {
        flex: 1 1 240px;
        overflow-wrap: anywhere;
      }
      .wrong {
        display: block;
        color: var(--bad);
        font-size: 13.5px;
      }
      .notice.line {
        min-height: 0;
        padding: 0;
        border: 0;
        background: none;
        font-size: 14px;
      }
    `,
  ];

  /** One connection; all of the user's when left out. */
  @property({ attribute: 'connection-id' }) connectionId = '';
  /** The connections of one account. */
  @property({ attribute: 'account-id' }) accountId = '';
  /** line stands in a text, badge (the default) on its own. */
  @property() variant: 'badge' | 'line' = 'badge';

  @state() private opening = '';
  @state() private wrong: Record<string, string> = {};

  private readonly connections = new StoreSource(this, () => '', (manager) => manager.connections());

  protected override render(): unknown {
    const shown = (this.connections.value ?? []).filter((each) => this.concerns(each));
    const needs = shown.flatMap((each) => needOf(each, this.f, this.t) ?? []);
    if (needs.length > 0) this.internals.states.delete('quiet');
    else this.internals.states.add('quiet');
    return html`<div class="base" part="base">${needs.map((need) => this.notice(need))}</div>`;
  }

  private concerns(connection: Connection): boolean {
    if (this.connectionId) return connection.id === this.connectionId;
    return !this.accountId || connection.accounts.includes(this.accountId);
  }

  private notice(need: Need): TemplateResult {
    const id = need.connection.id;
    const isOpening = this.opening === id;
    const wrong = this.wrong[id];
    return html`<div
      class="notice ${this.variant === 'line' ? 'line' : ''}"
      data-tone=${need.tone}
      role="group"
      aria-label=${need.connection.institution.name}
    >
      ${icon(need.icon)}
      <p part="text">
        ${need.text}${wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : nothing}
      </p>
      ${need.action
        ? html`<button
            type="button"
            class="button ${need.tone === 'bad' ? 'primary' : ''}"
            part="action"
            aria-busy=${isOpening}
            @click=${() => void this.repair(id)}
          >
            ${icon(isOpening ? 'sync' : 'link')}${isOpening ? this.t.relinkWaits : need.action}
          </button>`
        : nothing}
    </div>`;
  }

  /** A page that repairs in its own way prevents `mingus-relink`; else the bank's page is opened. */
  private async repair(connectionId: string): Promise<void> {
    if (!this.source || this.opening || !this.emit('relink', { connectionId }, true)) return;
    this.opening = connectionId;
    this.wrong = {};
    try {
      const { url } = await this.source.relink(connectionId);
      if (url && isPage(url)) location.assign(url);
      else this.wrong = { [connectionId]: this.t.relinkFailed(this.t.relinkNoPage) };
    } catch (error) {
      this.wrong = { [connectionId]: this.t.relinkFailed(this.why(problemOf(error))) };
    }
    this.opening = '';
  }
}

/** An address that a window can go to, and no script. */
function isPage(url: string): boolean {
  return /^https?:$/.test(new URL(url, location.href).protocol);
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-notice': MingusNotice;
  }
}
