// One card a bank: its accounts, the run under way, how the last one ended.
import { h, icon, setBusy, setIcon, setText } from "./dom.js";
import { freshness, money, outcome } from "./format.js";

const looks = {
  active: ["ok", "ok", "Current"],
  updating: ["busy", "busy", "Updating"],
  stale: ["warn", "clock", "Not current"],
  needs_attention: ["bad", "warn", "Needs you"],
  disconnected: ["", "off", "Not linked"],
  closed: ["", "off", "Closed"],
  hidden: ["", "off", "Hidden"],
};

class AccountRow {
  constructor(account, handlers) {
    this.name = h("span", { class: "account-name" });
    this.balance = h("span", { class: "balance number" });
    this.icon = icon("clock");
    this.word = h("strong");
    this.reason = h("span");
    this.status = h("span", { class: "status" }, this.icon, this.word, this.reason);
    this.open = h(
      "button",
      { class: "account-open", type: "button", "aria-pressed": "false", onclick: () => handlers.select(account.id) },
      this.name,
      this.balance,
      this.status,
    );
    this.syncIcon = icon("busy");
    this.syncWord = h("span", {}, "Sync now");
    this.sync = h(
      "button",
      { class: "button quiet", type: "button", onclick: () => handlers.sync(account.id, this.sync) },
      this.syncIcon,
      this.syncWord,
    );
    this.element = h("div", { class: "account" }, this.open, this.sync);
  }

  update(account, isRunning, isSelected) {
    const [tone, shape, word] = looks[isRunning ? "updating" : account.status] ?? looks.stale;
    this.name.replaceChildren(account.name, account.mask ? h("span", { class: "mask" }, ` ··${account.mask}`) : "");
    const balance = account.balance;
    setText(this.balance, balance ? money(balance.current, balance.currency, balance.unofficialCurrency) : "–");
    this.balance.title = balance ? `As of ${new Date(balance.asOf).toLocaleString()}` : "The bank gave no balance yet";
    this.status.dataset.tone = tone;
    setIcon(this.icon, shape);
    setText(this.word, word);
    const reason = isRunning || account.status === "active" ? freshness(account.freshness) : account.statusReason;
    setText(this.reason, reason);
    this.open.setAttribute("aria-pressed", String(isSelected));
    this.sync.setAttribute("aria-label", `Sync ${account.name} now`);
    this.sync.hidden = ["disconnected", "closed"].includes(account.status);
    setBusy(this.sync, isRunning);
    setText(this.syncWord, isRunning ? "Syncing" : "Sync now");
  }
}

export class BankCard {
  #rows = new Map();

  constructor(handlers) {
    this.handlers = handlers;
    this.title = h("h2");
    this.runText = h("span");
    this.runCount = h("span", { class: "number" });
    this.fill = h("div", { class: "fill" });
    this.track = h("div", { class: "track", role: "progressbar", "aria-label": "Progress" }, this.fill);
    this.run = h("div", { class: "run", hidden: true }, h("p", { class: "run-text" }, this.runText, this.runCount));
    this.run.append(this.track);
    this.resultIcon = icon("ok");
    this.resultText = h("span");
    this.result = h("p", { class: "result", hidden: true }, this.resultIcon, this.resultText);
    this.list = h("div");
    const head = h("div", { class: "bank-head" }, icon("bank"), this.title);
    this.element = h("section", { class: "card" }, head, this.run, this.result, this.list);
  }

  update({ institution, accounts, run, ended, selected }) {
    setText(this.title, institution || "Your bank");
    this.#showRun(run);
    this.#showResult(run ? null : ended);
    const seen = new Set(accounts.map((account) => account.id));
    for (const [id, row] of this.#rows) {
      if (!seen.has(id)) {
        row.element.remove();
        this.#rows.delete(id);
      }
    }
    for (const account of accounts) {
      let row = this.#rows.get(account.id);
      if (!row) {
        row = new AccountRow(account, this.handlers);
        this.#rows.set(account.id, row);
        this.list.append(row.element);
      }
      row.update(account, Boolean(run), selected === account.id);
    }
  }

  #showRun(run) {
    this.run.hidden = !run;
    if (!run) return;
    const { text, done, total, percent } = run.progress ?? { text: "Waiting to begin" };
    setText(this.runText, text || "Syncing");
    setText(this.runCount, percent == null ? "" : `${percent} %`);
    const isKnown = percent != null && total > 0;
    this.track.toggleAttribute("data-unknown", !isKnown);
    this.fill.style.width = isKnown ? `${percent}%` : "";
    if (isKnown) this.track.setAttribute("aria-valuenow", String(percent));
    else this.track.removeAttribute("aria-valuenow");
    this.track.setAttribute("aria-valuetext", `${text ?? ""} ${done ?? ""}`.trim());
  }

  #showResult(ended) {
    this.result.hidden = !ended;
    if (!ended) return;
    const { tone, text } = outcome(ended);
    this.result.dataset.tone = tone;
    setIcon(this.resultIcon, tone === "ok" ? "ok" : "warn");
    setText(this.resultText, text);
  }
}
