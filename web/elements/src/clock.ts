/** What time it is, by the server's clock, and one tick of 30 s for every age on the page. */
const TICK_MS = 30_000;

let ahead = 0;
let fixed: number | undefined;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Milliseconds since the epoch, corrected by what `setServerTime` learned. */
export const now = (): number => fixed ?? Date.now() + ahead;

/** Tells the server's `Date`; a difference under two seconds is the network's and is left alone. */
export function setServerTime(server: Date): void {
  const difference = server.getTime() - Date.now();
  ahead = Math.abs(difference) < 2_000 ? 0 : difference;
}

/** Stops the clock at a moment, for pictures and tests; undefined lets it go on. */
export function fixTime(moment: Date | undefined): void {
  fixed = moment?.getTime();
  for (const listener of listeners) listener();
}

/** Calls each 30 s while somebody listens; returns what ends it. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
