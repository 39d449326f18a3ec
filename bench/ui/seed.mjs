// Data to look at, by the API and the sandbox bank, as a person and their bank would make it.
const api = '/api/data-sync';
const json = { 'Content-Type': 'application/json' };

/** The default person's: two banks with two years of transactions each. */
export async function household(product) {
  const first = await link(product, '', { institution_id: 'ins_109508' });
  await link(product, '', { institution_id: 'ins_900001' });
  return { accountId: first.accounts[0] };
}

/** Another person's: one account with that many transactions, and the ids of some of them. */
export async function longAccount(product, count) {
  const user = 'busy';
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const account = {
    type: 'depository',
    subtype: 'checking',
    starting_balance: 25_000,
    currency: 'USD',
    meta: { name: 'Everyday' },
    transactions: Array.from({ length: count }, (_, i) => {
      const date = day(1 + Math.floor((i * 700) / count));
      // One division, so that it has two decimal places: a bank's record with more would be put aside.
      const amount = (100 + ((i * 37) % 9_000)) / 100;
      return { date_transacted: date, date_posted: date, amount, description: `Shop ${i}`, currency: 'USD' };
    }),
  };
  const { accounts } = await link(product, user, {
    institution_id: 'ins_109508',
    options: {
      override_username: 'user_custom',
      override_password: JSON.stringify({ version: '2', seed: 'bench', override_accounts: [account] }),
    },
  });
  const page = await ask(product, user, 'GET', `/accounts/${accounts[0]}/transactions?limit=50`);
  return { user, accountId: accounts[0], transactionIds: page.items.map((one) => one.id) };
}

/** Asks the product's API in a person's name; the default person's without one. */
export async function ask({ pages }, user, method, path, body) {
  const answer = await fetch(`${pages}${api}${path}`, {
    method,
    headers: { ...(user ? { 'Mingus-User': user } : {}), ...(body ? json : {}) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

async function link(product, user, wanted) {
  const made = await fetch(`${product.bank}/sandbox/public_token/create`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ client_id: 'any', secret: 'any', initial_products: ['transactions'], ...wanted }),
  });
  if (!made.ok) throw new Error(`The bank answered ${made.status}: ${await made.text()}`);
  const { public_token: publicToken } = await made.json();
  const connection = await ask(product, user, 'POST', '/connections', { publicToken, allowDuplicate: true });
  await ended(product, user, connection.firstRunId);
  await quiet(product, user);
  return ask(product, user, 'GET', `/connections/${connection.id}`);
}

/** Waits for a run's outcome. */
async function ended(product, user, run) {
  for (let tries = 0; tries < 600; tries++) {
    const { endedAt } = await ask(product, user, 'GET', `/runs/${run}`);
    if (endedAt) return;
    await pause(200);
  }
  throw new Error(`Run ${run} did not end within two minutes.`);
}

/** Waits until nothing has been under way for two seconds: the history comes after the first sync. */
async function quiet(product, user) {
  for (let calm = 0; calm < 10; ) {
    await pause(200);
    const { items } = await ask(product, user, 'GET', '/runs?limit=50');
    calm = items.every((run) => run.endedAt) ? calm + 1 : 0;
  }
}

export function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
