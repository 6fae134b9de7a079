import { readFileSync } from 'node:fs';
import {
  decodeCompact,
  decodeMessagePack,
  decodeStandard,
  toCompactLine,
  toMessagePack,
  toStandardText,
  type JamMessage,
  type TransportMessage,
} from '@jamnet/schemas';
import { statusText } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { correctedStamp, type U64 } from '@jamnet/sync';
import { yieldsTo } from '../../src/timeline/epoch.js';
import { outranks, type Candidate, type ClockKind } from '../../src/timeline/master-election.js';
import { readTransportMessage } from '../../src/transport/command-message.js';
import { readPlainCommand } from '../../src/transport/plain-command.js';
import { createTransportLog } from '../../src/transport/transport-log.js';

/** The vectors of spec/sync/v1, made by the independent implementation from the text of the specification alone. */
interface Vector {
  name: string;
  form: 'standard' | 'compact';
  text: string;
  status: string;
  standard: string;
  compact: string;
  msgpack: string;
  timestamp_cpu: U64;
  timestamp_gpu: U64;
  raw: U64;
  elapsed: number;
  corrected: U64;
  says?: { command: string; position?: number; bpm?: number; time_signature?: [number, number] };
  sender: number;
  line: string;
  place: number | null;
}

const open = (file: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../../spec/sync/v1/vectors/${file}.json`, import.meta.url), 'utf8'),
  );
const read = (file: string) =>
  (open(file) as { vectors: Vector[] }).vectors.map((vector) => [vector.name, vector] as const);

describe('messages.json', () => {
  it.each(read('messages'))('%s', (_name, vector) => {
    const text = Buffer.from(vector.standard);
    const message = decodeStandard(text, 0, text.length) as JamMessage;
    expect(toStandardText(message)).toBe(vector.standard);
    expect(toCompactLine(message)).toBe(`${vector.compact}\n`);
    expect(Buffer.from(toMessagePack(message) as Uint8Array).toString('hex')).toBe(vector.msgpack);
    const line = Buffer.from(vector.compact);
    expect(decodeCompact(line, 0, line.length)).toEqual(message);
    const packed = Buffer.from(vector.msgpack, 'hex');
    expect(decodeMessagePack(packed, 0, packed.length)).toEqual(message);
  });
});

describe('invalid.json', () => {
  it.each(read('invalid'))('%s', (_name, vector) => {
    const bytes = Buffer.from(vector.text);
    const decode = vector.form === 'standard' ? decodeStandard : decodeCompact;
    const got = decode(bytes, 0, bytes.length);
    expect(typeof got === 'number' ? statusText(got) : got).toBe(vector.status);
  });
});

describe('calibration.json', () => {
  it.each(read('calibration'))('%s', (_name, vector) => {
    expect(correctedStamp(vector.raw, vector, vector.elapsed)).toBe(vector.corrected);
  });
});

describe('order.json', () => {
  const rows = (open('order') as { vectors: Vector[] }).vectors;
  const commands = rows.map(({ line, sender }) => {
    const bytes = Buffer.from(line);
    return readTransportMessage(decodeCompact(bytes, 0, bytes.length) as TransportMessage, sender)!;
  });

  it.each([
    ['as they came', rows.map((_, i) => i)],
    ['the other way round', rows.map((_, i) => rows.length - 1 - i)],
  ])('%s', (_name, came) => {
    const log = createTransportLog({ capacity: 256 });
    // All are to come, so that none is left out for being outdone. The last time is beyond what a log looks ahead.
    const isNear = (i: number): boolean => commands[i]!.timestampNs < 1e9;
    for (const i of came.filter(isNear)) log.merge(commands[i]!, 0);
    const want = rows
      .map(({ place }, i) => [place, i] as const)
      .filter(([place, i]) => place !== null && isNear(i))
      .sort((a, b) => a[0]! - b[0]!)
      .map(([, i]) => commands[i]);
    expect(want.length).toBeGreaterThan(30);
    expect(log.commands).toEqual(want);
  });
});

describe('plain.json', () => {
  it.each(read('plain'))('%s', (_name, { text, status, says }) => {
    const got = readPlainCommand(text);
    if (says === undefined) {
      expect(typeof got === 'number' ? statusText(got) : got).toBe(status);
      return;
    }
    const { command, position: positionMs, bpm, time_signature: signature } = says;
    expect(got).toEqual({
      command,
      ...(positionMs === undefined ? {} : { positionMs }),
      ...(bpm === undefined ? {} : { bpm }),
      ...(signature === undefined ? {} : { signature }),
    });
  });
});

describe('timelines.json', () => {
  type Age = [founder: number, ageMs: number];
  const { epochs, peers } = open('timelines') as {
    epochs: { name: string; one: Age; other: Age; goesOn: Age }[];
    peers: { id: number; clock: ClockKind; quality: number; rank: number }[];
  };
  const epochOf = ([founder, ageMs]: Age) => ({ founder, foundedNs: -ageMs * 1e6 });

  it.each(epochs.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const { one, other, goesOn } = each;
    expect(yieldsTo(epochOf(one), epochOf(other))).toBe(goesOn[0] === other[0]);
    expect(yieldsTo(epochOf(other), epochOf(one))).toBe(goesOn[0] === one[0]);
  });

  it('ranks peers', () => {
    const candidates = peers.map(
      (peer): Candidate & { rank: number } => ({ ...peer, seldom: false, locked: true, master: 0, term: 0 }),
    );
    for (const a of candidates) {
      for (const b of candidates) expect(outranks(a, b)).toBe(a.rank < b.rank);
    }
  });
});
