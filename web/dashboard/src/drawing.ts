import { unread } from '@mingus-sync/elements/sources';

/** A page that takes longer is drawn as far as it is, with blocks where something is still to come. */
const longestMs = 2_000;

/** Hides the page (style `[drawing]`) until all that it shows has its place: what is drawn then does not move. */
export async function drawWhole(app: HTMLElement & { updateComplete: Promise<unknown> }): Promise<void> {
  if (!app.hasAttribute('drawing')) app.setAttribute('drawing', 'page');
  await app.updateComplete;
  const until = performance.now() + longestMs;
  // What was read may show what is to be read: two frames in a row without any.
  for (let calm = 0; calm < 2 && performance.now() < until; ) {
    await new Promise(requestAnimationFrame);
    calm = unread.size > 0 ? 0 : calm + 1;
  }
  app.removeAttribute('drawing');
}
