/** Which rows of a long list are drawn: those in view and a few around them, never more than a screen asks for. */

/** How far a key moves the focus. */
export const ROW_KEYS: Record<string, number> = {
  ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity,
};

/** Rows from `first` up to and without `end`. */
export interface RowWindow {
  first: number;
  end: number;
}

/** Rows beyond the view on each side, so that a quick scroll meets no empty space. */
const MARGIN = 12;

export function windowOf(scrollTop: number, viewHeight: number, rowHeight: number, count: number): RowWindow {
  const top = Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN);
  const bottom = Math.ceil((scrollTop + viewHeight) / rowHeight) + MARGIN;
  const end = Math.min(count, Math.max(0, bottom));
  return { first: Math.min(top, end), end };
}

/** The rows to draw: the window, and the one that has the focus wherever it is, so that focus is not lost. */
export function drawn({ first, end }: RowWindow, focused: number, count: number): number[] {
  // The list may have become shorter than what was measured last.
  const rows = Array.from({ length: Math.max(0, Math.min(end, count) - first) }, (_, index) => first + index);
  if (focused < 0 || focused >= count || (focused >= first && focused < end)) return rows;
  return focused < first ? [focused, ...rows] : [...rows, focused];
}

/**
 * Where the list must be scrolled to so that the row that was on top stays there after the list changed, and how many
 * rows came above it. Null when that row is gone.
 */
export function keepPlace(
  before: readonly { id: string }[],
  after: readonly { id: string }[],
  scrollTop: number,
  rowHeight: number,
): { scrollTop: number; above: number } | null {
  const top = Math.floor(scrollTop / rowHeight);
  const id = before[top]?.id;
  const at = id === undefined ? -1 : after.findIndex((each) => each.id === id);
  return at < 0 ? null : { scrollTop: scrollTop + (at - top) * rowHeight, above: Math.max(0, at - top) };
}
