// The event stream. The browser goes on by itself after a break (Last-Event-ID); what it gives up, we begin again.
import { api } from "./api.js";
import { byId, setText } from "./dom.js";

const quietMax = 40_000; // Two beats missed and some: the line is dead, whatever the socket says.

const types = [
  "sync.queued",
  "sync.started",
  "sync.progress",
  "sync.completed",
  "balance.changed",
  "transactions.changed",
  "account.changed",
  "coverage.changed",
  "connection.changed",
  "connection.attention",
  "connection.healed",
  "finding.opened",
  "finding.resolved",
];

export class Live {
  #source = null;
  #heardAt = 0;
  #sequence;
  #tell;
  #reload;

  constructor(tell, reload) {
    this.#tell = tell;
    this.#reload = reload;
    setInterval(() => this.#check(), 5_000);
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", (shown) => shown.persisted && this.#reload());
  }

  open(sequence) {
    this.#close();
    this.#sequence = sequence;
    this.#heardAt = Date.now();
    const source = new EventSource(api.eventsUrl(sequence));
    this.#source = source;
    source.addEventListener("stream.open", () => this.#heard("live"));
    source.addEventListener("beat", () => this.#heard("live"));
    source.addEventListener("stream.reset", () => this.#reload());
    source.addEventListener("error", () => this.#show("offline"));
    for (const type of types) {
      source.addEventListener(type, (event) => {
        this.#heard("live");
        if (event.lastEventId) this.#sequence = event.lastEventId;
        this.#tell(type, JSON.parse(event.data));
      });
    }
  }

  #check() {
    if (!this.#source) return;
    const isDead = this.#source.readyState === EventSource.CLOSED || Date.now() - this.#heardAt > quietMax;
    if (isDead) this.open(this.#sequence);
  }

  #heard(state) {
    this.#heardAt = Date.now();
    this.#show(state);
  }

  #show(state) {
    byId("live").dataset.state = state;
    setText(byId("live-text"), state === "live" ? "Live" : "Not connected, trying again");
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }
}
