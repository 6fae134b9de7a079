import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkMessage,
  decodeCompact,
  decodeMessagePack,
  decodeStandard,
  encodeCompactInto,
  encodeMessagePackInto,
  encodeStandardInto,
  fromCompactLine,
  fromCompactObject,
  fromStandardText,
  messageTables,
  normaliseMessage,
  toCompactLine,
  toCompactObject,
  toMessagePack,
  toStandardText,
  type JamMessage,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { anyMessage, messageOf } from './arbitrary-message.js';

const room = new Uint8Array(65_536);

/** Equal, and their members in the same order. */
function expectSame(got: unknown, wanted: unknown): void {
  expect(got).toEqual(wanted);
  expect(JSON.stringify(got)).toBe(JSON.stringify(wanted));
}

describe.each(messageTables.map((table) => [table.type, table] as const))('%s', (_type, table) => {
  it('comes back from every form as it went in', () => {
    fc.assert(
      fc.property(messageOf(table), (message) => {
        expect(checkMessage(message)).toBeGreaterThanOrEqual(0);
        expectSame(normaliseMessage(message), message);
        expectSame(fromStandardText(toStandardText(message) as string), message);
        expectSame(fromCompactLine(toCompactLine(message) as string), message);
        expectSame(fromCompactObject(toCompactObject(message)), message);
        const packed = toMessagePack(message) as Uint8Array;
        expectSame(decodeMessagePack(packed, 0, packed.length), message);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the bytes of a form', () => {
  it('are those of its text', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(100), (message, offset) => {
        const standard = encodeStandardInto(message, room, offset);
        expect(Buffer.from(room.subarray(offset, standard)).toString()).toBe(
          toStandardText(message),
        );
        expectSame(decodeStandard(room, offset, standard), message);
        const compact = encodeCompactInto(message, room, offset);
        expect(Buffer.from(room.subarray(offset, compact)).toString()).toBe(toCompactLine(message));
        expectSame(decodeCompact(room, offset, compact), message);
        const packed = encodeMessagePackInto(message, room, offset);
        expect(room.subarray(offset, packed)).toEqual(toMessagePack(message));
      }),
    );
  });

  it('do not fit in too small a room, at any size, and say so', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), (message, cut) => {
        for (const encode of [encodeStandardInto, encodeCompactInto, encodeMessagePackInto]) {
          const length = encode(message, room, 0);
          expect(encode(message, new Uint8Array(length), 0)).toBe(length);
          expect(encode(message, new Uint8Array(cut % length), 0)).toBe(Status.noSpace);
        }
      }),
    );
  });
});

describe('what says nothing', () => {
  const plain: JamMessage = { type: 'note_on', channel: 1, note: 0, velocity: 9, timestamp: 5 };

  it.each([
    { ...plain, version: 'jamnet/1.0' },
    { ...plain, group: 1 },
    { ...plain, timestamp: '5' },
    { ...plain, note: -0 },
    { ...plain, sequence: undefined },
  ])('is left out: %j', (message) => {
    expectSame(normaliseMessage(message), plain);
    expect(toCompactLine(message as JamMessage)).toBe('{"t":"n+","c":1,"n":0,"v":9,"ts":5}\n');
  });

  it('is left out inside a message too', () => {
    const state = normaliseMessage({
      type: 'midi_state',
      stream: 1,
      channels: [
        { later: 1, pressure: 3, controllers: [[-0, 1]], notes: [], channel: 2, group: 1 },
      ],
      sequence: 1,
    });
    expectSame(state, {
      type: 'midi_state',
      stream: 1,
      channels: [{ channel: 2, notes: [], controllers: [[0, 1]], pressure: 3 }],
      sequence: 1,
    });
  });

  it('keeps the false of a flag out of every form', () => {
    const line = toCompactLine({
      type: 'heartbeat',
      name: 'a',
      clock: '00000000',
      endpoints: [],
      bye: false,
    });
    expect(line).toBe('{"t":"hb","nm":"a","ck":"00000000","ep":[]}\n');
  });
});

describe('a reader', () => {
  it('takes keys in any order, white space, escapes and numbers with a fraction of nothing', () => {
    const line = '\t{ "seq" : 42.0, "v":1e2, "n":60, "\\u0063": 1 ,"t":"n+" }\r\n';
    expectSame(fromCompactLine(line), {
      type: 'note_on',
      channel: 1,
      note: 60,
      velocity: 100,
      sequence: 42,
    });
  });

  it('takes the last of two equal members', () => {
    expectSame(fromCompactLine('{"t":"ck","seq":1,"seq":2}'), { type: 'clock', sequence: 2 });
  });

  it('keeps unknown members where they belong', () => {
    const message = fromCompactLine('{"seq":1,"later":{"a":[1,"ü"]},"t":"ck","ver":"jamnet/1.9"}');
    expectSame(message, {
      type: 'clock',
      version: 'jamnet/1.9',
      later: { a: [1, 'ü'] },
      sequence: 1,
    });
    expect(toStandardText(message as JamMessage)).toBe(
      '{"type":"clock","version":"jamnet/1.9","later":{"a":[1,"ü"]},"sequence":1}',
    );
  });
});
