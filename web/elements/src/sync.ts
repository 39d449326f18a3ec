import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DataSynchronizationManager } from '@mingus-sync/client';
import { setServerTime } from './clock';
import { ContextProvider, type SyncContext } from './context';
import type { Manager } from './manager';
import type { Messages } from './messages/en';

/**
 * Gives the elements inside it their manager, language, time zone and look. Without a `manager` of the page's own it
 * makes one for `base-url`, and disposes of it when it leaves the page.
 */
@customElement('mingus-sync')
export class MingusSync extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    :host([theme='auto']) {
      color-scheme: light dark;
    }
  `;

  /** Where the server is; the page's own origin when empty. */
  @property({ attribute: 'base-url' }) baseUrl?: string;
  /** A BCP 47 tag; the browser's when left out. */
  @property() locale?: string;
  /** An IANA name; the browser's when left out. */
  @property({ attribute: 'time-zone' }) timeZone?: string;
  /** light, dark or auto; the page's own colour scheme when left out. */
  @property({ reflect: true }) theme?: 'light' | 'dark' | 'auto';
  /** A manager of the page's own, shared with code that is no element. */
  @property({ attribute: false }) manager?: Manager;
  /** A user token that the page's own server put here; it ends within an hour, `getToken` renews itself. */
  @property() token?: string;
  /** Gives a user token; the session's cookie is used without it. */
  @property({ attribute: false }) getToken?: () => Promise<string>;
  /** Texts of the page's own, for all elements inside. */
  @property({ attribute: false }) messages?: Partial<Messages>;

  /** Told of the tree that a provider stands in, for whoever looks there for elements that are still to come. */
  static joined: (root: Node) => void = () => {};

  private readonly provider = new ContextProvider(this, this.value());
  private made?: DataSynchronizationManager;
  private watched?: Manager;
  private stop?: AbortController;

  override connectedCallback(): void {
    super.connectedCallback();
    MingusSync.joined(this.getRootNode());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.abort();
    this.watched = undefined;
    this.made?.dispose();
    this.made = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    if (this.made && (this.manager || this.comesFromElsewhere(changed))) {
      this.made.dispose();
      this.made = undefined;
    }
    if (!this.manager && !this.made) {
      const { baseUrl, locale, token } = this;
      const getToken = this.getToken ?? (token ? () => Promise.resolve(token) : undefined);
      this.made = new DataSynchronizationManager({ baseUrl, getToken, locale });
    }
    this.watch(this.manager ?? this.made);
    this.provider.set(this.value());
  }

  private comesFromElsewhere(changed: PropertyValues<this>): boolean {
    return changed.has('baseUrl') || changed.has('getToken') || changed.has('token');
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  private value(): SyncContext {
    return {
      manager: this.manager ?? this.made,
      locale: this.locale,
      timeZone: this.timeZone,
      messages: this.messages,
    };
  }

  private watch(manager: Manager | undefined): void {
    if (manager === this.watched) return;
    this.stop?.abort();
    this.watched = manager;
    this.stop = new AbortController();
    manager?.addEventListener('stream-state', (event) => this.hear(event.detail.state), { signal: this.stop.signal });
  }

  private hear(state: string): void {
    if (this.made) setServerTime(this.made.now);
    if (state !== 'signed-out') return;
    this.dispatchEvent(new CustomEvent('mingus-signed-out', { detail: {}, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-sync': MingusSync;
  }
}
