import {
  decodeCompact,
  decodeMessagePack,
  fromCompactLine,
  fromStandardText,
  type JamMessage,
  toCompactLine,
  toMessagePack,
  toStandardText,
} from '@jamnet/schemas';
import {
  canonicalTopic,
  createDuplicateFilter,
  formatSessionUuid,
  resolveTopic,
} from '@jamnet/toast';
import { JamError, serialNewer } from '@jamnet/wire';
import { describe, expect, it, test } from 'vitest';
import { createLayerLines } from '../src/session/layer-lines.js';
import { encodeJson, type FrameJson, readAsToast } from './v2/frame-json.js';
import { fromHex, readVectors, toHex } from './vector-file.js';

interface Named {
  readonly name: string;
}

/** A Number holds the timestamp. */
const isSafe = (frame: FrameJson): boolean => Number(frame.timestamp) <= Number.MAX_SAFE_INTEGER;
const seen = (frame: FrameJson): object => ({
  ...frame,
  timestamp: isSafe(frame) ? frame.timestamp : null,
});

describe('frames.json', () => {
  interface Vector extends Named {
    readonly hex: string;
    readonly frame: FrameJson;
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('toast/v2/vectors/frames.json');

  it('has the frames that the issue asks for', () =>
    expect(vectors.length).toBeGreaterThanOrEqual(20));

  test.each(vectors)('$name', ({ hex, frame }) => {
    expect(readAsToast(fromHex(hex))).toEqual({ statuses: ['ok'], frames: [seen(frame)] });
    if (isSafe(frame)) expect(toHex(encodeJson(frame))).toBe(hex);
  });
});

describe('datagrams.json', () => {
  interface Vector extends Named {
    readonly hex: string;
    readonly frames: FrameJson[];
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('toast/v2/vectors/datagrams.json');

  test.each(vectors)('$name', ({ hex, frames }) => {
    const reading = readAsToast(fromHex(hex));
    expect(reading.statuses).toEqual(frames.map(() => 'ok'));
    expect(reading.frames).toEqual(frames.map(seen));
    expect(frames.map((frame) => toHex(encodeJson(frame))).join('')).toBe(hex);
  });
});

describe('invalid-datagrams.json', () => {
  interface Vector extends Named {
    readonly hex: string;
    readonly statuses: string[];
    readonly frames?: FrameJson[];
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('toast/v2/vectors/invalid-datagrams.json');

  it('has the frames that the issue asks for', () =>
    expect(vectors.length).toBeGreaterThanOrEqual(30));

  test.each(vectors)('$name', ({ hex, statuses, frames = [] }) => {
    expect(readAsToast(fromHex(hex))).toEqual({ statuses, frames: frames.map(seen) });
  });
});

describe('topics.json', () => {
  interface Valid extends Named {
    readonly topic: string;
    readonly canonical: string;
    readonly sessionName: string;
    readonly ipv4: string;
    readonly ipv6: string;
    readonly port: number;
    readonly senderId: number;
    readonly uuid: string;
  }
  const { valid, invalid } = readVectors<{
    valid: Valid[];
    invalid: (Named & { topic: string })[];
  }>('toast/v2/vectors/topics.json');

  test.each(valid)('$name', (vector) => {
    const address = resolveTopic(vector.topic);
    expect(canonicalTopic(vector.topic)).toBe(vector.canonical);
    expect(address).toEqual({
      topic: vector.canonical,
      sessionName: fromHex(vector.sessionName),
      group4: { family: 4, address: vector.ipv4, port: vector.port },
      group6: { family: 6, address: vector.ipv6, port: vector.port },
    });
    const uuid = formatSessionUuid(address.sessionName, vector.senderId);
    expect(uuid.replaceAll('-', '')).toBe(vector.uuid);
    expect(uuid.length).toBe(36);
  });

  test.each(invalid)('refuses: $name', ({ topic }) => {
    expect(() => canonicalTopic(topic)).toThrowError(JamError);
    expect(() => resolveTopic(topic)).toThrowError(expect.objectContaining({ code: 'bad-topic' }));
  });
});

describe('sequence.json', () => {
  const { newer, duplicates } = readVectors<{
    newer: { a: number; b: number; newer: boolean }[];
    duplicates: (Named & { sequences: number[]; verdicts: string[] })[];
  }>('toast/v2/vectors/sequence.json');
  const names = ['new', 'duplicate', 'late'];

  test.each(newer)('$a newer than $b: $newer', (vector) => {
    expect(serialNewer(vector.a, vector.b)).toBe(vector.newer);
  });

  test.each(duplicates)('$name', ({ sequences, verdicts }) => {
    const filter = createDuplicateFilter();
    const peeked = createDuplicateFilter();
    const given: string[] = [];
    for (const sequence of sequences) {
      expect(peeked.peek(sequence)).toBe(peeked.peek(sequence));
      const verdict = filter.accept(sequence);
      expect(peeked.accept(sequence)).toBe(verdict);
      given.push(names[verdict]!);
    }
    expect(given).toEqual(verdicts);
  });
});

describe('heartbeat.json', () => {
  interface Line extends Named {
    readonly standard: string;
    readonly compact: string;
    readonly msgpack: string;
  }
  interface Payload extends Named {
    readonly payload: string;
    readonly heartbeat: string;
    readonly layers: string[];
  }
  const { vectors, payloads } = readVectors<{ vectors: Line[]; payloads: Payload[] }>(
    'toast/v2/vectors/heartbeat.json',
  );

  test.each(vectors)('$name', ({ standard, compact, msgpack }) => {
    const message = fromStandardText(standard) as JamMessage;
    expect(message).toBeTypeOf('object');
    expect(fromCompactLine(compact)).toEqual(message);
    const packed = fromHex(msgpack);
    expect(decodeMessagePack(packed, 0, packed.length)).toEqual(message);
    expect(toStandardText(message)).toBe(standard);
    expect(toCompactLine(message)).toBe(`${compact}\n`);
    expect(toHex(toMessagePack(message) as Uint8Array)).toBe(msgpack);
  });

  test.each(payloads)('payload $name', ({ payload, heartbeat, layers }) => {
    const bytes = new TextEncoder().encode(payload);
    const firstEnd = payload.indexOf('\n') + 1;
    expect(decodeCompact(bytes, 0, firstEnd)).toEqual(fromCompactLine(heartbeat));
    expect(toCompactLine(fromCompactLine(heartbeat) as JamMessage)).toBe(
      payload.slice(0, firstEnd),
    );

    const lines = createLayerLines();
    for (const line of layers) {
      lines.set((JSON.parse(line) as { t: string }).t, new TextEncoder().encode(line));
    }
    const written = new Uint8Array(bytes.length - firstEnd);
    expect(lines.append(written, 0, written.length)).toBe(written.length);
    expect(new TextDecoder().decode(written)).toBe(payload.slice(firstEnd));
  });
});
