/** Questions of one kind that one answer fits: listed, each of them, before anything is said of them. */
import { html, type TemplateResult } from 'lit';
import type { Duplicate } from '@mingus-sync/client';
import type { Formats } from './format';
import type { Messages } from './messages/en';

/** The open questions of the same account, between the same sources, for the same reasons; the given one among them. */
export function alikeOf(group: Duplicate, groups: readonly Duplicate[]): Duplicate[] {
  const kind = kindOf(group);
  return groups.filter((each) => each.state === 'suggested' && kindOf(each) === kind);
}

function kindOf({ accountId, records, reasons }: Duplicate): string {
  return JSON.stringify([
    accountId,
    records.map((each) => each.feedId).sort(),
    // What a reason tells of these very records is no kind.
    reasons.map((each) => each.text.replace(/\d+/g, '')).sort(),
  ]);
}

/** The question, as a dialog that lists what one answer would link. */
export function alikeDialog(all: Duplicate[], f: Formats, t: Messages, answer: (yes: boolean) => void): TemplateResult {
  const text = f.count(all.length);
  return html`<dialog class="card" aria-labelledby="alike" @close=${() => answer(false)}>
    <h3 id="alike">${t.alikeTitle(text)}</h3>
    <ol>
      ${all.map(
        (each) => html`<li>
          <span>${f.day(each.records[0]!.date)}</span>
          <bdi>${[...new Set(each.records.map((one) => one.description))].join(' / ')}</bdi>
          <bdi class="number">${f.money(each.records[0]!.amount, each, { signed: true })}</bdi>
        </li>`,
      )}
    </ol>
    <p class="small muted">${t.nothingDeleted}</p>
    <footer>
      <button type="button" class="button" @click=${() => answer(false)}>${t.close}</button>
      <button type="button" class="button primary" @click=${() => answer(true)}>${t.alikeLink(text)}</button>
    </footer>
  </dialog>`;
}
