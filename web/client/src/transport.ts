import type { Api } from './api';
import { MingusSyncError, unreachable } from './errors';
import { EventParser, type WireEvent, wireEvent, wireTypes } from './wire';

/** What hears a connection: its events, and once that it ended. */
export interface Sink {
  event(event: WireEvent): void;
  closed(error: MingusSyncError): void;
}

/** Opens one connection after a position (from now on where there is none); answers what closes it. */
export type Connect = (after: number | null, sink: Sink) => () => void;

/** The browser's own reader with the session's cookie, else one over fetch, which can send the bearer header. */
export function transportOf(api: Api): Connect {
  const canUseOwn = typeof EventSource !== 'undefined' && !api.usesToken;
  return canUseOwn ? (after, sink) => overEventSource(api, after, sink) : (after, sink) => overFetch(api, after, sink);
}

function overEventSource(api: Api, after: number | null, sink: Sink): () => void {
  const source = new EventSource(api.url('/events', { query: { after } }));
  // The id that EventSource remembers stays for events that have none: only an event's own is its sequence.
  for (const type of wireTypes) {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      const hasId = type !== 'beat' && type !== 'sync.progress';
      const event = wireEvent(type, message.data, hasId ? message.lastEventId : null);
      if (event) sink.event(event);
    });
  }
  source.addEventListener('error', () => {
    source.close();
    // It does not say why; whoever is signed in can read who they are.
    api.get('/users/me').then(() => sink.closed(unreachable()), (error: MingusSyncError) => sink.closed(error));
  });
  return () => source.close();
}

function overFetch(api: Api, after: number | null, sink: Sink): () => void {
  const stop = new AbortController();
  const read = async (): Promise<void> => {
    const query = { after };
    const response = await api.open('/events', { query, signal: stop.signal }, { Accept: 'text/event-stream' });
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser();
    while (true) {
      const { done, value } = await reader.read();
      if (done) throw unreachable();
      for (const event of parser.push(decoder.decode(value, { stream: true }))) sink.event(event);
    }
  };
  read().catch((error: unknown) => {
    if (!stop.signal.aborted) sink.closed(error instanceof MingusSyncError ? error : unreachable());
  });
  return () => stop.abort();
}
