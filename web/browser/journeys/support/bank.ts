/** What a test makes a bank do, and what it asks of the API in a person's name. */
import { expect } from '@playwright/test';
import type { Product } from './product';

const asJson = { 'Content-Type': 'application/json' };

/** A row of a made-up bank, in Plaid's sign: positive is money out. */
export interface Row {
  name: string;
  amount: number;
  daysAgo: number;
}

export interface Fault {
  itemId?: string;
  path?: string;
  times?: number;
  fault: { kind: string; code?: string; ms?: number; target?: string; value?: unknown };
}

export interface AccountOf {
  name: string;
  rows: Row[];
  start?: number;
}

/** The bank's side of one person's links. */
export class Bank {
  constructor(
    private readonly product: Product,
    private readonly user: string,
  ) {}

  /** Links a bank with these accounts, as if the person had gone through the bank's page; waits for the first sync. */
  link(...accounts: AccountOf[]): Promise<Linked> {
    const login = JSON.stringify(document(accounts, this.product.now));
    return this.linkAt('ins_109508', { override_username: 'user_custom', override_password: login });
  }

  /** Links a household's login at a bank, by the bank's id. */
  async linkAt(institution: string, options: Record<string, string> = {}): Promise<Linked> {
    const known = new Set((await this.items()).map((item) => item.itemId));
    const made = await this.call('/sandbox/public_token/create', {
      client_id: 'any',
      secret: 'any',
      institution_id: institution,
      initial_products: ['transactions'],
      options,
    });
    const linking = { publicToken: made.public_token, allowDuplicate: true };
    const connection = await this.api('POST', '/connections', linking);
    await this.ended(connection.firstRunId);
    const itemId = (await this.items()).find((item) => !known.has(item.itemId))!.itemId;
    return { connection: await this.api('GET', `/connections/${connection.id}`), itemId };
  }

  /** Links a bank that hid its accounts at first: their history is all gap, and windows fill it, a third a second. */
  async linkLate(name: string, rows: Row[]): Promise<Linked & { accountId: string }> {
    const hidden = [
      ['/transactions/sync', '/accounts'],
      ['/accounts/get', '/accounts'],
      ['/transactions/sync', '/added'],
    ];
    for (const [path, target] of hidden) {
      await this.misbehave({ path, times: 0, fault: { kind: 'rewrite', target, value: [] } });
    }
    const linked = await this.link({ name, rows });
    await this.behave();
    await this.misbehave({
      itemId: linked.itemId,
      path: '/transactions/get',
      times: 0,
      fault: { kind: 'delay', ms: 300 },
    });
    const { runs } = await this.api('POST', '/accounts/bulk/sync', { syncType: 'transactions', force: true });
    for (const run of runs) await this.ended(run.id);
    const account = (await this.accounts()).find((one) => one.name === name)!;
    return { ...linked, accountId: account.id };
  }

  /** Two purchases alike, of which the bank's balance knows one: a check finds the pair, and a repair can join it. */
  async linkDoubtful(name: string, others = rows(6)): Promise<Linked & { accountId: string }> {
    const cafe = { name: 'Corner Cafe', amount: 24, daysAgo: 3 };
    const linked = await this.link({ name, rows: [cafe, cafe, ...others] });
    const accountId = linked.connection.accounts[0]!;
    const { itemId } = linked;
    await this.misbehave({ itemId, times: 0, fault: { kind: 'webhook_missing' } });
    await this.mutate(itemId);
    await this.sync(accountId, 'transactions');
    await this.mutate(itemId);
    const { accounts } = await this.control(`/control/items/${itemId}/truth`);
    const value = Number((accounts[0].current + cafe.amount).toFixed(2));
    await this.misbehave({
      itemId,
      times: 0,
      fault: { kind: 'rewrite', target: '/accounts/0/balances/current', value },
    });
    await this.sync(accountId, 'transactions');
    return { ...linked, accountId };
  }

  /** One purchase that is pending still, so many days after it was made. */
  async linkPending(name: string, purchase: Row): Promise<Linked & { accountId: string }> {
    const fault = { kind: 'rewrite', target: '/added/0/pending', value: true };
    await this.misbehave({ path: '/transactions/sync', times: 0, fault });
    const linked = await this.link({ name, rows: [purchase] });
    await this.behave();
    return { ...linked, accountId: linked.connection.accounts[0]! };
  }

  /** Two links of one account, of which one tells a purchase otherwise: a question to a person, and linked pairs. */
  async linkTwice(name: string, seen = rows(4), otherwise = 'Elsewhere 77'): Promise<void> {
    const told = { name: otherwise, amount: seen[3]!.amount, daysAgo: seen[3]!.daysAgo + 5 };
    const one = await this.link({ name, rows: seen });
    const other = await this.link({
      name: `${name}, again`,
      rows: [...seen.filter((row) => row !== seen[3]), told, { name: 'Only here', amount: 50, daysAgo: 60 }],
    });
    const account = (await this.accounts()).find((each) => each.id === other.connection.accounts[0])!;
    const accountId = one.connection.accounts[0];
    await this.api('POST', '/account-links', { accountId, feedId: account.feeds[0]!.id });
  }

  accounts(): Promise<{ id: string; name: string; feeds: { id: string }[] }[]> {
    return this.api('GET', '/accounts').then((page) => page.items);
  }

  /** Changes something at the bank, the same for the same history. */
  mutate(itemId: string): Promise<unknown> {
    return this.call(`/control/items/${itemId}/mutate`, { seed: 1, steps: 1 });
  }

  error(itemId: string, code: string | null): Promise<unknown> {
    return this.call(`/control/items/${itemId}/error`, { code });
  }

  misbehave(fault: Fault): Promise<unknown> {
    return this.call('/control/mischief', fault);
  }

  async behave(): Promise<void> {
    await fetch(`${this.product.bank}/control/mischief`, { method: 'DELETE' });
  }

  items(): Promise<{ itemId: string }[]> {
    return this.control('/control/items');
  }

  /** Asks the API in the person's name; the answer's body. */
  async api(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.product.url}/api/data-sync${path}`, {
      method,
      headers: { 'Mingus-User': this.user, ...(body === undefined ? {} : asJson) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Syncs and waits for the outcome. */
  async sync(accountId: string, syncType: string): Promise<any> {
    const run = await this.api('POST', `/accounts/${accountId}/sync`, { syncType, force: true });
    return this.ended(run.id);
  }

  async ended(runId: string): Promise<any> {
    let run: any;
    await expect
      .poll(async () => (run = await this.api('GET', `/runs/${runId}`)).endedAt, { timeout: 60_000 })
      .not.toBeNull();
    return run;
  }

  private async control(path: string): Promise<any> {
    return (await fetch(this.product.bank + path)).json();
  }

  private async call(path: string, body: unknown): Promise<any> {
    const answer = await fetch(this.product.bank + path, {
      method: 'POST',
      headers: asJson,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  }
}

export interface Linked {
  connection: { id: string; accounts: string[]; firstRunId: string };
  itemId: string;
}

/** A custom user, as Plaid's sandbox takes one for a password. */
function document(accounts: AccountOf[], now: Date): object {
  return {
    version: '2',
    seed: 'journey',
    override_accounts: accounts.map((account) => ({
      type: 'depository',
      subtype: 'checking',
      starting_balance: account.start ?? 1000,
      currency: 'USD',
      meta: { name: account.name },
      transactions: account.rows.map((row) => ({
        date_transacted: day(row.daysAgo, now),
        date_posted: day(row.daysAgo, now),
        amount: row.amount,
        description: row.name,
        currency: 'USD',
      })),
    })),
  };
}

/** Distinct rows, the newest dated yesterday, one a day. */
export function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({ name: `Shop ${i}`, amount: 1.01 + i, daysAgo: 1 + i }));
}

export function day(daysAgo: number, now = new Date()): string {
  return new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
}
