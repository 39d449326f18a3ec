import { describe, expect, test } from 'vitest';
import { EventParser } from '../src/wire';
import { randomOf } from './fakes/random';

const stream =
  ': hello\nid: 7\nevent: account.changed\ndata: {"accountId":\ndata: "acc_1"}\n\n' +
  'event: beat\r\ndata: {"at":"ü"}\r\n\r\nid: x\rdata:{"a":1}\r\revent: empty\n\n';

const events = [
  { type: 'account.changed', sequence: 7, data: { accountId: 'acc_1' } },
  { type: 'beat', sequence: null, data: { at: 'ü' } },
  { type: '', sequence: null, data: { a: 1 } },
];

describe('the reader of event streams', () => {
  test('reads fields, comments, several lines of data, and all three ends of line', () => {
    expect(new EventParser().push(stream)).toEqual(events);
  });

  test.each(Array.from({ length: 50 }, (_, seed) => seed))('reads the same however it is cut (seed %i)', (seed) => {
    const random = randomOf(seed);
    const parser = new EventParser();
    const read = [];
    for (let at = 0; at < stream.length; ) {
      const size = 1 + Math.floor(random() * 6);
      read.push(...parser.push(stream.slice(at, at + size)));
      at += size;
    }
    expect(read).toEqual(events);
  });

  test('leaves out what is no object', () => {
    expect(new EventParser().push('data: 1\n\ndata: {\n\ndata: null\n\n')).toEqual([]);
  });
});
