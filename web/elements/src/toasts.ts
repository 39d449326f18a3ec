import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { announce } from './announce';
import { MingusElement } from './base';
import { icon, type IconName } from './icons';
import type { Tone } from './standing';
import { ToastQueue, type Toast } from './toast-queue';

const ICONS: Record<Tone, IconName> = {
  ok: 'check', info: 'info', busy: 'sync', warn: 'alert', bad: 'error', quiet: 'info',
};

/** Results of what this person just did: short, few, and never the only place that tells of a problem. */
@customElement('mingus-toasts')
export class MingusToasts extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      :host {
        position: fixed;
        inset: auto;
        z-index: 60;
        width: min(400px, calc(100vw - 24px));
        margin: 0;
        padding: 0;
        border: 0;
        overflow: visible;
        background: none;
        pointer-events: none;
      }
      :host,
      :host([placement='bottom-end']) {
        inset-block-end: 16px;
        inset-inline-end: 12px;
      }
      :host([placement='bottom-start']) {
        inset-inline: 12px auto;
      }
      :host([placement='top-end']) {
        inset-block: 16px auto;
      }
      :host([placement='inline']) {
        position: static;
        width: auto;
      }
      .base {
        display: grid;
        gap: 10px;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 56px;
        padding: 5px 5px 5px 16px;
        border: 1px solid color-mix(in srgb, var(--tone) 34%, var(--line));
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
        pointer-events: auto;
        animation: rise var(--motion) ease-out;
      }
      .toast:dir(rtl) {
        padding: 5px 16px 5px 5px;
      }
      .toast > .icon {
        color: var(--tone);
      }
      .text {
        flex: 1;
        min-width: 0;
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
        font-size: 14px;
      }
      @media (max-width: 480px) {
        .text {
          -webkit-line-clamp: 3;
        }
      }
      .close {
        padding: 0;
        border-color: transparent;
        background: none;
      }
      @keyframes rise {
        from {
          opacity: 0;
          translate: 0 10px;
        }
      }
      @media (forced-colors: active) {
        .toast {
          border-color: CanvasText;
        }
      }
    `,
  ];

  /** bottom-end, bottom-start, top-end, or inline where it stands. */
  @property({ reflect: true }) placement: 'bottom-end' | 'bottom-start' | 'top-end' | 'inline' = 'bottom-end';
  /** How many at once; the oldest leaves for a new one. */
  @property({ type: Number }) max = 3;

  @state() private toasts: readonly Toast[] = [];
  private readonly queue = new ToastQueue((toasts) => (this.toasts = toasts));

  /** Shows a toast, or updates the one with the same key in place. Answers its id. */
  notify(toast: Omit<Toast, 'id' | 'count'>): string {
    if (toast.tone !== 'bad') announce(toast.text);
    return this.queue.add(toast);
  }

  /** Takes a toast away; a solved problem takes its own. */
  dismiss(id: string): void {
    this.queue.remove(id);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.queue.clear();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('max')) this.queue.max = this.max;
  }

  /** The list is there before its first text, so that readers notice what comes into it. */
  protected override render(): unknown {
    return html`<div
      class="base"
      part="base list"
      role="region"
      aria-label=${this.t.toasts}
      @mouseenter=${() => this.queue.pause()}
      @mouseleave=${() => this.queue.resume()}
      @focusin=${() => this.queue.pause()}
      @focusout=${() => this.queue.resume()}
    >
      ${repeat(this.toasts, (each) => each.id, (each) => this.toast(each))}
    </div>`;
  }

  private toast(toast: Toast): TemplateResult {
    const tone = toast.tone ?? 'ok';
    return html`<div class="toast" part="item" data-tone=${tone} role=${tone === 'bad' ? 'alert' : nothing}>
      ${icon(ICONS[tone])}
      <p class="text">
        ${toast.text}
        ${toast.count > 1 ? html`<span class="muted">${this.t.times(this.f.count(toast.count))}</span>` : nothing}
      </p>
      ${toast.action
        ? html`<button type="button" class="button quiet" @click=${() => this.act(toast)}>${toast.action}</button>`
        : nothing}
      <button type="button" class="button close" aria-label=${this.t.close} @click=${() => this.dismiss(toast.id)}>
        ${icon('close')}
      </button>
    </div>`;
  }

  private act(toast: Toast): void {
    this.dismiss(toast.id);
    toast.onAction?.();
    this.emit('action', { id: toast.id });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-toasts': MingusToasts;
  }
}
