import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCompact,
  decodeEvent,
  encodeCompactInto,
  encodeEventInto,
  eventByteLength,
  messageTables,
  readSequenceFromEnd,
  toCompactLine,
  type JmidMessage,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { anyEvent, messageOf } from './arbitrary-message.js';

const room = new Uint8Array(8192);
const events = messageTables.filter((table) => table.event);

describe.each(events.map((table) => [table.type, table] as const))('%s', (_type, table) => {
  it('has the line that the general writer makes, and comes back from it', () => {
    fc.assert(
      fc.property(messageOf(table), fc.nat(50), (message, offset) => {
        const next = encodeEventInto(room, offset, message as JmidMessage);
        const line = Buffer.from(room.subarray(offset, next)).toString();
        expect(line).toBe(toCompactLine(message));
        expect(eventByteLength(message as JmidMessage)).toBe(next - offset);
        for (const end of [next, next - 1]) {
          const read = decodeEvent(room, offset, end);
          expect(read).toEqual(message);
          expect(JSON.stringify(read)).toBe(JSON.stringify(message));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('encodeEventInto', () => {
  it('says noSpace exactly where the line does not fit', () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(), (message, cut) => {
        const length = encodeEventInto(room, 0, message as JmidMessage);
        expect(encodeEventInto(new Uint8Array(length), 0, message as JmidMessage)).toBe(length);
        const small = new Uint8Array(cut % length);
        expect(encodeEventInto(small, 0, message as JmidMessage)).toBe(Status.noSpace);
      }),
    );
  });

  it('writes nothing that is no message', () => {
    const bad = { type: 'note_on', channel: 1, note: 128, velocity: 1 } as const;
    expect(encodeEventInto(room, 0, bad)).toBe(Status.outOfRange);
    expect(encodeEventInto(room, 0, { ...bad, note: 1.5 })).toBe(Status.malformed);
    expect(encodeEventInto(room, 0, { type: 'heartbeat' } as never)).toBe(Status.unknownType);
    expect(encodeEventInto(room, 0, { ...bad, note: 1, version: 'other/1.0' })).toBe(
      Status.unknownNamespace,
    );
  });

  it('writes the state line as well', () => {
    const state: JmidMessage = { type: 'midi_state', stream: 1, channels: [], sequence: 7 };
    const next = encodeEventInto(room, 0, state);
    expect(Buffer.from(room.subarray(0, next)).toString()).toBe(
      '{"t":"ms","s":1,"ch":[],"seq":7}\n',
    );
    expect(decodeEvent(room, 0, next)).toEqual(state);
  });
});

/** A line with a few of its bytes changed, taken out or put in. */
const damaged = fc
  .tuple(
    anyEvent,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('set', 'cut', 'add'),
        fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0123456789-.,:"{}[]eE \n'))),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([message, changes]) => {
    const bytes = [...Buffer.from(toCompactLine(message) as string)];
    for (const [where, how, byte] of changes) {
      const at = where % (bytes.length + 1);
      bytes.splice(at, how === 'add' ? 0 : 1, ...(how === 'cut' ? [] : [byte]));
    }
    return Uint8Array.from(bytes);
  });

/** What the general reader gives; a line that damage turned into another layer's message is of an unknown type here. */
function generally(bytes: Uint8Array): ReturnType<typeof decodeEvent> {
  const message = decodeCompact(bytes, 0, bytes.length);
  if (typeof message === 'number') return message;
  const others = ['heartbeat', 'announce', 'transport', 'sync_calibration_block'];
  return others.includes(message.type) ? Status.unknownType : (message as JmidMessage);
}

describe('decodeEvent', () => {
  it("takes a line of another layer for one of an unknown type, as when damage makes '2an' an 'an'", () => {
    const line = Buffer.from('{"t":"an","g":10,"c":10,"n":0,"ix":100,"val":1,"seq":1}\n');
    expect(decodeEvent(line, 0, line.length)).toBe(Status.unknownType);
  });

  it('gives what the general reader gives, for damaged lines too', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        expect(decodeEvent(bytes, 0, bytes.length)).toEqual(generally(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it('does not read past the end, whatever stands there', () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(), (message, cut) => {
        const next = encodeEventInto(room, 0, message as JmidMessage);
        const end = cut % (next - 1);
        expect(decodeEvent(room, 0, end)).toBe(Status.malformed);
      }),
    );
    expect(decodeEvent(room, 0, room.length + 1)).toBe(Status.malformed);
  });

  it('survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const got = decodeEvent(bytes, 0, bytes.length);
        expect(typeof got === 'number' ? got < 0 : typeof got).toBeTruthy();
      }),
      { numRuns: 2000 },
    );
  });

  it('takes messages of other protocols for unknown', () => {
    const line = Buffer.from('{"t":"an","nm":"a","ck":"01234567","ep":[],"tp":[]}');
    expect(decodeEvent(line, 0, line.length)).toBe(Status.unknownType);
  });
});

describe('readSequenceFromEnd', () => {
  it('finds the number without reading the line', () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(0xffff_ffff), (message, sequence) => {
        const numbered = { ...message, sequence } as JmidMessage;
        const next = encodeCompactInto(numbered, room, 0);
        expect(readSequenceFromEnd(room, next)).toBe(sequence);
        expect(readSequenceFromEnd(room, next - 1)).toBe(sequence);
      }),
    );
  });

  it.each([
    ['{"t":"ck"}', Status.malformed],
    ['{"t":"ck","seq":}', Status.malformed],
    ['{"t":"ck","seq":01}', Status.malformed],
    ['{"t":"ck","seq":-1}', Status.malformed],
    ['{"t":"ck","seq":4294967296}', Status.outOfRange],
    ['{"t":"ck","seq":42949672950}', Status.malformed],
    ['{"t":"ck","seq":1 }', Status.malformed],
    ['}', Status.malformed],
    ['', Status.malformed],
    ['{"seq":0}', 0],
  ])('%s gives %i', (line, wanted) => {
    const bytes = Buffer.from(line);
    expect(readSequenceFromEnd(bytes, bytes.length)).toBe(wanted);
  });
});
