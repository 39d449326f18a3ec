import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Problem } from '@mingus-sync/client';
import { buttons } from './buttons';
import { onTick } from './clock';
import { ContextRequest, type SyncContext } from './context';
import { formatsFor, type Formats } from './format';
import { icon } from './icons';
import type { Manager } from './manager';
import { en, type Messages } from './messages/en';
import { turn } from './slices';
import { type Loaded, unread } from './sources';
import { surfaces, tokens } from './theme';

/**
 * What all elements have in common: the manager, by property or from the nearest `<mingus-sync>`; texts and formats;
 * the states `loading`, `stale` and `error` for CSS; and one way to show what is not there.
 */
export abstract class MingusElement extends LitElement {
  static override styles = [tokens, buttons, surfaces];

  /** Where data comes from; wins over the nearest `<mingus-sync>`. */
  @property({ attribute: false }) manager?: Manager;
  /** Texts of the page's own, by key of messages/en.ts. */
  @property({ attribute: false }) messages?: Partial<Messages>;
  @state() private context?: SyncContext;

  protected readonly internals = this.attachInternals();
  private leaveContext?: () => void;
  private leaveTick?: () => void;
  private texts: Messages = en;
  private formats = formatsFor();

  /** The manager in force, undefined until there is one. */
  get source(): Manager | undefined {
    return this.manager ?? this.context?.manager;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dispatchEvent(new ContextRequest(this, (value, leave) => this.provide(value, leave), true));
    this.leaveTick = onTick(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leaveContext?.();
    this.leaveTick?.();
    this.leaveContext = undefined;
  }

  /** Many elements that change at once do not hold up the page: some wait for the next task. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const wait = turn();
    return wait ? this.drawLater(wait) : super.scheduleUpdate();
  }

  private async drawLater(wait: Promise<void>): Promise<void> {
    unread.add(this);
    await wait;
    unread.delete(this);
    super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('messages') || changed.has('context' as keyof this)) {
      this.texts = { ...en, ...this.context?.messages, ...this.messages };
    }
    const locale = this.context?.locale ?? this.closest('[lang]')?.getAttribute('lang');
    this.formats = formatsFor(locale || undefined, this.context?.timeZone);
  }

  protected get t(): Messages {
    return this.texts;
  }

  protected get f(): Formats {
    return this.formats;
  }

  /** Sends `mingus-<name>`, which bubbles out of shadow roots; answers whether nobody prevented it. */
  protected emit<T>(name: string, detail: T, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(`mingus-${name}`, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** A moment in words, with the exact one beside it for whoever points at it. */
  protected moment(at: string, text = this.f.moment(at)): TemplateResult {
    return html`<time datetime=${at} title=${this.f.exact(at)}>${text}</time>`;
  }

  /** An amount, kept in its own direction whatever the page's is. */
  protected amount(text: string): TemplateResult {
    return html`<bdi class="number">${text}</bdi>`;
  }

  /** The last digits of an account's number, spoken as such. */
  protected mask(mask: string | null | undefined): unknown {
    if (!mask) return nothing;
    return html`<span class="mask muted"
      ><span aria-hidden="true">${this.t.masked(mask)}</span><span class="sr">${this.t.maskedLong(mask)}</span></span
    >`;
  }

  /**
   * Shows a loaded value, or what stands in for it: blocks of its final size while it loads, the last known with its
   * age when it cannot be read again, and what failed with one action when there is nothing to show.
   */
  protected frame<T>(
    loaded: Loaded<T>,
    what: string,
    blocks: () => TemplateResult,
    content: (value: T) => unknown,
  ): unknown {
    this.show(loaded);
    if (loaded.value !== undefined) return html`${this.staleLine(loaded)}${content(loaded.value)}`;
    if (loaded.problem) return this.failedLine(loaded, what);
    return html`<div aria-busy="true" class="blocks">
      <span class="sr wait-words">${this.t.waitWords}</span>${blocks()}
    </div>`;
  }

  /** Sets the custom states that page CSS can select: `:state(loading)` and so on. */
  protected show(loaded: Loaded<unknown>): void {
    const states = this.internals.states;
    const set = (name: string, on: boolean) => (on ? states.add(name) : states.delete(name));
    set('loading', loaded.value === undefined && !loaded.problem);
    set('stale', loaded.value !== undefined && loaded.problem !== null);
    set('error', loaded.value === undefined && loaded.problem !== null);
  }

  /** Nothing to show: why, and what next; a page says it in its own way by the slot `empty`. */
  protected nothingHere(text: string, drawing: Parameters<typeof icon>[0] = 'info'): TemplateResult {
    return html`<slot name="empty"><div class="empty">${icon(drawing)}<p>${text}</p></div></slot>`;
  }

  /** What a problem says, in the server's words for people. */
  protected why(problem: Problem): string {
    return problem.detail || this.t.unknownProblem;
  }

  private staleLine(loaded: Loaded<unknown>): unknown {
    if (!loaded.problem) return nothing;
    const when = loaded.readAt ? this.f.moment(loaded.readAt.toISOString()) : this.t.notYet;
    return html`<div class="stale" part="stale">
      ${icon('clock')}
      <p>${this.t.staleWhy(when, this.why(loaded.problem))}</p>
      ${this.retryButton(loaded)}
    </div>`;
  }

  private failedLine(loaded: Loaded<unknown>, what: string): TemplateResult {
    return html`<div class="failed" part="error">
      ${icon('error')}
      <p>${this.t.failedWhy(what, loaded.problem ? this.why(loaded.problem) : '')}</p>
      ${this.retryButton(loaded)}
    </div>`;
  }

  private retryButton(loaded: Loaded<unknown>): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-busy=${loaded.busy}
      @click=${() => void loaded.refresh()}
    >
      ${icon('sync')}${this.t.retry}
    </button>`;
  }

  private provide(value: SyncContext, leave?: () => void): void {
    if (leave !== this.leaveContext) this.leaveContext?.();
    this.context = value;
    this.leaveContext = leave;
  }
}
