import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { icon } from '@mingus-sync/elements/icons';
import { StoreSource } from '@mingus-sync/elements/sources';
import { manager } from '../app';
import { Page } from '../page';

/** The bell, and the notification centre below it. */
@customElement('dash-bell')
export class Bell extends Page {
  @state() private isOpen = false;

  private readonly notices = new StoreSource(this, () => '', () => manager.notifications());

  override connectedCallback(): void {
    super.connectedCallback();
    this.removeAttribute('class');
  }

  /** Closes the centre; what was done there leads elsewhere. */
  close(): void {
    this.toggle(false);
  }

  protected override render(): unknown {
    const unread = (this.notices.value ?? []).filter((one) => !one.readAt && !one.resolvedAt).length;
    const text = unread ? this.f.count(unread) : '';
    return html`<button
        class="icon-button"
        type="button"
        id="bell"
        aria-expanded=${this.isOpen ? 'true' : 'false'}
        aria-controls=${this.isOpen ? 'centre' : nothing}
        aria-label=${unread ? this.d.notificationsOpen(unread, text) : this.d.notifications}
        @click=${() => this.toggle(!this.isOpen)}
      >
        ${icon('bell')}${unread ? html`<span class="count" aria-hidden="true">${text}</span>` : nothing}
      </button>
      ${this.isOpen
        ? html`<div class="centre" id="centre" @keydown=${this.closeOnEscape}>
            <mingus-notifications limit="20"></mingus-notifications>
          </div>`
        : nothing}`;
  }

  private toggle(isOpen: boolean): void {
    this.isOpen = isOpen;
    if (isOpen) void import('@mingus-sync/elements/notifications');
    if (isOpen) document.addEventListener('pointerdown', this.closeOutside);
    else document.removeEventListener('pointerdown', this.closeOutside);
  }

  private readonly closeOutside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.toggle(false);
  };

  private readonly closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.toggle(false);
    this.querySelector<HTMLElement>('#bell')?.focus();
  };
}
