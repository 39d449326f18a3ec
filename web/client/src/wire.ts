/** An event of the stream as it came. */
export interface WireEvent {
  type: string;
  /** Null where the event has none: it may be dropped. */
  sequence: number | null;
  data: Record<string, unknown>;
}

/** Consecutive events: complete from one position to the next. */
export interface Batch {
  from: number;
  to: number;
  events: WireEvent[];
  /** Positions of before mean nothing any more. */
  isReset?: boolean;
}

/** Every type the stream tells; a browser's EventSource wants them by name. */
export const wireTypes: readonly string[] = [
  'stream.open', 'stream.reset', 'beat', 'sync.queued', 'sync.started', 'sync.progress', 'sync.completed',
  'balance.changed', 'transactions.changed', 'account.changed', 'connection.changed', 'connection.attention',
  'connection.healed', 'coverage.changed', 'backfill.progress', 'duplicates.detected', 'decision.made',
  'validation.completed', 'finding.opened', 'finding.resolved', 'notification',
];

/** Reads `text/event-stream` piece by piece (WHATWG HTML, section 9.2). */
export class EventParser {
  #rest = '';
  #type = '';
  #data: string[] = [];
  #id: string | null = null;
  #hasReturn = false;

  /** The events that the piece completes. */
  push(piece: string): WireEvent[] {
    // A line may end with CR LF of which the piece has the CR only.
    const text = this.#rest + (this.#hasReturn && piece.startsWith('\n') ? piece.slice(1) : piece);
    if (piece !== '') this.#hasReturn = piece.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    this.#rest = lines.pop()!;
    const events: WireEvent[] = [];
    for (const line of lines) {
      const event = line === '' ? this.#complete() : this.#field(line);
      if (event) events.push(event);
    }
    return events;
  }

  #field(line: string): null {
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id') this.#id = value;
    return null;
  }

  #complete(): WireEvent | null {
    const [type, data, id] = [this.#type, this.#data.join('\n'), this.#id];
    this.#type = '';
    this.#data = [];
    this.#id = null;
    return data === '' ? null : wireEvent(type, data, id);
  }
}

/** An event from its parts; null where the data is no object, which no server of ours sends. */
export function wireEvent(type: string, data: string, id: string | null): WireEvent | null {
  try {
    const parsed: unknown = JSON.parse(data);
    if (!parsed || typeof parsed !== 'object') return null;
    const isNumber = id !== null && /^\d+$/.test(id);
    return { type, sequence: isNumber ? Number.parseInt(id, 10) : null, data: parsed as Record<string, unknown> };
  } catch {
    return null;
  }
}
