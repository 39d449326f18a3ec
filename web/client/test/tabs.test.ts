import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Live } from '../src/live';
import { lockName } from '../src/tabs';
import type { StreamState } from '../src/types';
import { FakeBrowser, type FakeChannel, Lines } from './fakes/lines';

interface Tab {
  userId: string;
  live: Live;
  lines: Lines;
  heard: (number | string)[];
  states: StreamState[];
  channels: FakeChannel[];
  isHidden: boolean;
}

describe('tabs of one browser', () => {
  let browser: FakeBrowser;
  let tabs: Tab[];
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    browser = new FakeBrowser();
    tabs = [];
  });

  afterEach(() => {
    for (const tab of tabs) tab.live.stop();
    vi.useRealTimers();
  });

  function openTab(userId = 'ada'): Tab {
    const tab: Tab = {
      userId, lines: new Lines(), heard: [], states: [], channels: [], isHidden: false, live: null!,
    };
    tab.live = new Live(
      {
        baseUrl: 'https://mingus.example',
        connect: tab.lines.connect,
        me: async () => ({ userId: tab.userId }),
        isHidden: () => tab.isHidden,
        tabs: {
          locks: browser.locks,
          isHidden: () => tab.isHidden,
          openChannel: (name) => {
            const channel = browser.openChannel(name);
            tab.channels.push(channel);
            return channel;
          },
        },
      },
      {
        event: ({ sequence, type }) => tab.heard.push(sequence ?? type),
        missed: (to) => tab.heard.push(`missed to ${to}`),
        reset: () => tab.heard.push('reset'),
        state: (state) => tab.states.push(state),
      },
    );
    tabs.push(tab);
    tab.live.start();
    return tab;
  }

  test('share one stream', async () => {
    const [first, ...others] = [openTab(), openTab(), openTab()];
    await settle();
    first!.lines.open(4);
    first!.lines.tell(5, 'account.changed');
    first!.lines.tell(null, 'sync.progress');
    await settle();
    expect(tabs.map((tab) => tab.lines.opened.length)).toEqual([1, 0, 0]);
    for (const tab of tabs) expect(tab.heard).toEqual(['missed to 4', 5, 'sync.progress']);
    expect(first!.states.at(-1)).toBe('live');
    for (const other of others) expect(other.states.at(-1)).toBe('following');
  });

  test('a tab that opens later reads what it missed, then follows', async () => {
    const first = openTab();
    await settle();
    first.lines.open(4);
    first.lines.tell(5, 'account.changed');
    const later = openTab();
    await settle();
    first.lines.tell(6, 'account.changed');
    await settle();
    expect(later.heard).toEqual(['missed to 5', 6]);
    expect(later.states.at(-1)).toBe('following');
  });

  test('when the leader closes, another leads and goes on where it was', async () => {
    const [first, second] = [openTab(), openTab()];
    await settle();
    first.lines.open(4);
    first.lines.tell(5, 'account.changed');
    await settle();
    first.live.stop();
    await settle();
    expect(second.lines.last.after).toBe(5);
    second.lines.open(5);
    second.lines.tell(6, 'account.changed');
    expect(second.heard).toEqual(['missed to 4', 5, 6]);
  });

  test('a leader that is frozen loses the lead, and follows when it wakes', async () => {
    const [first, second] = [openTab(), openTab()];
    await settle();
    first.lines.open(4);
    await settle();
    for (const channel of first.channels) channel.isFrozen = true;
    await settle(44_000);
    expect(second.live.isLeading).toBe(false);
    await settle(2000);
    expect(second.live.isLeading).toBe(true);
    for (const channel of first.channels) channel.isFrozen = false;
    second.lines.open(4);
    second.lines.tell(5, 'account.changed');
    await settle();
    expect(first.live.isLeading).toBe(false);
    expect(first.lines.last.isOpen).toBe(false);
    expect(first.heard).toEqual(['missed to 4', 5]);
    expect(first.states.at(-1)).toBe('following');
  });

  test('a beat keeps the lead', async () => {
    const [first, second] = [openTab(), openTab()];
    await settle();
    first.lines.open(4);
    for (let i = 0; i < 10; i++) {
      await settle(15_000);
      first.lines.beat();
    }
    await settle();
    expect(second.live.isLeading).toBe(false);
  });

  test('users and servers do not meet', async () => {
    const [ada, bob] = [openTab('ada'), openTab('bob')];
    await settle();
    expect([ada.live.isLeading, bob.live.isLeading]).toEqual([true, true]);
    const urls = ['https://a.example', 'https://b.example'];
    expect(new Set(urls.flatMap((url) => ['ada', 'bob'].map((id) => lockName(url, id)))).size).toBe(4);
  });

  test('another person who signs in starts from nothing', async () => {
    const tab = openTab('ada');
    await settle();
    tab.lines.open(50, 'ada');
    tab.lines.break();
    await settle(1500);
    tab.userId = 'bob';
    tab.lines.open(2, 'bob');
    await settle();
    expect(tab.lines.last.after).toBe(null);
    tab.lines.open(2, 'bob');
    tab.lines.tell(3, 'account.changed');
    expect(tab.heard).toEqual(['missed to 50', 'reset', 'missed to 2', 3]);
  });

  test('when nobody looks for five minutes the stream rests, and a tab that is looked at wakes it', async () => {
    const page = new EventTarget();
    vi.stubGlobal('document', page);
    try {
      const first = openTab();
      await settle();
      first.lines.open(4);
      first.isHidden = true;
      page.dispatchEvent(new Event('visibilitychange'));
      for (let i = 0; i < 19; i++) {
        await settle(15_000);
        first.lines.beat();
      }
      expect(first.states.at(-1)).toBe('live');
      await settle(16_000);
      expect([first.states.at(-1), first.lines.last.isOpen]).toEqual(['paused', false]);
      openTab();
      await settle();
      expect(first.lines.opened).toHaveLength(2);
      expect(first.lines.last.after).toBe(4);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('a tab that cannot learn who it is for tries again', async () => {
    let isUp = false;
    const lines = new Lines();
    const states: StreamState[] = [];
    const live = new Live(
      {
        baseUrl: '',
        connect: lines.connect,
        me: async () => (isUp ? { userId: 'ada' } : Promise.reject(new Error('down'))),
        isHidden: () => false,
        tabs: { locks: browser.locks, openChannel: (name) => browser.openChannel(name), isHidden: () => false },
      },
      { event: () => {}, missed: () => {}, reset: () => {}, state: (state) => states.push(state) },
    );
    live.start();
    await settle(500);
    expect([states.at(-1), lines.opened.length]).toEqual(['waiting', 0]);
    isUp = true;
    await settle(1000);
    expect(lines.opened).toHaveLength(1);
    live.stop();
  });
});
