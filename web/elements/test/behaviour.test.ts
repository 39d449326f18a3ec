/// <reference types="node" />
/** What elements do when a person uses them, in a real Chromium. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { hasChromium, Rig } from './rig';

describe.skipIf(!hasChromium)('Elements in use', { timeout: 60_000 }, () => {
  let rig: Rig;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => void (rig = await Rig.start()), 120_000);
  afterAll(() => rig?.stop());
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
  });

  async function open(element: string, state = '0', width = 1280): Promise<void> {
    ({ page, complaints } = await rig.open({ element, state, width }));
    await page.evaluate(() => {
      const seen: unknown[] = ((globalThis as unknown as { seen: unknown[] }).seen = []);
      for (const name of ['run', 'select', 'decision', 'relink', 'gap', 'backfill', 'finding-action', 'action']) {
        addEventListener(`mingus-${name}`, (event) => {
          seen.push({ name, ...(event as CustomEvent).detail });
          if (name === 'relink') event.preventDefault();
        });
      }
    });
  }

  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: object[] }).seen);
  const focusedText = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
    });

  it('ten thousand transactions: only those in view are in the page, to the end', async () => {
    await open('mingus-transactions');
    const rows = page.locator('mingus-transactions .rows [role=row]');
    for (let pages = 0; pages < 60; pages++) {
      expect(await rows.count()).toBeLessThan(60);
      const more = await page.locator('mingus-transactions .scroller').evaluate((scroller) => {
        scroller.scrollTop = scroller.scrollHeight;
        return scroller.scrollHeight;
      });
      if (more > 9_999 * 44) break;
      await page.waitForTimeout(40);
    }
    await page.waitForTimeout(100);
    await page.locator('mingus-transactions .scroller').evaluate((each) => (each.scrollTop = each.scrollHeight));
    await page.locator('mingus-transactions [aria-rowindex="10001"]').waitFor();
    expect(await rows.count()).toBeLessThan(60);
    expect(await page.locator('mingus-transactions .scroller').getAttribute('aria-rowcount')).toBe('10001');
  });

  it('transactions: whoever is at the end while they are read again gets the next page then', async () => {
    await open('mingus-transactions');
    await page.evaluate(() => {
      interface Slow extends EventTarget {
        transactions(query: object): { next(): Promise<unknown> };
      }
      const { manager } = document.querySelector('mingus-sync') as unknown as { manager: Slow };
      const usual = manager.transactions;
      manager.transactions = (query) => {
        const pager = usual(query);
        const next = pager.next.bind(pager);
        pager.next = () => new Promise((go) => setTimeout(go, 1500)).then(next);
        return pager;
      };
      manager.dispatchEvent(new Event('snapshot-needed'));
    });
    const scroller = page.locator('mingus-transactions .scroller');
    await page.locator('mingus-transactions .scroller[aria-busy=true]').waitFor();
    await scroller.evaluate((each) => (each.scrollTop = each.scrollHeight));
    await page.locator('mingus-transactions .scroller[aria-busy=false]').waitFor();
    const height = () => scroller.evaluate((each) => each.scrollHeight);
    await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(300 * 44);
  });

  it('transactions: keys move the focus from row to row, and Enter chooses', async () => {
    await open('mingus-transactions');
    await page.locator('mingus-transactions .open').first().focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowUp');
    await page.waitForTimeout(60);
    expect(await focusedText()).toBe(await rowText(39));
    await page.keyboard.press('Enter');
    expect(await seen()).toEqual([{ name: 'select', transactionId: 'txn_39' }]);
  });

  const rowText = (index: number) =>
    page.locator(`mingus-transactions [data-row='${index}'] .open`).innerText();

  it('transactions: what comes above does not move what is read, and a chip leads to it', async () => {
    await open('mingus-transactions');
    const scroller = page.locator('mingus-transactions .scroller');
    await scroller.evaluate((each) => (each.scrollTop = 44 * 20));
    await page.waitForTimeout(100);
    const idOnTop = () =>
      scroller.evaluate((each) => {
        const { data, top } = { data: [...each.querySelectorAll('.rows [role=row]')], top: each.scrollTop };
        const row = data.find((one) => Number((one as HTMLElement).dataset['row']) === Math.floor(top / 44));
        return row?.textContent?.replace(/\s+/g, ' ');
      });
    const before = await idOnTop();
    await page.evaluate(() => {
      type Rows = { next(): Promise<object[]> };
      type Fake = EventTarget & { answers: Record<string, unknown>; transactions(query: object): Rows };
      const manager = (document.querySelector('mingus-sync') as unknown as { manager: Fake }).manager;
      return manager.transactions({}).next().then((rows) => {
        const fresh = [1, 2, 3].map((each) => ({ ...rows[0], id: `new_${each}`, description: `New ${each}` }));
        manager.answers['transactions'] = [...fresh, ...rows];
        manager.dispatchEvent(new CustomEvent('transactions-changed', { detail: { accountId: 'acc_1' } }));
      });
    });
    const chip = page.getByRole('button', { name: '3 new transactions above' });
    await chip.waitFor();
    expect(await idOnTop()).toBe(before);
    await chip.click();
    await page.locator('mingus-transactions [data-row="0"]', { hasText: 'New 1' }).waitFor();
    expect(await chip.count()).toBe(0);
  });

  it('transactions: search asks for what is typed, and can be cleared', async () => {
    await open('mingus-transactions');
    await page.getByRole('searchbox').fill('northwind');
    await page.waitForFunction(() => {
      const rows = document.querySelector('mingus-transactions')!.shadowRoot!.querySelectorAll('.rows .open');
      return rows.length > 0 && [...rows].every((each) => each.textContent!.includes('Northwind'));
    });
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('Nothing matches “nobody”.').waitFor();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.locator('mingus-transactions [data-row="0"]', { hasText: 'Corner Cafe' }).waitFor();
  });

  it('the sync button shows at once that it was heard, and tells of the run', async () => {
    await open('mingus-sync-button');
    const button = page.locator('mingus-sync-button .main');
    // Two presses in one frame, however slow the machine: the second is no second sync.
    const atOnce = await button.evaluate(async (each: HTMLElement) => {
      each.click();
      each.click();
      await new Promise(requestAnimationFrame);
      return `${each.getAttribute('aria-busy')} ${each.textContent!.trim()}`;
    });
    expect(atOnce).toBe('true Asked for…');
    await button.getByText('Sync now').waitFor();
    expect(await seen()).toEqual([{ name: 'run', runId: 'run_9' }]);
    // The page has one place to be heard from, and says its next sentence after five seconds.
    const said = page.locator('[role=status]');
    expect(await said.textContent()).toBe('Asked for…');
    await page.waitForFunction(() => document.querySelector('[role=status]')!.textContent!.startsWith('Done: 14 new'));
    expect(await said.count()).toBe(1);
  });

  it('the sync menu opens with the focus in it, goes by arrows, and closes on Escape where it came from', async () => {
    await open('mingus-sync-button');
    const opener = page.getByRole('button', { name: 'Choose what to sync' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.locator('mingus-sync-button .choice:focus').waitFor();
    expect(await focusedText()).toContain('Balance');
    await page.keyboard.press('ArrowUp');
    expect(await focusedText()).toContain('All');
    await page.keyboard.press('Escape');
    await page.locator('mingus-sync-button [aria-expanded=false]').waitFor();
    await opener.click();
    await page.locator('mingus-sync-button [aria-expanded=true]').waitFor();
    await opener.click();
    await page.locator('mingus-sync-button [aria-expanded=false]').waitFor();
    await opener.click();
    await page.getByRole('button', { name: /^Check/ }).click();
    await page.waitForFunction(() => (globalThis as unknown as { seen: object[] }).seen.length > 0);
  });

  it('a sync that is refused says why, beside the button', async () => {
    await open('mingus-sync-button', 'Error');
    await page.locator('mingus-sync-button .main').click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('The server cannot be reached.');
  });

  it('duplicates: a key answers, the focus goes on, and it can be taken back', async () => {
    await open('mingus-duplicates');
    await page.locator('mingus-duplicates [data-group=dup_1]').focus();
    await page.keyboard.press('s');
    await page.getByRole('main').getByText('Linked as the same transaction.').waitFor();
    expect(await focusedText()).toContain('Possibly the same transaction');
    await page.keyboard.press('d');
    await page.getByRole('main').getByText('Kept as two different transactions.').waitFor();
    await page.waitForTimeout(1000);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByText('Likely the same transaction').waitFor();
    expect(await seen()).toEqual([
      { name: 'decision', groupId: 'dup_1', decision: 'confirm' },
      { name: 'decision', groupId: 'dup_2', decision: 'dismiss' },
      { name: 'decision', groupId: 'dup_1', decision: 'undo' },
    ]);
  });

  it('duplicates: an answer that is refused comes back with the reason', async () => {
    await open('mingus-duplicates');
    await page.evaluate(() => {
      const { manager } = document.querySelector('mingus-sync') as unknown as { manager: Record<string, unknown> };
      const problem = { code: 'conflict', detail: 'Already decided in another tab.', action: 'none' };
      manager['decide'] = () => Promise.reject(Object.assign(new Error(), { problem }));
    });
    await page.getByRole('button', { name: 'Same transaction' }).first().click();
    await page.getByText('Your answer was not taken. Already decided in another tab.').waitFor();
    expect(await page.locator('mingus-duplicates [data-group=dup_1] h3').innerText()).toContain('Likely');
  });

  it('coverage: arrows go from month to month, Enter opens its days, a gap is told', async () => {
    await open('mingus-coverage');
    await page.locator('mingus-coverage .month').last().focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.locator('mingus-coverage .opened', { hasText: 'July 2026' }).waitFor();
    await page.getByRole('button', { name: 'Missing Mar 3 – 9, 2025' }).click();
    expect(await seen()).toEqual([{ name: 'gap', from: '2025-03-03', to: '2025-03-09' }]);
    await page.getByRole('button', { name: 'Fill the gaps' }).click();
    expect(await seen()).toContainEqual({ name: 'backfill', accountId: 'acc_1' });
  });

  it('a notice asks the page first, which may repair in its own way', async () => {
    await open('mingus-notice');
    await page.getByRole('button', { name: 'Sign in at Banque Lavande' }).click();
    expect(await seen()).toEqual([{ name: 'relink', connectionId: 'con_2' }]);
  });

  it('accounts and findings tell what was chosen', async () => {
    await open('mingus-accounts');
    await page.getByRole('button', { name: /Savings/ }).click();
    expect(await seen()).toEqual([{ name: 'select', accountId: 'acc_2' }]);
    await page.close();
    await open('mingus-findings');
    await page.getByRole('button', { name: 'Repair' }).click();
    expect(await seen()).toEqual([{ name: 'finding-action', findingId: 'fnd_1', action: 'repair' }]);
    await page.getByText('Pending since Aug 1, usually posted in 3 days.').waitFor();
    await page.getByText('-$18.20').first().waitFor();
    await page.getByRole('button', { name: 'Keep' }).waitFor();
    await page.getByRole('button', { name: 'Hide' }).click();
    expect(await seen()).toContainEqual({ name: 'finding-action', findingId: 'fnd_2', action: 'repair' });
    await page.getByText('Evidence').first().click();
    await page.getByText('-$12.40').waitFor();
    await page.getByText('is $12.40 lower than its transactions explain, since Aug 3.').waitFor();
    await page.getByText('transactions of Aug 1 – 5, which').waitFor();
  });

  it('the balance chart draws, and has a table that says the same', async () => {
    await open('mingus-balance-chart');
    await page.locator('mingus-balance-chart canvas').waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    expect(await page.locator('mingus-balance-chart tbody tr').count()).toBe(180);
  });

  it('tokens reach in, the page’s own rules do not', async () => {
    await open('mingus-sync-button', '1');
    const colour = () =>
      page.locator('mingus-sync-button .main').evaluate((each) => getComputedStyle(each).backgroundColor);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button { background: red !important } :root { --mingus-accent: rgb(1, 2, 3) }');
      document.adoptedStyleSheets.push(sheet);
    });
    await page.waitForTimeout(400);
    expect(await colour()).toBe('rgb(1, 2, 3)');
  });
});
