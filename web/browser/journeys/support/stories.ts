/** People and what happened to them, the same each time: for pictures, and for texts compared to the letter. */
import type { Page } from '@playwright/test';
import type { Bank, Row } from './bank';
import type { Product } from './product';

/** When a story begins; its pages are looked at in the morning after. */
export const evening = '2026-03-11T18:05:00Z';
const syncs = '2026-03-12T09:26:00Z';
const morning = '2026-03-12T09:30:00Z';

/** What a stage needs so that nothing happens but what a story tells. */
export const quiet = ['--Schedule:Enabled=false', '--Sandbox:HistoryDelay=00:00:00'];

const shops = [
  'Green Grocer', 'City Transit', 'Harbour Pharmacy', 'Book Nook', 'Sunday Bakery', 'Corner Cafe', 'Hardware House',
  'Riverside Cinema', 'Bright Electricity', 'Garden Centre',
];

export interface Story {
  product: Product;
  bank: Bank;
  page: Page;
}

/** Everyday purchases, the newest yesterday, in an order that looks like nobody's; another start, other purchases. */
export function purchases(count: number, every = 3, start = 0): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    name: shops[((i + start) * 7) % shops.length]!,
    amount: Number((((((i + start) * 37) % 80) + 4) * 1.13).toFixed(2)),
    daysAgo: 1 + i * every,
  }));
}

/** Two banks, three currencies, everything current and complete. Answers an account to look at. */
export async function well({ product, bank, page }: Story): Promise<string> {
  await setClock(product, page, '2026-02-27T18:05:00Z');
  await withoutWebhooks(bank);
  const first = await bank.linkAt('ins_109508');
  await setClock(product, page, '2026-02-27T18:20:00Z');
  await bank.linkAt('ins_900001');
  for (const day of ['03-01', '03-04', '03-08', '03-10']) {
    await setClock(product, page, `2026-${day}T07:12:00Z`);
    await syncAll(bank);
  }
  await setClock(product, page, syncs);
  await syncAll(bank);
  await setClock(product, page, morning);
  return first.connection.accounts[0]!;
}

export interface Troubled {
  /** Its history has a gap of two years. */
  gapId: string;
  /** Its balance and its transactions differ. */
  doubtId: string;
}

/** Something of everything that can be wrong: a gap, a balance that is off, a pair in question, a bank that waits. */
export async function troubled({ product, bank, page }: Story): Promise<Troubled> {
  await setClock(product, page, evening);
  const { accountId: gapId } = await bank.linkLate('Holidays', purchases(30, 24, 40));
  await bank.behave();
  await withoutWebhooks(bank);
  await setClock(product, page, '2026-03-11T18:10:00Z');
  const { accountId: doubtId } = await bank.linkDoubtful('Everyday', purchases(8));
  await setClock(product, page, '2026-03-11T18:15:00Z');
  // Small sums are common: that two of them are alike proves little, and a person is asked.
  const household = purchases(4, 1, 20).map((row, i) => ({ ...row, amount: 1.01 + i }));
  await bank.linkTwice('Household', household, 'Elsewhere 77');
  await setClock(product, page, '2026-03-11T18:20:00Z');
  const broken = await bank.linkAt('ins_900001');
  await setClock(product, page, syncs);
  await bank.error(broken.itemId, 'ITEM_LOGIN_REQUIRED');
  await bank.sync(broken.connection.accounts[0]!, 'transactions');
  await bank.ended((await bank.api('POST', `/accounts/${doubtId}/validate`, { level: 'strict' })).id);
  await setClock(product, page, morning);
  return { gapId, doubtId };
}

/** Product, bank and browser agree on the moment. */
export async function setClock(product: Product, page: Page, at: string): Promise<void> {
  await product.setClock(at);
  await page.clock.setFixedTime(at);
}

/** They come when they come: a page would tell another next check each time. */
function withoutWebhooks(bank: Bank): Promise<unknown> {
  return bank.misbehave({ times: 0, fault: { kind: 'webhook_missing' } });
}

async function syncAll(bank: Bank): Promise<void> {
  const { runs } = await bank.api('POST', '/accounts/bulk/sync', { syncType: 'transactions', force: true });
  for (const run of runs) await bank.ended(run.id);
}
