import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Account, Duplicate } from '@mingus-sync/client';
import { announce } from './announce';
import { MingusElement } from './base';
import { alikeDialog, alikeOf } from './duplicates-alike';
import { viewOf, type DuplicateView, type Field } from './duplicate-view';
import { duplicatesStyles } from './duplicates-styles';
import { icon } from './icons';
import { ListSource, problemOf, StoreSource } from './sources';
import './messages/en-views';

type Decision = 'confirm' | 'dismiss' | 'split' | 'undo';
type Standing = Duplicate['state'];

/** What a person said of a group: shown at once, taken back if the server refuses. */
interface Answer {
  decision: Decision;
  /** What is being done: saving, saved, off the list that the server gives since, or why it was refused. */
  state: 'saving' | 'saved' | 'left' | 'refused';
  why: string;
}

/** Records that may describe one transaction, side by side, to be judged by a person. Every answer can be undone. */
@customElement('mingus-duplicates')
export class MingusDuplicates extends MingusElement {
  static override styles = [...MingusElement.styles, duplicatesStyles];

  @property({ attribute: 'account-id' }) accountId = '';
  /** suspected (to review), linked or dismissed (kept apart). */
  @property({ attribute: 'state' }) listed: 'suspected' | 'linked' | 'dismissed' = 'suspected';
  /** Switches the single keys S, D, J and U off. */
  @property({ type: Boolean, attribute: 'no-keys' }) noKeys = false;

  @state() private answers: Record<string, Answer> = {};
  /** Pairs that are listed, to be linked with one answer. */
  @state() private alike: Duplicate[] = [];
  private focusNext = '';

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());
  private readonly groups = new ListSource<Duplicate>(
    this,
    () => `${this.accountId} ${this.standing}`,
    (manager) => manager.duplicates({ accountId: this.accountId || undefined, state: this.standing }),
    { events: ['duplicate-changed'] },
  );

  private get standing(): Standing {
    return this.listed === 'suspected' ? 'suggested' : this.listed;
  }

  /** A pair that left the list after its answer and is on it again was undone elsewhere: the answer is over. */
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const listed = new Set(this.groups.value?.map((each) => each.id));
    for (const [id, answer] of Object.entries(this.answers)) {
      if (answer.state === 'saved' && !listed.has(id)) this.answer(id, { ...answer, state: 'left' });
      if (answer.state === 'left' && listed.has(id)) this.drop(id);
    }
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    if (!this.focusNext) return;
    this.renderRoot.querySelector<HTMLElement>(`[data-group='${this.focusNext}']`)?.focus();
    this.focusNext = '';
  }

  protected override render(): unknown {
    return html`<div class="base" part="base">
      ${this.frame(this.groups, this.t.duplicates, () => this.blocks(), (groups) => this.list(groups))}
      ${this.alike.length > 0 ? alikeDialog(this.alike, this.f, this.t, (yes) => void this.linkAlike(yes)) : nothing}
    </div>`;
  }

  /** What was answered here stays in its place, with Undo, after the server took it off the list. */
  private list(groups: readonly Duplicate[]): unknown {
    if (groups.length === 0 && Object.keys(this.answers).length === 0) return this.none();
    return html`<ul class="list">
        ${groups.map((group) => html`<li>${this.group(group, groups)}</li>`)}
        ${Object.keys(this.answers)
          .filter((id) => !groups.some((each) => each.id === id))
          .map((id) => html`<li>${this.answered(id, this.answers[id]!)}</li>`)}
      </ul>
      ${this.groups.hasMore
        ? html`<button
            type="button"
            class="button"
            aria-busy=${this.groups.busy}
            @click=${() => void this.groups.more()}
          >
            ${this.t.more}
          </button>`
        : nothing}`;
  }

  private none(): TemplateResult {
    const { nothingToReview, nothingLinked, nothingKeptApart } = this.t;
    const text = { suspected: nothingToReview, linked: nothingLinked, dismissed: nothingKeptApart }[this.listed];
    return html`<div class="card">${this.nothingHere(text, 'check')}</div>`;
  }

  private group(group: Duplicate, groups: readonly Duplicate[]): TemplateResult {
    const answer = this.answers[group.id];
    if (answer && answer.state !== 'refused') return this.answered(group.id, answer);
    const account = this.accounts.value?.find((each: Account) => each.id === group.accountId);
    const view = viewOf(group, account, this.f, this.t);
    return html`<article
      class="card pair"
      part="pair"
      tabindex="-1"
      data-group=${group.id}
      aria-label=${view.title}
      @keydown=${(event: KeyboardEvent) => this.key(event, group, groups)}
    >
      <header>
        <h3>${view.title}</h3>
        ${account ? html`<span class="small muted"><bdi>${account.name}</bdi></span>` : nothing}
      </header>
      ${this.table(view)}
      <div class="evidence" part="evidence">
        <h4>${this.t.why}</h4>
        <ul>
          ${view.reasons.map(
            ({ text, weight }) => html`<li class="chip">
              ${text}${weight ? html`<span class="sr">, ${this.t.weighs(weight)}</span>` : nothing}
              ${weight ? html`<span class="weight number" aria-hidden="true">${weight}</span>` : nothing}
            </li>`,
          )}
        </ul>
      </div>
      <p class="effects">
        ${view.effects.map((each) => html`<span>${each}</span>`)}<span>${this.t.nothingDeleted}</span>
      </p>
      <footer>${this.actions(group, groups)}</footer>
      ${answer ? html`<p class="refused" role="alert">${this.t.decisionFailed(answer.why)}</p>` : nothing}
    </article>`;
  }

  private table({ versions, fields }: DuplicateView): TemplateResult {
    return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="sr">${this.t.field}</span></th>
            ${versions.map(
              ({ letter, isShown }) => html`<th scope="col">
                <span class="letter" aria-hidden="true">${letter}</span>
                <span class="sr">${this.t.version(letter)}</span>
                ${isShown ? html`<span class="chip" data-tone="ok">${this.t.shownNow}</span>` : nothing}
              </th>`,
            )}
            <th scope="col"><span class="sr">${this.t.compare}</span></th>
          </tr>
        </thead>
        <tbody>
          ${fields.map((each) => this.field(each))}
        </tbody>
      </table>
    </div>`;
  }

  private field({ name, values, agreement }: Field): TemplateResult {
    const sign = { same: '=', alike: '≈', different: '≠' }[agreement];
    return html`<tr class=${name}>
      <th scope="row">${this.t.fieldName[name]}</th>
      ${values.map((each) => html`<td><bdi class=${name === 'amount' ? 'number' : ''}>${each}</bdi></td>`)}
      <td class="agreement ${agreement}">
        <span aria-hidden="true">${sign}</span> ${this.t.agreement[agreement]}
      </td>
    </tr>`;
  }

  private actions(group: Duplicate, groups: readonly Duplicate[]): unknown {
    const button = (decision: Decision, text: string, look: string, key = '') => html`<button
      type="button"
      class="button ${look}"
      aria-keyshortcuts=${key && !this.noKeys ? key : nothing}
      @click=${() => void this.decide(group.id, decision, groups)}
    >
      ${text}${key && !this.noKeys ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}
    </button>`;
    if (group.state === 'suggested') {
      return html`${button('confirm', this.t.same, 'primary', 'S')} ${button('dismiss', this.t.different, '', 'D')}
        <button type="button" class="button quiet" @click=${() => this.skip(group.id, groups)}>
          ${this.t.skip}${this.noKeys ? nothing : html`<kbd aria-hidden="true">J</kbd>`}
        </button>
        ${this.alikeButton(alikeOf(group, groups.filter((each) => !this.answers[each.id])))}`;
    }
    const by = group.decidedBy === 'person' ? this.t.byPerson : this.t.byRule;
    return html`${group.state === 'linked' ? button('split', this.t.split, '') : nothing}
      ${group.decisionId ? button('undo', this.t.undo, 'quiet', 'U') : nothing}
      <span class="small muted">${group.decidedBy ? by : ''} ${this.moment(group.at)}</span>`;
  }

  private alikeButton(alike: Duplicate[]): unknown {
    if (alike.length < 2) return nothing;
    return html`<button type="button" class="button quiet" @click=${() => (this.alike = alike)}>
      ${this.t.alikeLink(this.f.count(alike.length))}
    </button>`;
  }

  /** One after the other: each is an answer of its own, and can be taken back alone. */
  private async linkAlike(yes: boolean): Promise<void> {
    const asked = this.alike;
    this.alike = [];
    if (yes) for (const each of asked) await this.decide(each.id, 'confirm', asked);
  }

  private answered(id: string, { decision, state }: Answer): TemplateResult {
    return html`<div class="card answered" tabindex="-1" data-group=${id}>
      <span class="chip" data-tone="ok">${icon('check')}${this.t.decided[decision]}</span>
      ${decision === 'undo'
        ? nothing
        : html`<button
            type="button"
            class="button quiet"
            ?disabled=${state === 'saving'}
            @click=${() => void this.decide(id, 'undo', [])}
          >
            ${icon('undo')}${this.t.undo}
          </button>`}
    </div>`;
  }

  /** The answer shows at once and focus goes on; a refusal brings the pair back with the reason. */
  private async decide(groupId: string, decision: Decision, groups: readonly Duplicate[]): Promise<void> {
    if (!this.emit('decision', { groupId, decision }, true) || !this.source) return;
    this.answer(groupId, { decision, state: 'saving', why: '' });
    announce(this.t.decided[decision], this);
    if (decision === 'confirm' || decision === 'dismiss') this.skip(groupId, groups);
    try {
      await this.source.decide(groupId, decision);
      this.answer(groupId, { decision, state: 'saved', why: '' });
      if (decision === 'undo') this.forget(groupId);
      else void this.groups.refresh();
    } catch (error) {
      this.answer(groupId, { decision, state: 'refused', why: this.why(problemOf(error)) });
    }
  }

  private answer(groupId: string, answer: Answer): void {
    this.answers = { ...this.answers, [groupId]: answer };
  }

  private forget(groupId: string): void {
    this.drop(groupId);
    void this.groups.refresh();
  }

  private drop(groupId: string): void {
    const { [groupId]: _, ...others } = this.answers;
    this.answers = others;
  }

  /** Focus goes to the next pair that is open. */
  private skip(groupId: string, groups: readonly Duplicate[]): void {
    const at = groups.findIndex((each) => each.id === groupId);
    const open = [...groups.slice(at + 1), ...groups.slice(0, at)].find((each) => !this.answers[each.id]);
    this.focusNext = open?.id ?? '';
    this.requestUpdate();
  }

  private key(event: KeyboardEvent, group: Duplicate, groups: readonly Duplicate[]): void {
    if (this.noKeys || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const isOpen = group.state === 'suggested';
    const keys: Record<string, Decision> = isOpen ? { s: 'confirm', d: 'dismiss' } : { u: 'undo' };
    const decision = keys[key];
    if (decision) void this.decide(group.id, decision, groups);
    else if (key === 'j') this.skip(group.id, groups);
    else return;
    event.preventDefault();
  }

  private blocks(): TemplateResult {
    return html`<div class="card pair waiting">
      <span class="block"></span><span class="block tall"></span><span class="block"></span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-duplicates': MingusDuplicates;
  }
}
