// The page: reads a snapshot, follows the stream from its sequence, and shows what is so.
import { api } from "./api.js";
import { BankCard } from "./banks.js";
import { byId, complain, h, icon, isBusy, say, setBusy, setText } from "./dom.js";
import { outcome, plural } from "./format.js";
import { Ledger } from "./ledger.js";
import { Live } from "./live.js";

const state = { accounts: [], connections: [], selected: null };
const running = new Map(); // By connection: { id, progress }.
const ended = new Map(); // By connection: the run as it ended.
const asked = new Set(); // Runs this person started: their end is announced.
const cards = new Map();
const ledger = new Ledger();
const live = new Live(onEvent, load);
const handlers = { select, sync };

async function load() {
  try {
    const [connections, accounts, runs] = await Promise.all([api.connections(), api.accounts(), api.runs()]);
    Object.assign(state, { connections: connections.items, accounts: accounts.items });
    running.clear();
    for (const run of runs) {
      if (["queued", "running"].includes(run.status)) running.set(run.connectionId, run);
      else if (!ended.has(run.connectionId)) ended.set(run.connectionId, run);
    }
    const sequences = [connections.sequence, accounts.sequence].map(BigInt);
    live.open(String(sequences[0] < sequences[1] ? sequences[0] : sequences[1]));
    draw();
    ledger.refresh();
    ledger.readHistory();
  } catch (problem) {
    complain(problem);
    setTimeout(load, 5_000);
  }
}

let refreshing = null;
function refresh() {
  refreshing ??= setTimeout(async () => {
    refreshing = null;
    try {
      const [connections, accounts] = await Promise.all([api.connections(), api.accounts()]);
      Object.assign(state, { connections: connections.items, accounts: accounts.items });
      draw();
    } catch {
      // The next event or beat brings it; the stream's own state is shown.
    }
  }, 120);
}

async function onEvent(type, event) {
  if (type === "sync.progress") {
    running.set(event.connectionId, { id: event.runId, progress: event.progress });
    return draw();
  }
  if (type === "sync.queued" || type === "sync.started") {
    running.set(event.connectionId, { ...running.get(event.connectionId), id: event.runId });
    draw();
  }
  if (type === "sync.completed") await onCompleted(event);
  if (type === "transactions.changed" && event.accountId === state.selected) ledger.refresh();
  if (type === "coverage.changed" && event.accountId === state.selected) ledger.readHistory();
  refresh();
}

async function onCompleted(event) {
  const run = await api.run(event.runId).catch(() => null);
  if (running.get(event.connectionId)?.id === event.runId) running.delete(event.connectionId);
  if (run) ended.set(event.connectionId, run);
  if (run && asked.delete(run.id)) {
    const connection = state.connections.find((known) => known.id === run.connectionId);
    say(`${connection?.institution.name ?? "Sync"}: ${outcome(run).text}.`);
  }
  draw();
}

function draw() {
  const shown = state.accounts.filter((account) => account.status !== "hidden");
  const banks = Map.groupBy ? Map.groupBy(shown, bankOf) : group(shown, bankOf);
  for (const connection of state.connections) {
    if (connection.status !== "disconnected" && !banks.has(connection.id)) banks.set(connection.id, []);
  }
  byId("skeleton").hidden = true;
  byId("accounts").removeAttribute("aria-busy");
  byId("empty").hidden = banks.size > 0;
  byId("sync-all").hidden = banks.size === 0;
  for (const [id, card] of cards) {
    if (!banks.has(id)) {
      card.element.remove();
      cards.delete(id);
    }
  }
  for (const [id, accounts] of banks) {
    if (!cards.has(id)) {
      cards.set(id, new BankCard(handlers));
      byId("accounts").append(cards.get(id).element);
    }
    const connection = state.connections.find((known) => known.id === id);
    cards.get(id).update({
      institution: connection?.institution.name ?? accounts[0]?.institution?.name,
      accounts,
      run: running.get(id),
      ended: ended.get(id),
      selected: state.selected,
    });
  }
  setBusy(byId("sync-all"), banks.size > 0 && [...banks.keys()].every((id) => running.has(id)));
  drawSummary(shown);
  drawAttention();
  drawLedger(shown);
}

const bankOf = (account) =>
  account.feeds.find((feed) => feed.id === account.balance?.feedId)?.connectionId ?? account.feeds[0]?.connectionId;

const group = (items, by) =>
  items.reduce((map, item) => map.set(by(item), [...(map.get(by(item)) ?? []), item]), new Map());

function drawSummary(accounts) {
  const waiting = accounts.filter((account) => account.status === "needs_attention").length;
  const current = accounts.filter((account) => account.status === "active").length;
  byId("summary").hidden = accounts.length === 0;
  const rest = waiting ? `, ${waiting} ${waiting === 1 ? "waits" : "wait"} for you` : "";
  const all = accounts.length === current ? "all current" : `${current} current`;
  setText(byId("summary"), `${plural(accounts.length, "account")}: ${all}${rest}.`);
}

function drawAttention() {
  const waiting = state.connections.filter((connection) => connection.status === "needs_attention");
  const signature = waiting.map((connection) => `${connection.id} ${connection.error?.code}`).join();
  const region = byId("attention");
  region.hidden = waiting.length === 0;
  if (region.dataset.signature === signature) return;
  region.dataset.signature = signature;
  region.replaceChildren(
    ...waiting.map((connection) => {
      const canRepair = ["relink", "renew", "choose_accounts"].includes(connection.action);
      const repair = h(
        "button",
        { class: "button primary", type: "button", onclick: (event) => link(event.currentTarget, connection.id) },
        `Go to ${connection.institution.name}`,
      );
      const name = h("strong", {}, `${connection.institution.name} needs you. `);
      const text = h("p", {}, name, connection.error?.detail ?? "", " Nothing is lost.");
      return h("div", { class: "banner" }, icon("warn"), text, canRepair ? repair : null);
    }),
  );
}

function drawLedger(accounts) {
  const account = accounts.find((known) => known.id === state.selected) ?? accounts[0];
  if (!account) return ledger.hide();
  if (state.selected !== account.id) {
    state.selected = account.id;
    draw();
    return;
  }
  ledger.show(account);
}

function select(accountId) {
  state.selected = accountId;
  draw();
  const isBelow = !matchMedia("(min-width: 960px)").matches;
  byId("ledger-title").focus({ preventScroll: !isBelow });
  if (isBelow) byId("transactions").scrollIntoView({ block: "start" });
}

function track(run) {
  asked.add(run.id);
  if (["queued", "running"].includes(run.status)) running.set(run.connectionId, run);
  else ended.set(run.connectionId, run);
}

async function sync(accountId, button) {
  if (isBusy(button)) return;
  setBusy(button, true);
  say("Sync asked for.");
  try {
    track(await api.sync(accountId));
  } catch (problem) {
    complain(problem);
  }
  setBusy(button, false);
  draw();
}

async function syncAll() {
  if (isBusy(byId("sync-all"))) return;
  setBusy(byId("sync-all"), true);
  say("Sync of all banks asked for.");
  try {
    (await api.syncAll()).runs.forEach(track);
  } catch (problem) {
    complain(problem);
  }
  draw();
}

async function link(button, connectionId) {
  if (isBusy(button)) return;
  setBusy(button, true);
  try {
    const back = connectionId ? `${location.origin}/?connection=${connectionId}` : `${location.origin}/`;
    const { url } = await api.linkToken({ connectionId, redirectUri: back });
    if (url) return location.assign(url);
    complain(new Error("The provider gave no page to link at."));
  } catch (problem) {
    complain(problem);
  }
  setBusy(button, false);
}

// What the linking page says of bank and accounts, so that a login that is linked already is noticed in time.
function announced(metadata) {
  try {
    const { institution, accounts } = JSON.parse(metadata);
    return { institutionId: institution.institution_id, accounts };
  } catch {
    return {};
  }
}

async function connect(link) {
  try {
    return await api.connect(link);
  } catch (problem) {
    if (problem.code !== "already_linked") throw problem;
    const isOther = confirm("These accounts of this bank are linked already. Link them a second time?");
    return isOther ? api.connect({ ...link, allowDuplicate: true }) : {};
  }
}

// Back from the linking page: what it gave leaves the address at once, so that no copy of it stays in the history.
async function comeBack() {
  const query = new URLSearchParams(location.search);
  if (location.search) history.replaceState(null, "", "/");
  const token = query.get("public_token");
  if (token) {
    byId("skeleton").hidden = false;
    byId("empty").hidden = true;
    setBusy(byId("link"), true);
    say("Linking your bank.");
    try {
      const connection = await connect({ publicToken: token, ...announced(query.get("metadata")) });
      state.selected = connection.accounts?.[0] ?? null;
      say(connection.accounts ? "Your bank is linked. Its transactions are on their way." : "Nothing was linked.");
    } catch (problem) {
      complain(problem);
    }
    setBusy(byId("link"), false);
  }
  return query.has("repaired") ? query.get("connection") : null;
}

byId("sync-all").addEventListener("click", syncAll);
for (const id of ["link", "link-first"]) {
  byId(id).addEventListener("click", (event) => link(event.currentTarget));
}
setInterval(() => document.hidden || draw(), 30_000); // Ages grow.
api.me().then((me) => setText(byId("whoami"), `You are ${me.userId}`)).catch(() => {});
const repaired = await comeBack();
await load();
const mended = state.accounts.find((account) => account.feeds.some((feed) => feed.connectionId === repaired));
if (mended) api.sync(mended.id).then(track).then(draw).catch(complain);
