// The newest transactions of the chosen account.
import { api } from "./api.js";
import { byId, complain, h, setText } from "./dom.js";
import { day, history, isIncoming, money, words } from "./format.js";

const pageSize = 50;

export class Ledger {
  #account = null;
  #items = [];
  #next = null;
  #text = "";
  #turn = 0;

  constructor() {
    let typing;
    byId("search").addEventListener("input", (event) => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        this.#text = event.target.value.trim();
        this.#load(pageSize);
      }, 250);
    });
    byId("more").addEventListener("click", () => this.#more());
  }

  get accountId() {
    return this.#account?.id ?? null;
  }

  show(account) {
    const isOther = account.id !== this.accountId;
    this.#account = account;
    byId("transactions").hidden = false;
    setText(byId("ledger-title"), account.name);
    const { balance } = account;
    setText(byId("ledger-balance"), balance ? this.#balanceLine(balance) : "No balance yet");
    if (!isOther) return;
    this.#items = [];
    this.#next = null;
    this.#text = "";
    byId("search").value = "";
    byId("days").replaceChildren(skeleton());
    this.#note(null);
    setText(byId("ledger-history"), "");
    this.#load(pageSize);
    this.readHistory();
  }

  hide() {
    this.#account = null;
    byId("transactions").hidden = true;
  }

  /** Reads again what is shown: as many rows as there are, so that nothing moves away under the reader. */
  refresh() {
    if (this.#account) return this.#load(Math.min(500, Math.max(pageSize, this.#items.length)));
  }

  /** How far back the history is known to be complete: one quiet line, and nothing where it cannot be read. */
  async readHistory() {
    const id = this.accountId;
    if (!id) return;
    const coverage = await api.coverage(id).catch(() => null);
    if (id === this.accountId) setText(byId("ledger-history"), coverage ? history(coverage) : "");
  }

  #balanceLine(balance) {
    const available = balance.available
      ? ` · ${money(balance.available, balance.currency, balance.unofficialCurrency)} available`
      : "";
    return money(balance.current, balance.currency, balance.unofficialCurrency) + available;
  }

  async #load(limit) {
    const turn = ++this.#turn;
    try {
      const page = await api.transactions(this.#account.id, { text: this.#text, limit });
      if (turn !== this.#turn) return;
      this.#items = page.items;
      this.#next = page.next;
      this.#draw();
    } catch (problem) {
      if (turn === this.#turn) this.#note(`The transactions cannot be shown. ${problem.message}`);
    }
  }

  async #more() {
    if (!this.#next) return;
    const turn = ++this.#turn;
    try {
      const options = { text: this.#text, after: this.#next, limit: pageSize * 2 };
      const page = await api.transactions(this.#account.id, options);
      if (turn !== this.#turn) return;
      this.#items.push(...page.items);
      this.#next = page.next;
      this.#draw();
    } catch (problem) {
      complain(problem);
    }
  }

  #draw() {
    const days = Map.groupBy
      ? Map.groupBy(this.#items, (item) => item.date)
      : this.#items.reduce((map, item) => map.set(item.date, [...(map.get(item.date) ?? []), item]), new Map());
    byId("days").replaceChildren(
      ...[...days].map(([date, items]) => {
        const title = h("h3", {}, h("time", { dateTime: date }, day(date)));
        return h("div", { class: "day" }, title, h("ul", {}, ...items.map(row)));
      }),
    );
    byId("more").hidden = !this.#next;
    if (this.#items.length) this.#note(null);
    else this.#note(this.#text ? `Nothing here contains “${this.#text}”.` : this.#emptyText());
  }

  #emptyText() {
    return this.#account.status === "updating"
      ? "Transactions are on their way."
      : "No transactions yet. The bank may still be preparing them.";
  }

  #note(text) {
    byId("ledger-note").hidden = !text;
    setText(byId("ledger-note"), text ?? "");
    if (text) byId("days").replaceChildren();
  }
}

function row(item) {
  const category = item.providerCategory?.primary ?? item.category;
  const isPending = item.status === "pending";
  const more = [item.merchantName && item.merchantName !== item.description ? item.description : null];
  more.push(category ? words(category) : null);
  return h(
    "li",
    { class: isPending ? "row pending" : "row" },
    h("span", { class: "row-name" }, item.merchantName ?? item.description),
    h(
      "span",
      { class: isIncoming(item.amount) ? "amount number in" : "amount number" },
      money(item.amount, item.currency, item.unofficialCurrency, { signed: true }),
    ),
    h(
      "span",
      { class: "row-more" },
      isPending ? h("span", { class: "chip" }, "Pending") : null,
      isPending ? " " : null,
      more.filter(Boolean).join(" · "),
    ),
  );
}

function skeleton() {
  const bars = Array.from({ length: 6 }, () => h("div", { class: "bar tall" }));
  return h("div", { class: "skeleton", "aria-hidden": "true" }, ...bars);
}
