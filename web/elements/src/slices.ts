/** Elements are drawn in slices: however many change at once, whoever clicks or scrolls meanwhile is answered. */
const sliceMs = 8;

/** When the slice of this task began; zero: not yet. A page's own code that runs first is the first slice. */
let begun = 1;

/** Undefined: go on at once. Else what to wait for, because this task has lasted long enough. */
export function turn(): Promise<void> | undefined {
  const now = performance.now();
  if (begun > 0) return now - begun < sliceMs ? undefined : pause();
  begun = now;
  setTimeout(ended);
  return undefined;
}

async function pause(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  await (scheduler?.yield?.() ?? new Promise((go) => setTimeout(go)));
  ended();
}

function ended(): void {
  begun = 0;
}
