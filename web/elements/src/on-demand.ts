/**
 * For pages without a bundler: the first elements at once, each view when the page shows the first of it. A view is
 * large, and few pages have all. Decision 45.
 */
import { type ContextRequest, syncContext } from './context';
import { MingusSync } from './sync';

export * from './first';

type Root = Document | ShadowRoot | Element;
type Load = () => Promise<unknown>;

const longestPauseMs = 60_000;

/** Views that no page has shown yet. */
const views = new Map<string, Load>([
  ['mingus-balance-chart', () => import('./balance-chart')],
  ['mingus-coverage', () => import('./coverage')],
  ['mingus-duplicates', () => import('./duplicates')],
  ['mingus-findings', () => import('./findings')],
  ['mingus-metrics', () => import('./metrics')],
  ['mingus-notifications', () => import('./notifications')],
  ['mingus-transactions', () => import('./transactions')],
]);

const watched = new WeakSet<Node>();
const watcher = new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) look(node);
});

/** Looks for views in a tree, now and whenever something is added to it; shadow roots are trees of their own. */
function watch(root: Node): void {
  if (views.size === 0 || watched.has(root)) return;
  watched.add(root);
  look(root as Root);
  watcher.observe(root, { childList: true, subtree: true });
}

function look(root: Root): void {
  for (const [tag, load] of views) {
    if ((root as Element).localName !== tag && !root.querySelector(tag)) continue;
    views.delete(tag);
    void define(load, 1000);
  }
  if (views.size === 0) watcher.disconnect();
}

/** A network that fails may be back soon: the element waits for it, empty, as it does for its data. */
async function define(load: Load, pauseMs: number): Promise<void> {
  try {
    await load();
  } catch (error) {
    reportError(error);
    setTimeout(() => void define(load, Math.min(2 * pauseMs, longestPauseMs)), pauseMs);
  }
}

watch(document);
// Elements tell where they are: each asks for its context, and `<mingus-sync>` says which tree it joined.
MingusSync.joined = watch;
document.addEventListener('context-request', asked, { capture: true });

function asked(event: Event): void {
  const { context, contextTarget } = event as ContextRequest;
  if (context === syncContext) watch((contextTarget ?? event.target).getRootNode());
}
