/** How an element finds what it needs: the community's `context-request` event, answered by `<mingus-sync>`. */
import type { Manager } from './manager';
import type { Messages } from './messages/en';

/** What a `<mingus-sync>` gives to the elements inside it. */
export interface SyncContext {
  manager: Manager | undefined;
  locale: string | undefined;
  timeZone: string | undefined;
  messages: Partial<Messages> | undefined;
}

/** The key of the context: any provider of a page may answer to it. */
export const syncContext = 'mingus-sync';

type ContextCallback = (value: SyncContext, unsubscribe?: () => void) => void;

/** https://github.com/webcomponents-cg/community-protocols, context. */
export class ContextRequest extends Event {
  readonly context = syncContext;
  readonly contextTarget: Element;

  constructor(
    target: Element,
    readonly callback: ContextCallback,
    readonly subscribe: boolean,
  ) {
    super('context-request', { bubbles: true, composed: true });
    this.contextTarget = target;
  }
}

/** Answers requests that reach the host, and tells subscribers of each new value. */
export class ContextProvider {
  private readonly subscribers = new Map<ContextCallback, () => void>();

  constructor(
    host: HTMLElement,
    private value: SyncContext,
  ) {
    host.addEventListener('context-request', (event) => this.answer(event as ContextRequest));
  }

  set(value: SyncContext): void {
    this.value = value;
    for (const [callback, leave] of this.subscribers) callback(value, leave);
  }

  private answer(event: ContextRequest): void {
    if (event.context !== syncContext) return;
    event.stopPropagation();
    if (!event.subscribe) return event.callback(this.value);
    const leave = () => void this.subscribers.delete(event.callback);
    this.subscribers.set(event.callback, leave);
    event.callback(this.value, leave);
  }
}
