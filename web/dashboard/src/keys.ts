/** Keys of the page. Single ones can be switched off, and none is taken from whoever types. */
import { look } from './app';
import { go } from './router';

const pages: Record<string, string> = {
  o: '/', d: '/duplicates', f: '/findings', b: '/connections', a: '/activity', i: '/system', s: '/settings',
};
/** `g` waits this long for the letter that says where to. */
const patienceMs = 1_500;

export class Keys {
  #goUntil = 0;

  start(): void {
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('dash-keys', () => help());
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
    if (document.querySelector('dialog[open]') || !look().keys) return;
    const isGoing = performance.now() < this.#goUntil;
    this.#goUntil = 0;
    if (isGoing && pages[event.key]) return this.#do(event, () => go(pages[event.key]!));
    if (event.key === 'g') this.#goUntil = performance.now() + patienceMs;
    else if (event.key === '?') this.#do(event, () => help());
    else if (event.key === '/') this.#do(event, () => focusSearch());
    else if (event.key === 's') this.#do(event, () => sync());
  }

  #do(event: KeyboardEvent, work: () => void): void {
    event.preventDefault();
    work();
  }
}

function help(): void {
  void import('./parts/keys-help').then((list) => list.showKeys());
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
