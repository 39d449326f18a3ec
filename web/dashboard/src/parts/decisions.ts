import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Decision } from '@mingus-sync/client';
import { shareOf } from '@mingus-sync/elements/duplicate-view';
import { sentence } from '@mingus-sync/elements/sentence';
import { ListSource } from '@mingus-sync/elements/sources';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import '../messages/en-pages';

/** Everything decided, by rule or person, newest first; each can be taken back for ever. */
@customElement('dash-decisions')
export class DecisionList extends Page {
  @property() accountId = '';

  private readonly decisions = new ListSource(
    this,
    () => this.accountId,
    () => manager.decisions({ accountId: this.accountId || undefined, limit: 25 }),
    { events: ['duplicate-changed', 'run-finished'] },
  );

  protected override render(): unknown {
    return this.card(
      this.d.decisionsTitle,
      this.frame(
        this.decisions,
        this.d.decisionsTitle,
        () => this.rowBlocks(3),
        (all) => this.list(all),
      ),
    );
  }

  private list(all: readonly Decision[]): TemplateResult {
    if (all.length === 0) return html`<p class="quiet-text">${this.d.decisionsNone}</p>`;
    return html`<ul class="rows">
        ${all.map((one) => html`<li>${this.row(one)}</li>`)}
      </ul>
      ${
        this.decisions.hasMore
          ? html`<div class="panel-body">${this.button(this.d.more,
            () => void this.decisions.more(), { look: 'quiet' })}</div>`
          : nothing
      }`;
  }

  private row(one: Decision): TemplateResult {
    const what = this.d.decisionKind[one.kind] ?? one.kind;
    const by = one.by ? this.d.by[one.by] : '';
    const score = one.score === null ? '' : this.d.score(this.f.count(Math.round(shareOf(one.score) * 100)));
    const line = [by, score, one.undoneBy ? this.d.undone : ''].filter(Boolean).join(' · ');
    return html`<div>
        <strong>${what}</strong> <span class="muted">${line} · ${this.moment(one.at)}</span>
        ${one.reasons.length > 0
          ? html`<p class="small muted">${sentence(one.reasons.join(' · '), this.f)}</p>`
          : nothing}
      </div>
      <div class="side-actions">${this.answer(one, what)}</div>`;
  }

  private answer(one: Decision, what: string): unknown {
    if (one.kind === 'undo' || one.kind === 'redo') return nothing;
    const isUndone = one.undoneBy !== null;
    return this.button(isUndone ? this.d.redo : this.d.undo, () => void this.turn(one, isUndone), {
      look: 'small-button',
      icon: isUndone ? 'sync' : 'undo',
      busy: one.id,
      label: isUndone ? this.d.redoLabel(what) : this.d.undoLabel(what),
    });
  }

  private async turn(one: Decision, isUndone: boolean): Promise<void> {
    const done = await this.act(one.id, () => (isUndone ? manager.redo(one.id) : manager.undo(one.id)));
    if (!done) return;
    const text = isUndone ? this.d.redoneToast : this.d.undoneToast;
    say(text);
    toast({ text, tone: 'ok' });
    await this.decisions.refresh();
  }
}
