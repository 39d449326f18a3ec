import { html, nothing, render } from 'lit';
import { look } from '../app';
import { texts } from '../messages/en';
import '../messages/en-keys';

/** The list of keys, as a dialog. */
export function showKeys(): void {
  if (document.querySelector('dialog[open]')) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'ask keys';
  dialog.setAttribute('aria-labelledby', 'keys-title');
  render(
    html`<form method="dialog">
      <h2 id="keys-title">${texts.keysTitle}</h2>
      ${look().keys ? nothing : html`<p class="muted">${texts.keysOff}</p>`}
      <dl>
        ${texts.keys.map(
          ([keys, what]) => html`<div>
            <dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dt>
            <dd>${what}</dd>
          </div>`,
        )}
      </dl>
      <div class="ask-actions"><button class="button primary" autofocus>${texts.keysClose}</button></div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove(), { once: true });
  dialog.showModal();
}
