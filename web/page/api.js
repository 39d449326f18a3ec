// Talks to the API. What is refused comes back as a Problem with the server's own words.
const base = "/api/data-sync";

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? "The server cannot be reached. Your data is safe; try again in a moment.");
    this.status = status;
    this.code = body?.code ?? "unreachable";
    this.action = body?.action ?? "retry";
    this.retryAt = body?.retryAt;
  }
}

async function send(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(base + path, {
      method,
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0);
  }
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    throw new Problem(response.status);
  }
  if (!response.ok) throw new Problem(response.status, value);
  return { value, sequence: response.headers.get("Mingus-Sequence") };
}

const get = async (path) => (await send("GET", path)).value;
const key = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
const post = async (path, body, idempotencyKey = key()) =>
  (await send("POST", path, body, { "Idempotency-Key": idempotencyKey })).value;

async function all(path) {
  const items = [];
  let sequence = null;
  let next = null;
  do {
    const page = await send("GET", `${path}?limit=500${next ? `&after=${encodeURIComponent(next)}` : ""}`);
    sequence ??= page.sequence;
    items.push(...page.value.items);
    next = page.value.next;
  } while (next);
  return { items, sequence };
}

export const api = {
  me: () => get("/users/me"),
  connections: () => all("/connections"),
  accounts: () => all("/accounts"),
  runs: async () => (await get("/runs?limit=50")).items,
  run: (id) => get(`/runs/${id}`),
  transactions(accountId, { text = "", after = null, limit = 50 } = {}) {
    const query = new URLSearchParams({ limit });
    if (text) query.set("text", text);
    if (after) query.set("after", after);
    return get(`/accounts/${accountId}/transactions?${query}`);
  },
  coverage: (accountId) => get(`/accounts/${accountId}/coverage`),
  sync: (accountId) => post(`/accounts/${accountId}/sync`, { syncType: "full", force: true }),
  syncAll: () => post("/accounts/bulk/sync", { syncType: "full", force: true }),
  linkToken: (request) => post("/link-tokens", request),
  // The token can be exchanged once: a page loaded again must give the first answer.
  connect: (link) =>
    post("/connections", link, `link${link.allowDuplicate ? " again" : ""} ${link.publicToken}`.slice(0, 255)),
  eventsUrl: (sequence) => `${base}/events?after=${sequence}`,
};
