/** Puts a popover under what opened it, inside the window; their end edges meet. */
const GAP = 6;
const EDGE = 12;

export function placeBelow(panel: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const isRtl = getComputedStyle(anchor).direction === 'rtl';
  const left = isRtl ? at.left : at.right - size.width;
  const below = at.bottom + GAP;
  const fits = below + size.height + EDGE <= innerHeight;
  const top = fits ? below : Math.max(EDGE, at.top - GAP - size.height);
  panel.style.left = `${Math.min(Math.max(EDGE, left), innerWidth - size.width - EDGE)}px`;
  panel.style.top = `${top}px`;
}
