import type { SyncUi } from './events';
import type { Phase } from './types';

const busy: readonly Phase[] = ['requested', 'queued', 'running', 'waiting_for_provider'];

/**
 * Shows a status on every `[data-mingus-account="<id>"]` of the page: `data-status`, `aria-busy` and the text, which
 * goes into a `[data-mingus-text]` inside where there is one.
 */
export function showOnPage(ui: SyncUi): void {
  if (typeof document === 'undefined') return;
  for (const shown of document.querySelectorAll<HTMLElement>('[data-mingus-account]')) {
    if (shown.dataset['mingusAccount'] !== ui.accountId) continue;
    shown.dataset['status'] = ui.status;
    shown.dataset['syncType'] = ui.syncType;
    shown.setAttribute('aria-busy', String(busy.includes(ui.status)));
    const place = shown.querySelector('[data-mingus-text]') ?? shown;
    if (place.textContent !== ui.text) place.textContent = ui.text;
  }
}
