import type { Api } from './api';
import { Live, type LiveListener } from './live';
import { browserTabs } from './tabs';
import { type Told, told } from './told';
import { transportOf } from './transport';
import type { WireEvent } from './wire';

/** What hears live events: each as it came, with what it says to listeners. */
export interface LiveHearer extends Omit<LiveListener, 'event'> {
  event(event: WireEvent, told: Told[]): void;
}

/** The live events of this page or program, whose stream is not open yet. */
export function liveOf(api: Api, baseUrl: string | undefined, hearer: LiveHearer): Live {
  const world = {
    baseUrl: baseUrl ?? globalThis.location?.origin ?? '',
    connect: transportOf(api),
    me: () => api.get('/users/me'),
    tabs: browserTabs(),
    isHidden: () => globalThis.document?.hidden ?? false,
  };
  return new Live(world, { ...hearer, event: (event) => hearer.event(event, told(event)) });
}
