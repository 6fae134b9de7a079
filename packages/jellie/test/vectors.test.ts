import { readFileSync } from 'node:fs';
import { audioFormOf, AudioMessageType, createAudioRecord, integersOf } from '@jamnet/jdat';
import { statusText } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createJellieDecoder } from '../src/jellie-decoder.js';
import { mixPart } from '../src/mix-part.js';

interface Vectors {
  readonly vectors: readonly {
    readonly name: string;
    readonly channels: number;
    readonly samples: readonly number[];
    readonly parts: readonly (readonly number[])[];
  }[];
  readonly broken: readonly {
    readonly name: string;
    readonly parts: readonly (readonly number[] | null)[];
    readonly status: string;
  }[];
}

const file = new URL('../../../spec/jdat/v1/vectors/jellie.json', import.meta.url);
const { vectors, broken } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const BINARY = 2;

/** Message of one part, written without the code that is tested here. */
function partMessage(
  part: number,
  values: readonly number[],
  frames: number,
  channels: number,
): Uint8Array {
  const record = createAudioRecord(AudioMessageType.jellie);
  Object.assign(record, { part, frames, channels, position: 4096, timestampUs: 5, sequence: 6 });
  record.samples.set(values);
  expect(integersOf(record)).toBe(values.length);
  const bytes = new Uint8Array(8192);
  return bytes.slice(0, audioFormOf(BINARY)!.encodeInto(record, bytes, 0));
}

describe('jellie.json', () => {
  it.each(vectors)('$name', ({ channels, samples, parts }) => {
    const frames = samples.length / channels;
    const messages = parts.map((values, part) => {
      const out = new Int32Array(samples.length);
      const count = mixPart(part, Int32Array.from(samples), 0, frames, channels, out);
      expect([...out.subarray(0, count)]).toEqual(values);
      return partMessage(part, values, frames, channels);
    });
    for (const a of messages) {
      for (const b of messages) {
        if (a === b) continue;
        const decoder = createJellieDecoder();
        let found: number[] = [];
        for (const bytes of [a, b]) {
          const status = decoder.accept(bytes, 0, bytes.length, BINARY, (chunk, exactness) => {
            if (exactness === 'exact') found = [...chunk.samples.subarray(0, samples.length)];
          });
          expect(status).toBe(0);
        }
        expect(found).toEqual(samples);
      }
    }
  });

  it.each(broken)('$name', ({ parts, status }) => {
    const decoder = createJellieDecoder();
    const said = parts.flatMap((values, part) => {
      if (values === null) return [];
      const bytes = partMessage(part, values, 2, 1);
      return [statusText(decoder.accept(bytes, 0, bytes.length, BINARY, () => undefined))];
    });
    expect(said).toEqual(['ok', status]);
  });

  it('has some of each', () => {
    expect(vectors.length).toBeGreaterThan(5);
    expect(broken.length).toBeGreaterThan(4);
  });
});
