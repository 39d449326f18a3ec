// Drives every endpoint of a sandbox with Plaid's official client; only the base path is ours.
// node drive.mjs BASE_URL WEBHOOK_URL prints one JSON object: what each call answered.
import { Configuration, PlaidApi } from "plaid";

const [base, webhook] = process.argv.slice(2);
const client = new PlaidApi(
  new Configuration({
    basePath: base,
    baseOptions: {
      headers: { "PLAID-CLIENT-ID": "drive-client", "PLAID-SECRET": "drive-secret", "Plaid-Version": "2020-09-14" },
    },
  }),
);
const seen = {};

async function call(name, promise) {
  const { data, status } = await promise;
  seen[name] = { status, data };
  return data;
}

async function link(username, days) {
  const { public_token } = await call(
    "sandboxPublicTokenCreate",
    client.sandboxPublicTokenCreate({
      institution_id: "ins_109508",
      initial_products: ["transactions"],
      options: { webhook, override_username: username, transactions: { days_requested: days } },
    }),
  );
  return call("itemPublicTokenExchange", client.itemPublicTokenExchange({ public_token }));
}

async function drain(access_token) {
  const rows = new Map();
  let cursor, page, pages = 0;
  do {
    page = (await client.transactionsSync({ access_token, cursor, count: 7 })).data;
    for (const row of [...page.added, ...page.modified]) rows.set(row.transaction_id, row);
    for (const row of page.removed) rows.delete(row.transaction_id);
    cursor = page.next_cursor;
    pages++;
  } while (page.has_more);
  return { count: rows.size, pages, status: page.transactions_update_status };
}

await call(
  "linkTokenCreate",
  client.linkTokenCreate({
    client_name: "Drive",
    language: "en",
    country_codes: ["US"],
    user: { client_user_id: "drive-user" },
    products: ["transactions"],
    transactions: { days_requested: 730 },
    webhook,
  }),
);
const { access_token } = await link("user_transactions_dynamic", 90);
const day = (offset) => new Date(Date.now() + offset * 86400000).toISOString().slice(0, 10);

await call("transactionsSync", client.transactionsSync({ access_token, count: 5 }));
seen.drained = await drain(access_token);
await call("accountsGet", client.accountsGet({ access_token }));
await call("accountsBalanceGet", client.accountsBalanceGet({ access_token }));
await call("itemGet", client.itemGet({ access_token }));
await call(
  "transactionsGet",
  client.transactionsGet({ access_token, start_date: day(-40), end_date: day(1), options: { count: 10, offset: 2 } }),
);
await call("transactionsRefresh", client.transactionsRefresh({ access_token }));
seen.refreshed = await drain(access_token);
await call(
  "sandboxTransactionsCreate",
  client.sandboxTransactionsCreate({
    access_token,
    transactions: [{ date_transacted: day(-1), date_posted: day(-1), amount: 12.34, description: "Made by drive" }],
  }),
);
seen.created = await drain(access_token);
// A month may hold one payday only, as it falls: half a year has recurring ones on any day.
const { access_token: settled } = await link("user_good", 180);
for (let tries = 0; tries < 60 && (await drain(settled)).status !== "HISTORICAL_UPDATE_COMPLETE"; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 250));
}
await call("transactionsRecurringGet", client.transactionsRecurringGet({ access_token: settled }));
await call(
  "institutionsGetById",
  client.institutionsGetById({
    institution_id: "ins_109508",
    country_codes: ["US"],
    options: { include_optional_metadata: true, include_status: true },
  }),
);
await call("itemWebhookUpdate", client.itemWebhookUpdate({ access_token, webhook: webhook + "?moved" }));
await call(
  "sandboxItemFireWebhook",
  client.sandboxItemFireWebhook({ access_token, webhook_type: "TRANSACTIONS", webhook_code: "SYNC_UPDATES_AVAILABLE" }),
);
await call("sandboxItemResetLogin", client.sandboxItemResetLogin({ access_token }));
try {
  await client.transactionsSync({ access_token });
} catch (error) {
  seen.loginRequired = { status: error.response.status, data: error.response.data };
}
const kid = await fetch(base + "/control/webhook-key/rotate", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: "{}",
}).then((answer) => answer.json());
await call("webhookVerificationKeyGet", client.webhookVerificationKeyGet({ key_id: kid.kid }));
await call("itemRemove", client.itemRemove({ access_token }));
try {
  await client.itemGet({ access_token });
} catch (error) {
  seen.removed = { status: error.response.status, data: error.response.data };
}
process.stdout.write(JSON.stringify(seen));
