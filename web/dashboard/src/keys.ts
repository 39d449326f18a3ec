/** Keys of the page. Single ones can be switched off, and none is taken from whoever types. */
import { html, nothing, render } from 'lit';
import { look } from './app';
import { go } from './router';
import type { texts as en } from './messages/en';

const pages: Record<string, string> = {
  o: '/', d: '/duplicates', f: '/findings', b: '/connections', a: '/activity', i: '/system', s: '/settings',
};
/** `g` waits this long for the letter that says where to. */
const patienceMs = 1_500;

export class Keys {
  #goUntil = 0;

  constructor(private readonly texts: typeof en) {}

  start(): void {
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('dash-keys', () => this.#help());
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
    if (document.querySelector('dialog[open]') || !look().keys) return;
    const isGoing = performance.now() < this.#goUntil;
    this.#goUntil = 0;
    if (isGoing && pages[event.key]) return this.#do(event, () => go(pages[event.key]!));
    if (event.key === 'g') this.#goUntil = performance.now() + patienceMs;
    else if (event.key === '?') this.#do(event, () => this.#help());
    else if (event.key === '/') this.#do(event, () => focusSearch());
    else if (event.key === 's') this.#do(event, () => sync());
  }

  #do(event: KeyboardEvent, work: () => void): void {
    event.preventDefault();
    work();
  }

  #help(): void {
    if (document.querySelector('dialog[open]')) return;
    const dialog = document.createElement('dialog');
    dialog.className = 'ask keys';
    dialog.setAttribute('aria-labelledby', 'keys-title');
    render(
      html`<form method="dialog">
        <h2 id="keys-title">${this.texts.keysTitle}</h2>
        ${look().keys ? nothing : html`<p class="muted">${this.texts.keysOff}</p>`}
        <dl>
          ${this.texts.keys.map(
            ([keys, what]) => html`<div>
              <dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dt>
              <dd>${what}</dd>
            </div>`,
          )}
        </dl>
        <div class="ask-actions"><button class="button primary" autofocus>${this.texts.keysClose}</button></div>
      </form>`,
      dialog,
    );
    document.body.append(dialog);
    dialog.addEventListener('close', () => dialog.remove(), { once: true });
    dialog.showModal();
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function focusSearch(): void {
  const list = document.querySelector('mingus-transactions');
  (list?.shadowRoot ?? document).querySelector<HTMLElement>('input[type="search"]')?.focus();
}

function sync(): void {
  const button = document.querySelector('main mingus-sync-button');
  button?.shadowRoot?.querySelector('button')?.click();
}
