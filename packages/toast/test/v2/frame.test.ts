import {
  createFrameView,
  decodeFrame,
  encodeFrame,
  MAX_DATAGRAM_BYTES,
  MAX_PAYLOAD_BYTES,
  setBurst,
  stampFrame,
} from '@jamnet/toast';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frames } from './arbitrary-frame.js';
import { encodeJson, type FrameJson, readAsToast } from './frame-json.js';

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
/** Up to five frames that fit a datagram together. */
const someFrames = fc.array(frames(190), { minLength: 1, maxLength: 5 });

function flip(bytes: Uint8Array, bits: readonly number[]): Uint8Array {
  const flipped = bytes.slice();
  for (const bit of bits) {
    const at = bit % (bytes.length * 8);
    flipped[at >> 3]! ^= 1 << (at & 7);
  }
  return flipped;
}

const isOneOf = (all: readonly FrameJson[]) => {
  const texts = new Set(all.map((frame) => JSON.stringify(sorted(frame))));
  return (frame: object): boolean => texts.has(JSON.stringify(sorted(frame)));
};
const sorted = (frame: object): [string, unknown][] =>
  Object.entries(frame).sort(([a], [b]) => (a < b ? -1 : 1));

describe('a frame', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(frames(), (frame) => {
        const bytes = encodeJson(frame);
        expect(bytes.length).toBe(42 + frame.payload.length / 2);
        expect(readAsToast(bytes)).toEqual({ statuses: ['ok'], frames: [frame] });
      }),
      { numRuns: 500 },
    );
  });

  it('is read back from any place of a buffer, and what surrounds it does not matter', () => {
    fc.assert(
      fc.property(frames(100), fc.nat(64), fc.uint8Array({ minLength: 300 }), (frame, at, room) => {
        const bytes = encodeJson(frame);
        room.set(bytes, at);
        const view = createFrameView();
        expect(decodeFrame(room, at, at + bytes.length, view)).toBe(at + bytes.length);
        expect(view.payloadOffset).toBe(at + 38);
        expect(view.sequence).toBe(frame.sequence);
      }),
    );
  });

  it('of other copies and stamps differs in these alone', () => {
    fc.assert(
      fc.property(
        frames(60),
        fc.integer({ min: 1, max: 16 }),
        fc.nat(15),
        fc.maxSafeNat(),
        (frame, burstSize, index, stamp) => {
          const burstIndex = index % burstSize;
          const bytes = encodeJson(frame);
          setBurst(bytes, 0, burstIndex, burstSize);
          expect(readAsToast(bytes).frames).toEqual([{ ...frame, burstIndex, burstSize }]);
          stampFrame(bytes, 0, stamp);
          const expected = { ...frame, burstIndex, burstSize, timestamp: String(stamp) };
          expect(readAsToast(bytes).frames).toEqual([expected]);
        },
      ),
    );
  });

  it('that does not fit is not written', () => {
    const header = { ...createFrameView(), streamType: 1 };
    const large = new Uint8Array(5000);
    expect(encodeFrame(header, large, 0, MAX_PAYLOAD_BYTES, large, 0)).toBe(MAX_DATAGRAM_BYTES);
    expect(encodeFrame(header, large, 0, MAX_PAYLOAD_BYTES + 1, large, 0)).toBe(Status.noSpace);
    expect(encodeFrame(header, large, 0, 10, new Uint8Array(51), 0)).toBe(Status.noSpace);
    expect(encodeFrame(header, large, 0, 10, new Uint8Array(52), 1)).toBe(Status.noSpace);
    expect(encodeFrame(header, large, 0, 10, new Uint8Array(52), 0)).toBe(52);
  });
});

describe('a datagram', () => {
  it('of several frames gives each', () => {
    fc.assert(
      fc.property(someFrames, (several) => {
        const { statuses, frames: got } = readAsToast(join(several.map(encodeJson)));
        expect(statuses).toEqual(several.map(() => 'ok'));
        expect(got).toEqual(several);
      }),
    );
  });

  it('that is cut gives the frames before the cut and one status', () => {
    fc.assert(
      fc.property(someFrames, fc.nat(), (several, cut) => {
        const parts = several.map(encodeJson);
        const whole = join(parts);
        const length = cut % whole.length;
        let complete = 0;
        let end = 0;
        while (end + parts[complete]!.length <= length) end += parts[complete++]!.length;
        const { statuses, frames: got } = readAsToast(whole.subarray(0, length));
        expect(got).toEqual(several.slice(0, complete));
        const left = length - end;
        const last = left === 0 ? [] : [left < 42 ? 'short' : 'badLength'];
        expect(statuses).toEqual([...several.slice(0, complete).map(() => 'ok'), ...last]);
      }),
    );
  });

  it('with one to eight flipped bits never gives a frame that was not sent', () => {
    const bits = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
    let refused = 0;
    fc.assert(
      fc.property(someFrames, bits, (several, flips) => {
        const reading = readAsToast(flip(join(several.map(encodeJson)), flips));
        expect(reading.frames.every(isOneOf(several))).toBe(true);
        if (reading.frames.length < several.length) refused++;
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(1500);
  });

  it('of random bytes gives nothing, and no more than one status for every 42 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1400, size: 'max' }), (bytes) => {
        const { statuses, frames: got } = readAsToast(bytes);
        expect(got).toEqual([]);
        expect(statuses.length).toBeLessThanOrEqual(1 + bytes.length / 42);
      }),
      { numRuns: 1000 },
    );
  });

  it('of frames in random order of good, damaged and foreign ones gives the good ones up to what ends it', () => {
    const kinds = fc.constantFrom('good', 'version', 'flags', 'burst', 'type', 'crc', 'length');
    fc.assert(
      fc.property(fc.array(fc.tuple(frames(100), kinds), { maxLength: 8 }), (parts) => {
        const expected: string[] = [];
        const good: FrameJson[] = [];
        let ended = false;
        for (const [frame, kind] of parts) {
          if (ended) break;
          expected.push(statusOf[kind]);
          if (kind === 'good') good.push(frame);
          ended = kind === 'crc' || kind === 'length';
        }
        const reading = readAsToast(join(parts.map(([frame, kind]) => damaged(frame, kind))));
        expect(reading).toEqual({ statuses: expected, frames: good });
      }),
      { numRuns: 500 },
    );
  });

  it('of more than 1,200 bytes is one badLength, and nothing of it is read', () => {
    const one = encodeJson({ ...plain, payload: '00'.repeat(258) });
    expect(readAsToast(join([one, one, one, one])).statuses).toEqual(['ok', 'ok', 'ok', 'ok']);
    const longer = encodeJson({ ...plain, payload: '00'.repeat(259) });
    const reading = readAsToast(join([one, one, one, longer]));
    expect(reading).toEqual({ statuses: ['badLength'], frames: [] });
  });
});

type Kind = 'good' | 'version' | 'flags' | 'burst' | 'type' | 'crc' | 'length';

const statusOf: Record<Kind, string> = {
  good: 'ok',
  version: 'badVersion',
  flags: 'badFlags',
  burst: 'badBurst',
  type: 'badStreamType',
  crc: 'badCrc',
  length: 'badLength',
};

const plain: FrameJson = {
  streamType: 1,
  formatType: 1,
  sealed: false,
  refresh: false,
  burstIndex: 0,
  burstSize: 1,
  messageType: 0,
  streamId: 1,
  timestamp: '0',
  sequence: 0,
  uuid: '00000000000080008000000000000000',
  payload: '',
};

/** A frame with one fault, its CRC right unless that is the fault. */
function damaged(frame: FrameJson, kind: Kind): Uint8Array {
  const bytes = encodeJson(frame);
  if (kind === 'version') bytes[6]! ^= 1;
  if (kind === 'flags') bytes[6]! |= 0x80;
  if (kind === 'burst') bytes[7] = 0x01;
  if (kind === 'type') bytes[4] = 8;
  if (kind === 'length') bytes[2] = 1;
  // Stamping writes the CRC anew.
  if (kind !== 'crc' && kind !== 'length') stampFrame(bytes, 0, Number(frame.timestamp));
  if (kind === 'crc') bytes[bytes.length - 1]! ^= 0x40;
  return bytes;
}
