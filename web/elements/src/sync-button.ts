import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { createRef, ref } from 'lit/directives/ref.js';
import type { RunHandle, SyncResult, SyncType, ValidationLevel } from '@mingus-sync/client';
import { announce } from './announce';
import { MingusElement } from './base';
import { icon } from './icons';
import { placeBelow } from './placing';
import { problemOf, StoreSource } from './sources';
import { countsText } from './standing';
import { syncButtonStyles } from './sync-button-styles';

const TYPES: SyncType[] = ['balance', 'transactions', 'historical', 'backfill', 'validate', 'full'];
const LEVELS: ValidationLevel[] = ['strict', 'normal', 'relaxed'];

/** Starts a sync of one account, or of all; with `menu`, of any type. Shows at once that it was heard. */
@customElement('mingus-sync-button')
export class MingusSyncButton extends MingusElement {
  static override styles = [...MingusElement.styles, syncButtonStyles];

  @property({ attribute: 'account-id' }) accountId = '';
  /** What the button syncs when it is pressed. */
  @property() type: SyncType = 'full';
  /** Ask the bank even if what is known is fresh. */
  @property({ type: Boolean }) force = false;
  /** All accounts of the user. */
  @property({ type: Boolean }) bulk = false;
  /** How strictly a check checks. */
  @property() level: ValidationLevel = 'normal';
  /** Whether another type can be chosen. */
  @property({ type: Boolean }) menu = false;
  /** primary for the one most likely next step of a page. */
  @property() variant: 'plain' | 'primary' = 'plain';

  @state() private stage: 'idle' | 'asked' | 'running' = 'idle';
  @state() private problem = '';
  @state() private isOpen = false;

  private readonly panel = createRef<HTMLElement>();
  private readonly opener = createRef<HTMLElement>();
  private readonly status = new StoreSource(
    this,
    () => (this.bulk ? undefined : this.accountId || undefined),
    (manager) => manager.status(this.accountId),
  );

  protected override render(): unknown {
    const phase = this.status.value?.phase;
    const isBusy = this.stage !== 'idle' || phase === 'running' || phase === 'queued';
    const word = this.word(isBusy);
    const look = this.variant === 'primary' ? 'button primary' : 'button';
    return html`<div class="base ${this.menu ? 'split' : ''}" part="base">
        <button
          type="button"
          class="${look} main"
          part="button"
          aria-busy=${isBusy}
          ?disabled=${!this.source || (!this.bulk && !this.accountId)}
          @click=${() => void this.start(this.type)}
        >
          ${icon('sync')}<span>${word}</span>
        </button>
        ${this.menu ? this.menuButton(look) : nothing}
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  private word(isBusy: boolean): string {
    if (this.stage === 'asked') return this.t.syncAsked;
    if (isBusy) return this.t.syncing;
    if (this.bulk) return this.t.syncAll;
    return this.type === 'full' ? this.t.syncNow : this.t.type[this.type];
  }

  private menuButton(look: string): TemplateResult {
    return html`<button
        type="button"
        class=${look}
        aria-label=${this.t.syncMenu}
        aria-expanded=${this.isOpen}
        popovertarget="menu"
        ${ref(this.opener)}
      >
        ${icon('down')}
      </button>
      <div
        ${ref(this.panel)}
        id="menu"
        class="panel"
        part="menu"
        popover="auto"
        role="group"
        aria-label=${this.t.syncMenuTitle}
        @toggle=${(event: ToggleEvent) => this.toggled(event.newState === 'open')}
        @keydown=${this.move}
      >
        ${TYPES.map((type) => this.choice(type))}
        <div class="options">
          <label>
            <input type="checkbox" .checked=${this.force} @change=${this.setForce} />
            <span>${this.t.force}<br /><span class="small muted">${this.t.forceHint}</span></span>
          </label>
          <label>
            <span>${this.t.level}</span>
            <select @change=${this.setLevel}>
              ${LEVELS.map(
                (each) => html`<option value=${each} ?selected=${each === this.level}>${this.t.levels[each]}</option>`,
              )}
            </select>
          </label>
        </div>
      </div>`;
  }

  private choice(type: SyncType): TemplateResult {
    return html`<button type="button" class="choice" @click=${() => this.choose(type)}>
      <b>${this.t.type[type]}</b><span class="small muted">${this.t.typeHint[type]}</span>
    </button>`;
  }

  private toggled(isOpen: boolean): void {
    this.isOpen = isOpen;
    const [panel, opener] = [this.panel.value, this.opener.value];
    if (!isOpen || !panel || !opener) return;
    placeBelow(panel, opener);
    panel.querySelector<HTMLElement>('.choice')?.focus();
  }

  private choose(type: SyncType): void {
    this.panel.value?.hidePopover();
    void this.start(type);
  }

  private readonly setForce = (event: Event) => (this.force = (event.target as HTMLInputElement).checked);
  private readonly setLevel = (event: Event) =>
    (this.level = (event.target as HTMLSelectElement).value as ValidationLevel);

  /** Arrows go from choice to choice, as people expect of a menu. */
  private readonly move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choices = [...(this.panel.value?.querySelectorAll<HTMLElement>('.choice') ?? [])];
    const at = choices.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    if (!step || at < 0) return;
    event.preventDefault();
    choices[(at + step + choices.length) % choices.length]?.focus();
  };

  /** A second press while a sync runs is no second sync. */
  private async start(type: SyncType): Promise<void> {
    if (!this.source || this.stage !== 'idle') return;
    this.stage = 'asked';
    this.problem = '';
    announce(this.t.syncAsked, this);
    try {
      announce(this.bulk ? await this.all(type) : await this.one(type), this);
    } catch (error) {
      this.problem = this.t.syncFailed(this.why(problemOf(error)));
    }
    this.stage = 'idle';
  }

  private async one(type: SyncType): Promise<string> {
    const manager = this.source!;
    const handle =
      type === 'validate'
        ? manager.validateData(this.accountId, this.level)
        : manager.syncAccount(this.accountId, type, this.force);
    void this.tellHalf(handle);
    const runId = await handle.runId;
    if (runId) {
      this.stage = 'running';
      this.emit('run', { runId });
    }
    const result: SyncResult = await handle;
    if (result.problem) throw { problem: result.problem };
    return this.t.ended(this.t.outcome[result.status], countsText(result, this.f, this.t));
  }

  private async tellHalf({ progress }: RunHandle): Promise<void> {
    for await (const { percent } of progress) {
      if ((percent ?? 0) < 50) continue;
      return announce(this.t.halfDone, this);
    }
  }

  private async all(type: SyncType): Promise<string> {
    const work = this.source!.bulkSync(type, this.force);
    this.stage = 'running';
    const results = [...(await work).values()];
    for (const id of new Set(results.map((each) => each.id))) if (id) this.emit('run', { runId: id });
    const refused = results.find((each) => each.problem)?.problem;
    if (refused) throw { problem: refused };
    return this.t.bulkDone(results.length, this.f.count(results.length));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-sync-button': MingusSyncButton;
  }
}
