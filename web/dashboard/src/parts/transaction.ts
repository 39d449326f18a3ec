/** One transaction: what the bank tells, the records behind it, and what the person says of it. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Transaction } from '@mingus-sync/client';
import type { Formats } from '@mingus-sync/elements/format';
import { en } from '@mingus-sync/elements/messages/en';
import { problemOf } from '@mingus-sync/elements/sources';
import { providedCategory } from '@mingus-sync/elements/transactions-columns';
import { manager, toast } from '../app';
import { texts as d } from '../messages/en';
import '../messages/en-pages';

export async function showTransaction(id: string, f: Formats): Promise<void> {
  let shown: Transaction;
  try {
    shown = await manager.transaction(id);
  } catch (error) {
    toast({ text: problemOf(error).detail, tone: 'bad' });
    return;
  }
  const dialog = document.createElement('dialog');
  dialog.className = 'ask wide';
  dialog.setAttribute('aria-labelledby', 'transaction-title');
  render(
    content(shown, f, (event) => void save(event, shown, dialog)),
    dialog,
  );
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove(), { once: true });
  dialog.showModal();
}

async function save(event: SubmitEvent, shown: Transaction, dialog: HTMLDialogElement): Promise<void> {
  event.preventDefault();
  const form = new FormData(event.target as HTMLFormElement);
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const before = { category: (shown.categorySource === 'person' && shown.category) || '', note: shown.note ?? '' };
  const after = { category: text('category'), note: text('note') };
  try {
    await manager.annotate(shown.id, after);
    dialog.close();
    toast({ text: d.saved, tone: 'ok', action: d.undo, run: () => void manager.annotate(shown.id, before) });
  } catch (error) {
    toast({ text: problemOf(error).detail, tone: 'bad' });
  }
}

function content(one: Transaction, f: Formats, submit: (event: SubmitEvent) => void): TemplateResult {
  const own = one.categorySource === 'person' ? (one.category ?? '') : '';
  return html`<form @submit=${submit}>
    <h2 id="transaction-title"><bdi>${one.merchantName ?? one.description}</bdi></h2>
    <p class="balance-line">
      <bdi class="big number">${f.money(one.amount, one, { signed: true })}</bdi>
      <span class="muted">${f.day(one.date, 'long')}${one.status === 'pending' ? ` · ${d.pending}` : ''}</span>
    </p>
    <div class="form-grid dialog-fields">
      <label class="field"
        ><span>${d.category}</span>
        <input name="category" .value=${own}
          placeholder=${providedCategory(one.providerCategory?.primary ?? '', en)} maxlength="100" />
        <span class="hint">${d.categoryHint}</span></label
      >
      <label class="field"
        ><span>${d.note}</span><textarea
          name="note" rows="2" maxlength="500" .value=${one.note ?? ''}></textarea></label
      >
    </div>
    <h3>${d.bankSays}</h3>
    <p><bdi>${one.originalDescription ?? one.description}</bdi></p>
    ${records(one, f)}
    <div class="ask-actions">
      <button class="button" type="button" @click=${close}>${d.close}</button>
      <button class="button primary">${d.save}</button>
    </div>
  </form>`;
}

function records(one: Transaction, f: Formats): unknown {
  if (!one.records?.length) return nothing;
  return html`<h3 class="apart">${d.records}</h3>
    <p class="small">${d.recordsText}</p>
    <ul class="records">
      ${one.records.map(
        (record) => html`<li>
          <span>${f.day(record.date)}</span> <bdi>${record.description}</bdi>
          <bdi class="number">${f.money(record.amount, one, { signed: true })}</bdi>
          <span class="muted">${d.recordStatus[record.status]}${record.isPrimary ? ` · ${d.primary}` : ''}</span>
        </li>`,
      )}
    </ul>`;
}

function close(event: Event): void {
  (event.target as HTMLElement).closest('dialog')?.close();
}
