import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Notification } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { sentence } from './sentence';
import { problemOf, StoreSource } from './sources';
import { markOfSeverity, type Mark } from './standing';
import './messages/en-views';

/** What is worth knowing later: the centre behind a bell. Solved and read ones stay, quietly. */
@customElement('mingus-notifications')
export class MingusNotifications extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-height: 52px;
        padding: 4px 8px 4px 18px;
        border-block-end: 1px solid var(--line);
      }
      .head:dir(rtl) {
        padding: 4px 18px 4px 8px;
      }
      .item {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr);
        gap: 2px 12px;
        padding: 13px 18px;
        border-block-end: 1px solid var(--line);
        transition: background var(--motion);
      }
      li:last-child > .item {
        border-block-end: 0;
      }
      .item.unread {
        background: color-mix(in srgb, var(--accent) 6%, transparent);
      }
      .item > .icon {
        color: var(--tone);
        translate: 0 3px;
      }
      .text {
        overflow-wrap: anywhere;
      }
      .unread .text {
        font-weight: 560;
      }
      .meta,
      .acts {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 10px;
        color: var(--muted);
        font-size: 13px;
      }
      .acts {
        margin-block-start: 6px;
      }
      .wrong {
        padding: 8px 18px;
        color: var(--bad);
        font-size: 14px;
      }
    `,
  ];

  /** How many to show. */
  @property({ type: Number }) limit = 30;

  @state() private reading = false;
  @state() private wrong = '';

  private readonly notifications = new StoreSource(this, () => '', (manager) => manager.notifications());

  protected override render(): unknown {
    return html`<div class="card" part="base list">
      ${this.frame(this.notifications, this.t.notifications, () => this.blocks(), (all) => this.list(all))}
    </div>`;
  }

  private list(all: Notification[]): unknown {
    if (all.length === 0) return this.nothingHere(this.t.noNotifications, 'bell');
    const unread = all.filter((each) => !each.readAt);
    return html`${unread.length > 0 ? this.head(unread) : nothing}
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <ul>
        ${all.slice(0, this.limit).map((each) => html`<li>${this.item(each)}</li>`)}
      </ul>`;
  }

  private head(unread: Notification[]): TemplateResult {
    return html`<div class="head">
      <span class="small muted">${this.t.unread(this.f.count(unread.length))}</span>
      <button
        type="button"
        class="button quiet"
        aria-busy=${this.reading}
        @click=${() => void this.read(unread.map((each) => each.id))}
      >
        ${this.t.markAllRead}
      </button>
    </div>`;
  }

  private item(notification: Notification): TemplateResult {
    const { id, at, count, resolvedAt, readAt, text } = notification;
    const mark = markOf(notification);
    const action = resolvedAt ? '' : (this.t.action[notification.action ?? ''] ?? '');
    return html`<article class="item ${readAt ? '' : 'unread'}" part="item" data-tone=${mark.tone}>
      ${icon(mark.icon)}
      <p class="text">${sentence(text, this.f)}</p>
      <p class="meta">
        ${this.moment(at, this.f.age(at))}
        ${count > 1 ? html`<span>${this.t.times(this.f.count(count))}</span>` : nothing}
        ${resolvedAt ? html`<span class="chip" data-tone="ok">${icon('check')}${this.t.solved}</span>` : nothing}
      </p>
      ${action
        ? html`<div class="acts">
            <button type="button" class="button" @click=${() => this.act(notification, id)}>${action}</button>
          </div>`
        : nothing}
    </article>`;
  }

  private act({ action, connectionId, accountId, kind }: Notification, id: string): void {
    this.emit('action', { id, action, connectionId, accountId, kind });
  }

  private async read(ids: string[]): Promise<void> {
    const manager = this.source;
    if (!manager || this.reading) return;
    this.reading = true;
    this.wrong = '';
    try {
      for (const id of ids) await manager.markRead(id);
      await this.notifications.refresh();
    } catch (error) {
      this.wrong = this.why(problemOf(error));
    }
    this.reading = false;
  }

  private blocks(): TemplateResult {
    const row = html`<li>
      <div class="item"><span class="block"></span><span class="block"></span></div>
    </li>`;
    return html`<ul>
      ${row}${row}${row}
    </ul>`;
  }
}

function markOf({ kind, severity, resolvedAt }: Notification): Mark {
  if (resolvedAt) return { tone: 'quiet', icon: 'check' };
  if (kind === 'progress') return { tone: 'busy', icon: 'sync' };
  if (kind === 'success' || kind === 'completion') return { tone: 'ok', icon: 'check' };
  return markOfSeverity(severity);
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-notifications': MingusNotifications;
  }
}
