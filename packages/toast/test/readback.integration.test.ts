import { type JamMessage, toCompactLine, toMessagePack, toStandardText } from '@jamnet/schemas';
import { formatSessionUuid, resolveTopic } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noPython, readBack } from './read-back.js';
import { encodeJson, readAsToast } from './v2/frame-json.js';
import { frames } from './v2/arbitrary-frame.js';
import { toHex } from './vector-file.js';

const SEED = 20_260;
const reason = noPython();
if (reason !== undefined) console.warn(`skipped: read-back of toast; ${reason}`);

/** `count` values, the same every time. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: count });

function flipped(bytes: Uint8Array, bits: readonly number[]): Uint8Array {
  for (const bit of bits) {
    const at = bit % Math.max(1, bytes.length * 8);
    if (bytes.length > 0) bytes[at >> 3]! ^= 1 << (at & 7);
  }
  return bytes;
}

const damagedDatagrams = fc
  .tuple(
    fc.array(frames(200), { maxLength: 6 }),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.nat(100),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([several, bits, cut, tail]) => {
    const whole = Buffer.concat([...several.map(encodeJson), tail]);
    return flipped(new Uint8Array(whole.subarray(0, whole.length - cut)), bits);
  });

const topics = fc
  .tuple(
    fc.constantFrom('midi', 'MIDI', 'Audio', 'video', 'sync', 'http', 'ſync'),
    fc.constantFrom('://', '://', '://', ':/', ''),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 220, size: 'max' }),
    ),
    fc.constantFrom('', '', '/', '///'),
  )
  .map((parts) => parts.join(''));

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const u64 = fc.oneof(
  fc.maxSafeNat(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String),
);
const share = fc.integer({ min: -1, max: 10_000 });
const name = fc.string({ unit: 'binary', maxLength: 64 });
const clock = fc.stringMatching(/^[0-9a-f]{8}$/u);
const endpoints = fc.array(
  fc.constantFrom('10.0.0.1:20333', '[fe80::1]:5', '[2001:db8::7:1]:65535'),
  { maxLength: 4 },
);
const rate = fc.integer({ min: 0, max: 10_000 });
const loss = fc.tuple(rate, share, share, share, share, share, share, u32, u32);
const unknown = fc.constantFrom({}, {}, { zz: [1, null, { a: 'b' }] });

const heartbeats = fc
  .tuple(
    fc.record(
      {
        name,
        clock,
        endpoints,
        bye: fc.constant(true),
        receiveOnly: fc.constant(true),
        rate: u32,
        plan: fc.array(fc.integer({ min: 0, max: 45_000 }), { minLength: 1, maxLength: 16 }),
        previous: fc.tuple(u32, u64),
        heard: fc.array(fc.tuple(u32, u32, u64, u64, loss), { maxLength: 8 }),
      },
      { requiredKeys: [] },
    ),
    unknown,
  )
  .map(([fields, more]) => ({ type: 'heartbeat', ...fields, ...more }) as unknown as JamMessage);

const announcements = fc
  .tuple(
    fc.record(
      { name, clock, endpoints, topics: fc.array(fc.constantFrom('midi://jam', 'audio://é♪')) },
      { requiredKeys: [] },
    ),
    unknown,
  )
  .map(([fields, more]) => ({ type: 'announce', ...fields, ...more }) as unknown as JamMessage);

describe.skipIf(reason !== undefined)('the independent implementation reads back', () => {
  it('frames', () => {
    const rows = sample(frames(), 1000).map((fields) => ({
      kind: 'frame',
      hex: toHex(encodeJson(fields)),
      fields,
    }));
    expect(readBack(rows)).toBe('1000 read back, 0 differ');
  });

  it('what becomes of datagrams, whole and damaged', () => {
    let bad = 0;
    const rows = sample(damagedDatagrams, 1000).map((bytes) => {
      const { statuses, frames: good } = readAsToast(bytes);
      bad += statuses.filter((status) => status !== 'ok').length;
      return { kind: 'datagram', hex: toHex(bytes), statuses, frames: good };
    });
    expect(readBack(rows)).toBe('1000 read back, 0 differ');
    expect(bad).toBeGreaterThan(500);
  });

  it('topics, those that are refused too', () => {
    let refused = 0;
    const rows = sample(fc.tuple(topics, u32), 1000).map(([topic, senderId]) => {
      try {
        const { topic: canonical, sessionName, group4, group6 } = resolveTopic(topic);
        const uuid = formatSessionUuid(sessionName, senderId).replaceAll('-', '');
        const derived = {
          canonical,
          ipv4: group4.address,
          ipv6: group6.address,
          port: group6.port,
        };
        return {
          kind: 'topic',
          topic,
          sessionName: toHex(sessionName),
          ...derived,
          senderId,
          uuid,
        };
      } catch (error) {
        expect(error).toBeInstanceOf(JamError);
        refused++;
        return { kind: 'topic', topic, invalid: true };
      }
    });
    expect(readBack(rows)).toBe('1000 read back, 0 differ');
    expect(refused).toBeGreaterThan(200);
    expect(refused).toBeLessThan(800);
  });

  it('heartbeats and announcements in their three forms', () => {
    const messages = [...sample(heartbeats, 700), ...sample(announcements, 300)];
    const rows = messages.map((message) => ({
      kind: 'heartbeat',
      standard: toStandardText(message),
      compact: toCompactLine(message),
      msgpack: toHex(toMessagePack(message) as Uint8Array),
    }));
    expect(readBack(rows)).toBe('1000 read back, 0 differ');
  });

  it('and would tell a difference', () => {
    const [fields] = sample(frames(), 1);
    const row = { kind: 'frame', hex: toHex(encodeJson(fields!)) };
    const other = { ...fields!, messageType: fields!.messageType ^ 1 };
    expect(
      readBack([
        { ...row, fields },
        { ...row, fields: other },
      ]),
    ).toMatch(/2 read back, 1 differ$/u);
  });
});
