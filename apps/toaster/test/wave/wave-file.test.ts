import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WaveFormat } from '../../src/wave/wave-format.js';
import { waveHead } from '../../src/wave/wave-layout.js';
import { openWaveFile } from '../../src/wave/wave-reader.js';
import { createWaveFile } from '../../src/wave/wave-writer.js';
import { createTestFolder, type TestFolder } from '../support/wave-bytes.js';

let folder: TestFolder;
beforeAll(() => void (folder = createTestFolder()));
afterAll(() => folder.remove());

const FORMATS: readonly Pick<WaveFormat, 'coding' | 'bytesPerSample'>[] = [
  ...[1, 2, 3, 4].map((bytesPerSample) => ({ coding: 'int' as const, bytesPerSample })),
  ...[4, 8].map((bytesPerSample) => ({ coding: 'float' as const, bytesPerSample })),
];

function readAll(path: string): Float32Array {
  const reader = openWaveFile(path);
  const samples = new Float32Array(reader.frames * reader.format.channels);
  expect(reader.read(0, samples)).toBe(reader.frames);
  reader.close();
  return samples;
}

describe.each(FORMATS)('WAV files of $coding, $bytesPerSample bytes', (coding) => {
  it('hold what was written, to half a step', () => {
    const step = coding.coding === 'int' ? 2 ** -(coding.bytesPerSample * 8 - 1) : 0;
    const shape = fc.record({
      channels: fc.integer({ min: 1, max: 9 }),
      sampleRate: fc.constantFrom(8_000, 44_100, 48_000, 192_000),
      pieces: fc.array(fc.nat(300), { maxLength: 5 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, ({ channels, sampleRate, pieces, seed }) => {
        const format = { ...coding, channels, sampleRate };
        const path = folder.path('round.wav');
        const writer = createWaveFile(path, format);
        const all: number[] = [];
        for (const frames of pieces) {
          const samples = new Float32Array(frames * channels);
          for (let at = 0; at < samples.length; at += 1)
            samples[at] = Math.sin(seed + all.length + at * 7.1) * 0.99;
          writer.write(samples, frames);
          all.push(...samples);
        }
        writer.close();
        const reader = openWaveFile(path);
        expect(reader.format).toEqual(format);
        expect(reader.problems).toEqual([]);
        reader.close();
        const back = readAll(path);
        expect(back).toHaveLength(all.length);
        // A Float32 of full scale has 24 bits of its own.
        const worst = back.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - all[at])),
          0,
        );
        expect(worst).toBeLessThanOrEqual(step / 2 + 2 ** -25);
        expect(readFileSync(path).length % 2).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a WAV file', () => {
  const format: WaveFormat = { sampleRate: 48_000, channels: 2, coding: 'int', bytesPerSample: 3 };

  it('of 24 bits gives every whole number back exactly', () => {
    const path = folder.path('exact.wav');
    const writer = createWaveFile(path, { ...format, channels: 1 });
    const values = new Float32Array(4_001);
    for (let at = 0; at < values.length; at += 1)
      values[at] = Math.max(-8_388_608, Math.min(8_388_607, (at - 2_000) * 4_195)) / 8_388_608;
    values[0] = -1;
    values[1] = 8_388_607 / 8_388_608;
    writer.write(values, values.length);
    writer.close();
    expect(readAll(path)).toEqual(values);
  });

  it('clips what is beyond the full scale, and has silence for what is no number', () => {
    const path = folder.path('clipped.wav');
    const writer = createWaveFile(path, format);
    writer.write(Float32Array.of(1, -1, 7, -7, Number.NaN, Infinity), 3);
    writer.close();
    const most = 8_388_607 / 8_388_608;
    expect([...readAll(path)]).toEqual([most, -1, most, -1, 0, most]);
  });

  it('is whole after every flush, as if the program had been killed there', () => {
    const path = folder.path('killed.wav');
    const writer = createWaveFile(path, format);
    expect(readAll(path)).toHaveLength(0);
    const samples = new Float32Array(40_000).fill(0.25);
    writer.write(samples, 20_000);
    // A part has gone out by itself, as whole frames of which the head speaks.
    const part = readAll(path);
    expect(part.length % 2).toBe(0);
    expect(part.length).toBeGreaterThan(0);
    expect(part).toEqual(samples.subarray(0, part.length));
    writer.flush();
    expect(readAll(path)).toEqual(samples);
    writer.write(samples, 20_000);
    writer.close();
    expect(readAll(path)).toHaveLength(80_000);
  });

  it('has a head of one length, with long sizes from 4 GiB on', () => {
    const short = waveHead(format, 1_000);
    expect(short.subarray(0, 4).toString()).toBe('RIFF');
    const frames = 2 ** 30;
    const long = waveHead(format, frames);
    expect(long).toHaveLength(short.length);
    expect(long.subarray(0, 4).toString()).toBe('RF64');
    expect(long.subarray(12, 16).toString()).toBe('ds64');
    expect(long.readBigUInt64LE(28)).toBe(BigInt(frames * 6));
    expect(long.readUInt32LE(long.length - 4)).toBe(0xffff_ffff);
  });

  it('is read from any frame on, as far as it goes', () => {
    const path = folder.path('any.wav');
    const writer = createWaveFile(path, format);
    writer.write(
      Float32Array.from({ length: 20 }, (_, at) => at / 32),
      10,
    );
    writer.close();
    const reader = openWaveFile(path);
    const out = new Float32Array(8);
    expect(reader.read(3, out)).toBe(4);
    expect([...out].map((value) => value * 32)).toEqual([6, 7, 8, 9, 10, 11, 12, 13]);
    expect(reader.read(8, out)).toBe(2);
    expect(reader.read(10, out)).toBe(0);
    reader.close();
  });

  it('is not opened where there is none', () => {
    expect(() => openWaveFile(folder.path('none.wav'))).toThrow(/cannot read .*no such file/);
    expect(() => openWaveFile(folder.path('.'))).toThrow(/cannot read .*it is a folder/);
    const text = folder.put('text.wav', 'no sound in here');
    expect(() => openWaveFile(text)).toThrow(/text\.wav is not a WAV file: .*; give a WAV file/);
    expect(() => createWaveFile(folder.path('no/such/folder.wav'), format)).toThrow(
      /cannot write .*no such file or folder; name another file/,
    );
  });
});
