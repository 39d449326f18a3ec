// A long list that is read while events come in: how soon it answers, how evenly it moves, what it keeps.
import { ask, pause } from './seed.mjs';

const eventsPerSecond = 50;
const warmSeconds = 5;
const patienceMs = 120_000;

/**
 * @param wish rows to read, seconds in which a person reads, minutes for which the page then stays open.
 * @returns milliseconds of interactions and frames, long tasks, bytes of heap before, after, and each minute then.
 */
export async function busyList(browser, pages, long, { rows, seconds, minutes }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  try {
    await page.setViewport({ width: 1280, height: 900 });
    await page.setExtraHTTPHeaders({ 'Mingus-User': long.user });
    await page.evaluateOnNewDocument(watch);
    await page.goto(`${pages}/accounts/${long.accountId}`, { timeout: patienceMs });
    await readToTheEnd(page, rows);
    const session = await page.createCDPSession();
    await session.send('HeapProfiler.enable');
    const events = new Events(pages, long);
    events.start();
    const person = new Person(page);
    await person.act(warmSeconds);
    const before = await heap(session);
    await page.evaluate(() => globalThis.measured.forget());
    events.count = 0;
    const begun = performance.now();
    await person.act(seconds);
    const took = (performance.now() - begun) / 1000;
    const told = events.count / took;
    const seen = await page.evaluate(() => globalThis.measured.tell());
    const nodes = await page.evaluate(
      () => document.querySelector('mingus-transactions').shadowRoot.querySelectorAll('[role=row]').length,
    );
    const heaps = [before, await heap(session)];
    for (let minute = 0; minute < minutes; minute++) {
      await pause(60_000);
      heaps.push(await heap(session));
    }
    await events.stop();
    return { ...seen, acts: person.acts, nodes, eventsPerSecond: told, heaps };
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of it does: what it measures of itself. */
function watch() {
  const longest = new Map();
  let frames = [];
  let tasks = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) longest.set(interactionId, Math.max(longest.get(interactionId) ?? 0, duration));
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({
    type: 'longtask',
  });
  let last = performance.now();
  const frame = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.measured = {
    forget: () => {
      longest.clear();
      frames = [];
      tasks = [];
    },
    tell: () => ({ interactions: [...longest.values()], frames, tasks }),
  };
}

/** Scrolls down until every page of the list has come. */
async function readToTheEnd(page, rows) {
  for (let tries = 0; tries < patienceMs / 100; tries++) {
    const count = await page.evaluate(() => {
      const list = document.querySelector('mingus-transactions')?.shadowRoot?.querySelector('.scroller');
      if (!list) return 0;
      list.scrollTop = list.scrollHeight;
      return Number(list.getAttribute('aria-rowcount'));
    });
    if (count > rows) return;
    await pause(100);
  }
  throw new Error(`The list did not show ${rows} rows within two minutes.`);
}

/** Somebody who scrolls, opens a transaction, closes it, and goes on by keys. */
class Person {
  acts = 0;

  constructor(page) {
    this.page = page;
  }

  async act(seconds) {
    const { page } = this;
    const until = performance.now() + seconds * 1000;
    this.acts = 0;
    for (let turn = 0; performance.now() < until; turn++) {
      const { x, y } = await page.evaluate(middle);
      await page.mouse.move(x, y);
      for (let i = 0; i < 5; i++) {
        await page.mouse.wheel({ deltaY: turn % 2 ? 700 : -900 });
        await pause(40);
      }
      await page.mouse.click(x, y);
      await pause(150);
      await this.press('Escape');
      for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'ArrowUp', 'PageUp']) await this.press(key);
      this.acts++;
    }
  }

  async press(key) {
    await this.page.keyboard.press(key);
    this.acts++;
    await pause(60);
  }
}

/** Runs in the page: the middle of a row's button that is in view, away from the edges of the list. */
function middle() {
  const { shadowRoot } = document.querySelector('mingus-transactions');
  const list = shadowRoot.querySelector('.scroller');
  list.scrollIntoView({ block: 'center' });
  const box = list.getBoundingClientRect();
  const y = box.top + box.height / 2;
  const rows = [...shadowRoot.querySelectorAll('.open')].map((one) => one.getBoundingClientRect());
  const row = rows.sort((one, other) => Math.abs(one.top - y) - Math.abs(other.top - y))[0];
  return { x: row.left + row.width / 2, y: row.top + row.height / 2 };
}

/** A person's notes on one transaction after the other, each of which the product tells to the page. */
class Events {
  count = 0;
  #running = false;
  #done = Promise.resolve();

  constructor(pages, long) {
    this.pages = pages;
    this.long = long;
  }

  start() {
    this.#running = true;
    this.#done = this.#run();
  }

  async stop() {
    this.#running = false;
    await this.#done;
  }

  async #run() {
    const { user, transactionIds } = this.long;
    const begun = performance.now();
    const under = new Set();
    for (let sent = 0; this.#running; sent++) {
      await pause(Math.max(0, begun + (sent * 1000) / eventsPerSecond - performance.now()));
      const id = transactionIds[sent % transactionIds.length];
      const one = ask({ pages: this.pages }, user, 'PATCH', `/transactions/${id}`, { note: `note ${sent}` })
        .then(() => this.count++)
        .finally(() => under.delete(one));
      under.add(one);
      // A product that is slower than that is not flooded: the rate that came about is told.
      if (under.size > 20) await Promise.race(under);
    }
    await Promise.all(under);
  }
}

/** Bytes in use, after what is garbage was collected. */
async function heap(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
