import { DataSynchronizationManager } from '@mingus-sync/client';
import { announce } from '@mingus-sync/elements/announce';
import { forget, isSignedOut, read } from './early';
import { isNobody, session } from './session';

/** The one manager of the page: pages read it, elements get it from `<mingus-sync>`. */
export const manager = new DataSynchronizationManager({
  getCsrf: async () => (await session()).csrf,
  fetch: async (address, init) => {
    if (isSignedOut && isNobody(await session().catch(() => undefined))) return new Response(null, { status: 401 });
    return read(String(address), init ?? {});
  },
});
// The stream is open: what was read before the snapshot it begins with is old.
manager.addEventListener('snapshot-needed', forget);

/** What this browser remembers of how the person wants the page to look and behave. */
export interface Look {
  theme: 'auto' | 'light' | 'dark';
  /** Single keys as shortcuts; some people's tools type them by accident (WCAG 2.1.4). */
  keys: boolean;
  /** Asks for what is old while the page is looked at. */
  autoSync: boolean;
}

const place = 'mingus:look';
const usual: Look = { theme: 'auto', keys: true, autoSync: true };
const told = new EventTarget();

export function look(): Look {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Look>) };
  } catch {
    return usual;
  }
}

export function setLook(change: Partial<Look>): void {
  const next = { ...look(), ...change };
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing shows it until the page is left.
  }
  showTheme(next.theme);
  told.dispatchEvent(new Event('look'));
}

/** Calls at each change, also of another tab. */
export function onLook(listener: () => void): void {
  told.addEventListener('look', listener);
  addEventListener('storage', (event) => {
    if (event.key !== place) return;
    showTheme(look().theme);
    listener();
  });
}

function showTheme(theme: Look['theme']): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Says one sentence to whoever listens instead of looking. */
export const say = announce;

/** What just came of something the person did: one short line, with an action where there is one. */
export interface Toast {
  text: string;
  tone?: 'ok' | 'bad' | 'info';
  action?: string;
  run?: () => void;
}

export function toast(message: Toast): void {
  told.dispatchEvent(new CustomEvent('toast', { detail: message }));
}

export function onToast(listener: (message: Toast) => void): void {
  told.addEventListener('toast', (event) => listener((event as CustomEvent<Toast>).detail));
}
