import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Connection, Session, StreamState } from '@mingus-sync/client';
import { MingusElement } from '@mingus-sync/elements/base';
import { icon } from '@mingus-sync/elements/icons';
import { ListSource, problemOf, StoreSource } from '@mingus-sync/elements/sources';
import '@mingus-sync/elements/notice';
import '@mingus-sync/elements/sync';
import { drawWhole } from './drawing';
import { look, manager, onLook, onToast, say, toast } from './app';
import { codeOf } from './code';
import { Keys } from './keys';
import { comeBack, openLink } from './link';
import { texts } from './messages/en';
import './parts/bell';
import type { Bell } from './parts/bell';
import { mark, navIcon } from './parts/marks';
import { type Place, Router } from './router';
import { routes } from './routes';
import { changeSession, isNobody, session } from './session';

const inTop = ['', 'duplicates', 'findings', 'connections', 'activity', 'system'];
const inTabs = ['', 'duplicates', 'findings', 'connections'];
const inMore = ['activity', 'system', 'settings'];
/** A break shorter than this is not worth a line that moves the page. */
const breakMs = 2_500;

interface NoticeAction {
  id: string;
  kind?: string;
  action?: string;
  connectionId?: string;
  accountId?: string;
}

/** The frame of every page: navigation, what needs the person, the state of the line, notifications. */
@customElement('dash-app')
export class DashApp extends MingusElement {
  override manager = manager;

  @state() private place?: Place;
  @state() private page?: TemplateResult;
  @state() private failure = false;
  @state() private stream: StreamState = 'connecting';
  @state() private retryAt?: Date;
  @state() private isOffline = false;
  @state() private user = '';

  @state() private session?: Session;

  private readonly connections = new StoreSource(this, () => '', () => manager.connections());
  private readonly duplicates = new ListSource(this, () => '', () => manager.duplicates({ state: 'suggested' }), {
    events: ['duplicate-changed', 'run-finished'],
  });
  private readonly findings = new ListSource(this, () => '', () => manager.findings({ state: 'open' }), {
    events: ['finding-opened', 'finding-closed', 'run-finished'],
  });
  private readonly router = new Router(routes, (place) => void this.arrive(place));
  private offlineTimer?: ReturnType<typeof setTimeout>;
  private stopAuto?: () => void;
  private turn = 0;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    manager.addEventListener('stream-state', ({ detail }) => this.hear(detail.state, detail.retryAt));
    onToast((message) => this.showToast(message));
    onLook(() => this.obey());
    this.obey();
    new Keys().start();
    this.addEventListener('mingus-relink', (event) => this.relink(event as CustomEvent<{ connectionId: string }>));
    this.addEventListener('mingus-action', (event) => this.actOn(event as CustomEvent<NoticeAction>));
    void this.begin();
  }

  private async begin(): Promise<void> {
    manager
      .me()
      .then((me) => (this.user = me.userId))
      .catch(() => {});
    const next = await comeBack();
    if (next) history.replaceState(null, '', next);
    this.router.start();
  }

  /** Shows a page: its code first, then itself; the newest wish wins. */
  private async arrive(place: Place): Promise<void> {
    const turn = ++this.turn;
    const isOther = this.place !== undefined && (place.route !== this.place.route || place.id !== this.place.id);
    try {
      const code = place.route && codeOf[place.route.name]?.();
      [this.session] = await Promise.all([session().catch(() => undefined), code]);
      if (this.mustSignIn) await import('./pages/sign-in');
      this.failure = false;
    } catch {
      this.failure = true;
    }
    if (turn !== this.turn) return;
    this.place = place;
    this.page = place.route?.show(place.id, place.query);
    document.title = texts.title(place.route ? texts.nav[place.route.name]! : texts.notFoundTitle);
    if (isOther || this.hasAttribute('drawing')) await drawWhole(this);
    // Shown when the server may be gone: it comes before it is needed.
    void import('@mingus-sync/elements/toasts').catch(() => {});
    if (!isOther || turn !== this.turn) return;
    window.scrollTo(0, 0);
    (this.querySelector<HTMLElement>('main h1') ?? this.querySelector<HTMLElement>('main'))?.focus({
      preventScroll: true,
    });
  }

  /** The page for that stands in for all others. */
  private get mustSignIn(): boolean {
    return this.stream === 'signed-out' || isNobody(this.session);
  }

  private readonly signOut = (): void => void changeSession('logout').then(() => location.reload());

  private hear(stream: StreamState, retryAt?: Date): void {
    this.stream = stream;
    if (this.mustSignIn) void import('./pages/sign-in');
    this.retryAt = retryAt;
    const isDown = stream === 'offline' || stream === 'waiting';
    if (!isDown) {
      clearTimeout(this.offlineTimer);
      this.offlineTimer = undefined;
      if (this.isOffline && (stream === 'live' || stream === 'following')) say(texts.online);
      if (stream !== 'connecting') this.isOffline = false;
    } else {
      this.offlineTimer ??= setTimeout(() => (this.isOffline = true), breakMs);
    }
  }

  /** Auto-sync asks for what is old while somebody looks; whether the bank is asked, the schedule decides. */
  private obey(): void {
    const wanted = look().autoSync;
    if (wanted) this.stopAuto ??= manager.startAutoSync();
    else {
      this.stopAuto?.();
      this.stopAuto = undefined;
    }
    this.requestUpdate();
  }

  private relink(event: CustomEvent<{ connectionId: string }>): void {
    event.preventDefault();
    this.openLink(event.detail.connectionId);
  }

  private openLink(connectionId: string): void {
    void openLink(connectionId).catch((error) => toast({ text: problemOf(error).detail, tone: 'bad' }));
  }

  /** What a notification asks for; a toast's own action is done by whoever showed it. */
  private actOn({ detail }: CustomEvent<NoticeAction>): void {
    if (!detail.kind) return;
    this.querySelector<Bell>('dash-bell')?.close();
    const isRepair = ['relink', 'renew', 'choose_accounts'].includes(detail.action ?? '');
    if (isRepair && detail.connectionId) this.openLink(detail.connectionId);
    else this.router.go(detail.accountId ? `/accounts/${detail.accountId}` : '/activity');
  }

  private async showToast({ text, tone, action, run }: Parameters<typeof toast>[0]): Promise<void> {
    await Promise.all([this.updateComplete, import('@mingus-sync/elements/toasts')]);
    this.querySelector('mingus-toasts')?.notify({ text, tone, action, onAction: run });
  }

  protected override render(): unknown {
    return html`<mingus-sync .manager=${manager}>
      <a class="skip" href="#main" @click=${this.skip}>${texts.skip}</a>
      ${this.header()}
      <section class="banners" aria-label=${texts.needsYou}>${this.offlineLine()}${this.needs()}</section>
      <main id="main" class="page" tabindex="-1">${this.content()}</main>
      ${this.footer()}${this.tabs()}
      <mingus-toasts></mingus-toasts>
    </mingus-sync>`;
  }

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  };

  private content(): unknown {
    if (this.mustSignIn) return html`<dash-sign-in></dash-sign-in>`;
    if (this.failure) {
      return html`<div class="nowhere">
        <h1 tabindex="-1">${texts.pageFailed}</h1>
        <button class="button primary" type="button" @click=${() => location.reload()}>${texts.tryAgain}</button>
      </div>`;
    }
    if (this.place && !this.place.route) {
      return html`<div class="nowhere">
        <h1 tabindex="-1">${texts.notFoundTitle}</h1>
        <p class="lead">${texts.notFound}</p>
        <a class="button primary" href="/">${texts.toOverview}</a>
      </div>`;
    }
    return this.page ?? nothing;
  }

  private count(name: string): number {
    if (name === 'duplicates') return this.duplicates.value?.length ?? 0;
    if (name === 'findings') return this.findings.value?.filter((one) => one.severity !== 'info').length ?? 0;
    if (name === 'connections')
      return this.connections.value?.filter((one) => one.status === 'needs_attention').length ?? 0;
    return 0;
  }

  private badge(name: string): unknown {
    const count = this.count(name);
    if (count === 0) return nothing;
    const text = this.f.count(count);
    return html`<span class="count" aria-hidden="true">${text}</span
      ><span class="sr">, ${texts.open(count, text)}</span>`;
  }

  private link(name: string, look: unknown): TemplateResult {
    const isHere = this.place?.route?.name === name || (name === '' && this.place?.route?.name === 'accounts');
    return html`<a href="/${name}" aria-current=${isHere ? 'page' : nothing}>${look}</a>`;
  }

  private header(): TemplateResult {
    return html`<header class="top">
      <div class="top-inner">
        <a class="brand" href="/">${mark()}<span>${texts.product}</span></a>
        <nav class="nav" aria-label=${texts.mainNav}>
          ${inTop.map((name) => this.link(name, html`${texts.nav[name]}${this.badge(name)}`))}
        </nav>
        <div class="side">
          <p class="live" data-state=${this.tone()}><span>${texts.live[this.stream] ?? this.stream}</span></p>
          <dash-bell></dash-bell>
          <a
            class="icon-button settings-link"
            href="/settings"
            aria-label=${texts.nav['settings']!}
            aria-current=${this.place?.route?.name === 'settings' ? 'page' : nothing}
            >${navIcon('settings')}</a
          >
        </div>
      </div>
    </header>`;
  }

  private tone(): string {
    if (this.stream === 'live' || this.stream === 'following') return 'live';
    return this.stream === 'connecting' || this.stream === 'paused' ? 'connecting' : 'offline';
  }

  private offlineLine(): unknown {
    if (!this.isOffline || this.mustSignIn) return nothing;
    const seconds = this.retryAt ? Math.max(1, Math.round((this.retryAt.getTime() - Date.now()) / 1000)) : 0;
    const again = seconds ? texts.again(this.f.duration(seconds)) : '';
    const since = this.connections.readAt;
    const text = since ? texts.offline(this.f.moment(since.toISOString()), again) : texts.offlineNoDate(again);
    return html`<p class="line-banner" data-tone="warn">${icon('off')}<span>${text}</span></p>`;
  }

  /** A bank that needs the person is told on every page until it is solved. */
  private needs(): unknown {
    const waiting = (this.connections.value ?? []).filter(
      (one: Connection) => one.status === 'needs_attention' || one.notice,
    );
    return waiting.map((one) => html`<mingus-notice connection-id=${one.id}></mingus-notice>`);
  }

  private footer(): TemplateResult {
    return html`<footer class="foot">
      <a href="/docs" data-outside>${texts.footApi}</a>
      <button type="button" @click=${() => dispatchEvent(new Event('dash-keys'))}><kbd>?</kbd>${texts.footKeys}</button>
      ${this.user ? html`<span>${texts.footUser(this.user)}</span>` : nothing}
      ${this.session?.csrf ? html`<button type="button" @click=${this.signOut}>${texts.signOut}</button>` : nothing}
    </footer>`;
  }

  private tabs(): TemplateResult {
    const isMore = inMore.includes(this.place?.route?.name ?? '');
    return html`<nav class="tabs" aria-label=${texts.mainNav}>
        ${inTabs.map((name) => this.link(name,
          html`${navIcon(name)}<span>${texts.nav[name]}</span>${this.badge(name)}`))}
        <button type="button" popovertarget="more" aria-current=${isMore ? 'page' : nothing}>
          ${navIcon('more')}<span>${texts.moreTab}</span>
        </button>
      </nav>
      <div class="more-menu" id="more" popover @click=${this.closeMore}>
        ${inMore.map((name) => this.link(name, html`${navIcon(name)}<span>${texts.nav[name]}</span>`))}
      </div>`;
  }

  private readonly closeMore = (): void => this.querySelector<HTMLElement>('#more')?.hidePopover();
}
