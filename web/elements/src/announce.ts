/**
 * The one place by which a page is heard (ui.md, 8): a polite region that is there before its first text and says whole
 * sentences, at most one in five seconds, whichever elements have something to say.
 */
const GAP_MS = 5_000;
/** Readers notice what comes into a region that they know. */
const BORN_MS = 100;

const waiting = new Map<unknown, string>();
let region: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | 0 | undefined;

/**
 * Says a sentence as soon as it is its turn. What waits gives way to something newer about the same: that a sync is
 * half done is not said when it has ended. What was said last, or waits, is not said twice.
 */
export function announce(text: string, about: unknown = text): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.role = 'status';
    region.ariaAtomic = 'true';
    region.style.cssText = 'position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)';
    document.body.append(region);
    timer ||= setTimeout(next, BORN_MS);
  }
  if (region.textContent === text) return;
  waiting.set(about, text);
  if (!timer) next();
}

function next(): void {
  const [about, text = ''] = [...waiting][0] ?? [];
  waiting.delete(about);
  region!.textContent = text;
  timer = text ? setTimeout(next, GAP_MS) : 0;
}
