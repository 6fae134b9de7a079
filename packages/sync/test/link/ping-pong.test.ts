import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMeasureMessage,
  decodeMeasure,
  encodePingInto,
  encodePongInto,
} from '../../src/link/v1/ping-pong.js';
import { bytesOf } from './bytes-of.js';

const PING = '5f6c696e6b 5f76 01 01';
const PONG = '5f6c696e6b 5f76 01 02';
const HOST = '5f5f6874 00000008 0000000050e0a1b2';
const PREVIOUS = '5f706774 00000008 0000000000001000';
const SESSION = '73657373 00000008 1112131415161718';
const GHOST = '5f5f6774 00000008 ffffffffffffff00';

function read(...hex: string[]): number {
  const bytes = bytesOf(...hex);
  return decodeMeasure(bytes, 0, bytes.length, createMeasureMessage());
}

describe('pings and pongs', () => {
  it('are written as they lie on the wire', () => {
    const bytes = new Uint8Array(100);
    expect(bytes.subarray(3, encodePingInto(0x50e0a1b2, NaN, bytes, 3))).toEqual(
      bytesOf(PING, HOST),
    );
    const whole = bytesOf(PING, HOST, PREVIOUS);
    expect(bytes.subarray(0, encodePingInto(0x50e0a1b2, 0x1000, bytes, 0))).toEqual(whole);
    const session = { high: 0x11121314, low: 0x15161718 };
    const end = encodePongInto(session, -256, whole, 9, 32, bytes, 0);
    expect(bytes.subarray(0, end)).toEqual(bytesOf(PONG, SESSION, GHOST, HOST, PREVIOUS));
  });

  it('are read as they lie on the wire', () => {
    const ping = bytesOf('0000', PING, HOST);
    const message = createMeasureMessage();
    expect(decodeMeasure(ping, 2, ping.length, message)).toBe(ping.length);
    expect(message).toMatchObject({
      type: 1,
      hostTimeUs: 0x50e0a1b2,
      previousGhostTimeUs: NaN,
      payloadOffset: 11,
      payloadLength: 16,
    });
    const pong = bytesOf(PONG, SESSION, GHOST, HOST, PREVIOUS);
    expect(decodeMeasure(pong, 0, pong.length, message)).toBe(pong.length);
    expect(message).toMatchObject({
      type: 2,
      session: { high: 0x11121314, low: 0x15161718 },
      hostTimeUs: 0x50e0a1b2,
      ghostTimeUs: -256,
      previousGhostTimeUs: 0x1000,
    });
  });

  it('are refused with the reason', () => {
    expect(read('5f6c696e6b 5f76 01')).toBe(Status.short);
    expect(read('5f6c696e6b 5f76 02 01', HOST)).toBe(Status.unknownForm);
    expect(read('5f6c696e6b 5f76 01 03', HOST)).toBe(Status.unknownType);
    expect(read(PING, PREVIOUS)).toBe(Status.malformed);
    expect(read(PING, HOST, PREVIOUS, '78787878 00000000')).toBe(Status.badLength);
    expect(read(PING, HOST.replace('00000008', '00000007'))).toBe(Status.badLength);
    expect(read(PING, HOST.replace('00000000', '7fffffff'))).toBe(Status.outOfRange);
    for (const beyond of ['0008000000000001', 'fff7ffffffffffff']) {
      const ghost = GHOST.replace('ffffffffffffff00', beyond);
      expect(read(PONG, SESSION, ghost, HOST)).toBe(Status.outOfRange);
    }
    expect(read(PONG, SESSION, HOST)).toBe(Status.malformed);
    expect(read(PONG, GHOST, HOST)).toBe(Status.malformed);
    expect(
      encodePongInto({ high: 0, low: 0 }, 0, new Uint8Array(40), 0, 33, new Uint8Array(200), 0),
    ).toBe(Status.badLength);
    expect(encodePingInto(0, 0, new Uint8Array(40), 0)).toBe(Status.noSpace);
  });

  it('never throw on any bytes, with or without a header', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 520 }),
        fc.constantFrom('', PING, PONG),
        (tail, head) => {
          const bytes = Uint8Array.from([...bytesOf(head), ...tail]);
          const status = decodeMeasure(bytes, 0, bytes.length, createMeasureMessage());
          return status < 0 || status === bytes.length;
        },
      ),
    );
  });
});
