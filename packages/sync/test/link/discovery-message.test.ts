import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDiscoveryMessage,
  decodeDiscovery,
  encodeDiscoveryInto,
} from '../../src/link/v1/discovery-message.js';
import { bytesOf } from './bytes-of.js';

const HEADER = '5f61736470 5f76 01 01 05 0000 0102030405060708';
const TIMELINE =
  '746d6c6e 00000018 000000000007a120 ffffffffffffffff 00000001 00000002'; /* 120 bpm, -1 µbeat, 2^32 + 2 µs */
const SESSION = '73657373 00000008 1112131415161718';
const START_STOP = '73747374 00000011 01 0000000000f42400 fffffffffffffffe';
const ENDPOINT4 = '6d657034 00000006 0a4d0001 5148';
const ENDPOINT6 = '6d657036 00000012 fe800000000000000000000000000001 c000';
const WHOLE = bytesOf(HEADER, TIMELINE, SESSION, START_STOP, ENDPOINT4);

function read(...hex: string[]): number {
  const bytes = bytesOf(...hex);
  return decodeDiscovery(bytes, 0, bytes.length, createDiscoveryMessage());
}

describe('discovery messages', () => {
  it('are read as they lie on the wire', () => {
    const message = createDiscoveryMessage();
    expect(decodeDiscovery(WHOLE, 0, WHOLE.length, message)).toBe(WHOLE.length);
    expect(message).toMatchObject({
      type: 1,
      ttl: 5,
      group: 0,
      node: { high: 0x01020304, low: 0x05060708 },
      hasTimeline: true,
      timeline: { usPerBeat: 500_000, beatOrigin: -1, timeOriginUs: 2 ** 32 + 2 },
      hasSession: true,
      session: { high: 0x11121314, low: 0x15161718 },
      hasStartStop: true,
      startStop: { playing: true, beat: 16_000_000, timeUs: -2 },
      endpointFamily: 4,
      endpointPort: 20_808,
    });
    expect([...message.endpointAddress.subarray(0, 4)]).toEqual([10, 77, 0, 1]);
  });

  it('are written as they are read, also further into a buffer', () => {
    const message = createDiscoveryMessage();
    decodeDiscovery(WHOLE, 0, WHOLE.length, message);
    const bytes = new Uint8Array(300);
    const end = encodeDiscoveryInto(message, bytes, 7);
    expect(bytes.subarray(7, end)).toEqual(WHOLE);
  });

  it('may carry an IPv6 address, in any order, and what is not known here', () => {
    const bytes = bytesOf(HEADER, '78787878 00000003 010203', ENDPOINT6, SESSION);
    const message = createDiscoveryMessage();
    expect(decodeDiscovery(bytes, 0, bytes.length, message)).toBe(bytes.length);
    expect(message).toMatchObject({ endpointFamily: 6, endpointPort: 0xc000, hasTimeline: false });
    expect(message.endpointAddress[0]).toBe(0xfe);
    const back = new Uint8Array(300);
    const end = encodeDiscoveryInto(message, back, 0);
    expect(back.subarray(0, end)).toEqual(bytesOf(HEADER, SESSION, ENDPOINT6));
  });

  it('are refused with the reason', () => {
    expect(read('5f61736470 5f76 01 01 05 0000 01020304050607')).toBe(Status.short);
    expect(read('5f61736470 5f76 02 01 05 0000 0102030405060708')).toBe(Status.unknownForm);
    expect(read('5f61736470 5f76 01 04 05 0000 0102030405060708')).toBe(Status.unknownType);
    expect(read('5f61736470 5f76 01 00 05 0000 0102030405060708')).toBe(Status.unknownType);
    expect(read(HEADER, '73657373 000000')).toBe(Status.short);
    expect(read(HEADER, '73657373 00000008 11121314151617')).toBe(Status.badLength);
    expect(read(HEADER, '73657373 00000007 11121314151617')).toBe(Status.badLength);
    expect(read(HEADER, '78787878 ffffffff 00')).toBe(Status.badLength);
    // 19 bpm, and a beat beyond what a Number counts.
    const slow = TIMELINE.replace('000000000007a120', '0000000000302f9f');
    expect(read(HEADER, slow)).toBe(Status.outOfRange);
    expect(read(HEADER, TIMELINE.replace('ffffffffffffffff', '7fffffffffffffff'))).toBe(
      Status.outOfRange,
    );
    expect(read(HEADER, ENDPOINT4.replace('5148', '0000'))).toBe(Status.outOfRange);
    expect(read(HEADER, '78787878 000001f0', '00'.repeat(0x1f0))).toBe(Status.badLength);
  });

  it('are read up to beats and times to which more can be added', () => {
    const most = '0008000000000000';
    const more = '0008000000000001';
    const less = 'fff7ffffffffffff';
    const places = [
      [TIMELINE, 'ffffffffffffffff'],
      [TIMELINE, '00000001 00000002'],
      [START_STOP, '0000000000f42400'],
      [START_STOP, 'fffffffffffffffe'],
    ];
    for (const [entry, value] of places) {
      expect(read(HEADER, entry.replace(value, most))).toBeGreaterThan(0);
      expect(read(HEADER, entry.replace(value, more))).toBe(Status.outOfRange);
      expect(read(HEADER, entry.replace(value, less))).toBe(Status.outOfRange);
    }
  });

  it('need room, and a tempo that the protocol knows', () => {
    const message = createDiscoveryMessage();
    expect(encodeDiscoveryInto(message, new Uint8Array(40), 0)).toBe(Status.noSpace);
    message.hasTimeline = true;
    message.timeline.usPerBeat = 1;
    expect(encodeDiscoveryInto(message, new Uint8Array(300), 0)).toBe(Status.outOfRange);
  });

  it('never throw on any bytes, with or without a header', () => {
    const header = bytesOf(HEADER);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 520 }), fc.boolean(), (tail, headed) => {
        const bytes = headed ? Uint8Array.from([...header, ...tail]) : tail;
        const status = decodeDiscovery(bytes, 0, bytes.length, createDiscoveryMessage());
        return status < 0 || status === bytes.length;
      }),
    );
  });
});
