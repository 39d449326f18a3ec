import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SyncStatus } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { StoreSource } from './sources';
import { freshnessText, markOfPhase, standingOf } from './standing';

/** What goes on with an account, in one line or one word, always current. */
@customElement('mingus-sync-status')
export class MingusSyncStatus extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      :host {
        min-height: 24px;
      }
      :host([variant='badge']) {
        display: inline-block;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 8px;
        font-size: 14px;
        color: var(--muted);
      }
      .mark {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--tone);
        font-weight: 600;
      }
      .act {
        display: inline-flex;
        align-items: center;
        min-height: 44px;
        padding: 0 8px;
        border: 0;
        border-radius: 8px;
        background: none;
        color: var(--accent);
        font: 600 14px/1.3 var(--font);
        text-decoration: underline;
        text-underline-offset: 3px;
        cursor: pointer;
      }
      .act:hover {
        background: color-mix(in srgb, var(--accent) 10%, transparent);
      }
      .block {
        width: min(320px, 100%);
        height: 24px;
      }
      :host([variant='badge']) .block {
        width: 90px;
      }
    `,
  ];

  @property({ attribute: 'account-id' }) accountId = '';
  @property({ reflect: true }) variant: 'line' | 'badge' = 'line';

  private readonly status = new StoreSource(
    this,
    () => this.accountId || undefined,
    (manager) => manager.status(this.accountId),
  );

  protected override render(): unknown {
    this.show(this.status);
    const { value, problem } = this.status;
    if (value) return this.variant === 'badge' ? this.badge(value) : this.line(value);
    if (!problem) return html`<span class="block" part="base"></span>`;
    return html`<span class="line" part="base">
      <span class="mark" data-tone="bad">${icon('error')}${this.t.failed(this.t.status)}</span>
      ${this.variant === 'badge'
        ? nothing
        : html`<button type="button" class="act" @click=${() => void this.status.refresh()}>${this.t.retry}</button>`}
    </span>`;
  }

  private badge(status: SyncStatus): TemplateResult {
    const { mark, word } = this.standing(status);
    return html`<span class="chip" part="base" data-tone=${mark.tone}>${icon(mark.icon)}${word}</span>`;
  }

  private line(status: SyncStatus): TemplateResult {
    const { mark, word } = this.standing(status);
    const connection = status.connection;
    const needs = status.phase === 'needs_attention' && connection;
    return html`<p class="line" part="base">
      <span class="mark" part="dot" data-tone=${mark.tone}>${icon(mark.icon)}${word}</span>
      <span part="text">${this.detail(status)}</span>
      ${needs
        ? html`<button type="button" class="act" part="action" @click=${() => this.relink(connection.id)}>
            ${this.t.signInAction(connection.institution.name)}
          </button>`
        : nothing}
    </p>`;
  }

  /** Where nothing goes on, how the account stands. */
  private standing({ phase, status, openFindings, coverage }: SyncStatus) {
    if (phase !== 'idle') return { mark: markOfPhase(phase), word: this.t.phase[phase] };
    return standingOf({ status, openFindings, coverageState: coverage.state }, this.f, this.t);
  }

  private detail(status: SyncStatus): string {
    const running = Object.values(status.types).find((type) => type.running)?.running;
    if (status.phase === 'running' && running) return running.progress.text;
    const error = status.connection?.error;
    if (status.phase === 'throttled' && error?.retryAt) {
      return this.t.throttled(status.connection!.institution.name, this.f.moment(error.retryAt));
    }
    const stale = this.status.problem && this.status.readAt;
    if (stale) return this.t.staleSince(this.f.moment(stale.toISOString()));
    return freshnessText(status.freshness, this.f, this.t);
  }

  private relink(connectionId: string): void {
    this.emit('relink', { connectionId }, true);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-sync-status': MingusSyncStatus;
  }
}
