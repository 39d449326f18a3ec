/** Which toasts are shown, and for how long: 8 s, 30 s with an action, no time passing while a person is at them. */
import type { Tone } from './standing';

export interface Toast {
  id: string;
  text: string;
  tone?: Tone;
  /** What the button says; none without it. */
  action?: string;
  onAction?: () => void;
  /** Toasts of one key are one, told again with a count. */
  key?: string;
  count: number;
}

const SHOWN_MS = 8_000;
const WITH_ACTION_MS = 30_000;

interface Timer {
  id: ReturnType<typeof setTimeout>;
  endsAt: number;
  left: number;
}

export class ToastQueue {
  max = 3;
  private toasts: readonly Toast[] = [];
  private readonly timers = new Map<string, Timer>();
  private isPaused = false;
  private last = 0;

  constructor(private readonly changed: (toasts: readonly Toast[]) => void) {}

  add(toast: Omit<Toast, 'id' | 'count'>): string {
    const known = toast.key === undefined ? undefined : this.toasts.find((each) => each.key === toast.key);
    const id = known?.id ?? `toast-${++this.last}`;
    const shown = { ...toast, id, count: (known?.count ?? 0) + 1 };
    this.set(known ? this.toasts.map((each) => (each === known ? shown : each)) : [...this.toasts, shown]);
    while (this.toasts.length > this.max) this.remove(this.toasts[0]!.id);
    this.start(id, toast.action ? WITH_ACTION_MS : SHOWN_MS);
    return id;
  }

  remove(id: string): void {
    clearTimeout(this.timers.get(id)?.id);
    this.timers.delete(id);
    this.set(this.toasts.filter((each) => each.id !== id));
  }

  clear(): void {
    for (const { id } of this.toasts) this.remove(id);
  }

  pause(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    for (const timer of this.timers.values()) {
      clearTimeout(timer.id);
      timer.left = Math.max(0, timer.endsAt - Date.now());
    }
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    for (const [id, { left }] of [...this.timers]) this.start(id, left);
  }

  private start(id: string, ms: number): void {
    clearTimeout(this.timers.get(id)?.id);
    const timer = this.isPaused ? undefined : setTimeout(() => this.remove(id), ms);
    this.timers.set(id, { id: timer as Timer['id'], endsAt: Date.now() + ms, left: ms });
  }

  private set(toasts: readonly Toast[]): void {
    this.toasts = toasts;
    this.changed(toasts);
  }
}
