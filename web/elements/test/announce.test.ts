import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface Region {
  textContent: string;
  isConnected: boolean;
  style: object;
}

describe('What a page says', () => {
  let regions: Region[];
  let announce: (text: string, about?: object) => void;
  const said = () => regions.at(-1)?.textContent;

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.resetModules();
    regions = [];
    vi.stubGlobal('document', {
      createElement: (): Region => ({ textContent: '', isConnected: true, style: {} }),
      body: { append: (one: Region) => regions.push(one) },
    });
    ({ announce } = await import('../src/announce'));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('comes into a region that was there before', () => {
    announce('Saved.');
    expect(regions.length).toBe(1);
    expect(said()).toBe('');
    vi.advanceTimersByTime(200);
    expect(said()).toBe('Saved.');
  });

  it('is one sentence in five seconds, in order, and then nothing', () => {
    for (const each of ['One.', 'Two.', 'Three.']) announce(each);
    vi.advanceTimersByTime(200);
    expect(said()).toBe('One.');
    vi.advanceTimersByTime(4_800);
    expect(said()).toBe('One.');
    vi.advanceTimersByTime(200);
    expect(said()).toBe('Two.');
    vi.advanceTimersByTime(5_000);
    expect(said()).toBe('Three.');
    vi.advanceTimersByTime(5_000);
    expect(said()).toBe('');
    announce('Three.');
    expect(said()).toBe('Three.');
  });

  it('leaves out what something newer about the same has overtaken', () => {
    const [sync, other] = [{}, {}];
    announce('Asked for…', sync);
    vi.advanceTimersByTime(200);
    announce('Half of the sync is done.', sync);
    announce('Saved.', other);
    announce('Done: 14 new.', sync);
    const heard = [said()];
    for (let turn = 0; turn < 3; turn++) {
      vi.advanceTimersByTime(5_000);
      heard.push(said());
    }
    expect(heard).toEqual(['Asked for…', 'Done: 14 new.', 'Saved.', '']);
  });

  it('is not said twice, by an element and by the page that it is on', () => {
    announce('Undone.');
    vi.advanceTimersByTime(200);
    announce('Undone.');
    announce('Next.');
    announce('Next.');
    vi.advanceTimersByTime(5_000);
    expect(said()).toBe('Next.');
    vi.advanceTimersByTime(5_000);
    expect(said()).toBe('');
  });

  it('goes on where a page threw its body away', () => {
    announce('There.');
    vi.advanceTimersByTime(200);
    regions[0]!.isConnected = false;
    announce('Here.');
    vi.advanceTimersByTime(5_000);
    expect([regions.length, said()]).toEqual([2, 'Here.']);
  });
});
