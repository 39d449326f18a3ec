/** What a screen reader would say by itself: what changes in a live region, anywhere on a page. */
import type { Page } from '@playwright/test';

export interface Said {
  text: string;
  /** Milliseconds since the page began. */
  at: number;
  isAlert: boolean;
}

/** Begins to listen, from each page's first moment on. */
export function listen(page: Page): Promise<void> {
  return page.addInitScript(hear);
}

export function said(page: Page): Promise<Said[]> {
  return page.evaluate(() => (globalThis as unknown as { said: Said[] }).said);
}

/** Runs in the page before its scripts, so that it sees every shadow root made. */
function hear(): void {
  const all: Said[] = [];
  const live = '[role=status],[role=log],[role=alert],[aria-live=polite],[aria-live=assertive],output';
  const known = new WeakMap<Element, string>();
  const look = (root: Document | ShadowRoot): void => {
    for (const region of root.querySelectorAll(live)) {
      const text = (region.textContent ?? '').replace(/\s+/g, ' ').trim();
      const before = known.get(region);
      known.set(region, text);
      const isAlert = region.matches('[role=alert],[aria-live=assertive]');
      // A polite region that comes with its text is not said, an alert is.
      const isSaid = before === undefined ? isAlert : text !== before;
      if (text !== '' && isSaid) all.push({ text, at: performance.now(), isAlert });
    }
  };
  const watch = (root: Document | ShadowRoot): void => {
    new MutationObserver(() => look(root)).observe(root, { subtree: true, childList: true, characterData: true });
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    watch(root);
    return root;
  };
  watch(document);
  (globalThis as unknown as { said: Said[] }).said = all;
}
