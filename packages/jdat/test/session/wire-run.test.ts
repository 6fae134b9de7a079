import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWireRun } from '../../src/session/wire-run.js';
import type { AudioChunk } from '../../src/v1/audio-chunk.js';

type Kept = AudioChunk & { readonly timestampNs: number };

function keep(chunk: AudioChunk, timestampNs: number): Kept {
  const samples = chunk.samples.slice(0, chunk.frames * chunk.channels);
  return { ...chunk, samples, timestampNs };
}

const direct = { sourceRate: 48_000, sampleRate: 48_000, converter: undefined, sourceStart: 0 };

describe('a run at the rate of its source', () => {
  it('cuts whatever comes into chunks, loses nothing and numbers all', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), (pieces, channels) => {
        const chunks: Kept[] = [];
        const run = createWireRun({
          ...direct,
          channels,
          chunkFrames: 64,
          emit: (chunk, ns) => chunks.push(keep(chunk, ns)) > 0,
        });
        let position = 0;
        const all: number[] = [];
        for (const frames of pieces) {
          const samples = Int32Array.from({ length: frames * channels + 5 }, (_, i) =>
            i < 5 ? -1 : position * channels + i - 5,
          );
          all.push(...samples.subarray(5));
          expect(run.take(samples, 5, frames, position, 1e12 + (position * 1e9) / 48e3)).toBe(true);
          position += frames;
        }
        run.flush();
        expect(chunks.flatMap(({ samples }) => [...samples])).toEqual(all);
        chunks.forEach((chunk, i) => {
          expect(chunk.position).toBe(i * 64);
          expect(chunk.frames).toBe(Math.min(64, position - i * 64));
          expect(Math.abs(chunk.timestampNs - 1e12 - (i * 64e9) / 48e3)).toBeLessThan(2);
          expect(chunk.timestampUs).toBe(Math.round(chunk.timestampNs / 1000));
        });
      }),
    );
  });

  it('gives what came before a pause its own time, and bears a time that is none', () => {
    const chunks: [position: number, frames: number, timestampNs: number][] = [];
    const run = createWireRun({
      ...direct,
      channels: 1,
      chunkFrames: 64,
      emit: ({ position, frames }, ns) => chunks.push([position, frames, ns]) > 0,
    });
    const take = (position: number, timestampNs: number): boolean =>
      run.take(new Int32Array(48), 0, 48, position, timestampNs);
    expect([take(0, 1e9), take(48, 3e9), take(96, NaN), take(144, 4e9)]).toEqual(
      Array(4).fill(true),
    );
    run.flush();
    expect(chunks).toEqual([
      [0, 48, 1e9],
      [48, 48, 3e9],
      [96, 48, NaN],
      [144, 48, 4e9],
    ]);
  });

  it('says when a chunk was refused, and announces what follows', () => {
    const next: (number | undefined)[] = [];
    const run = createWireRun({
      ...direct,
      channels: 1,
      chunkFrames: 16,
      emit: (chunk) => next.push(chunk.nextRate, chunk.nextPosition) < 4,
    });
    expect(run.take(new Int32Array(16), 0, 16, 0, 0)).toBe(true);
    run.announce(44_100, 77);
    expect(run.take(new Int32Array(16), 0, 16, 16, 0)).toBe(false);
    expect(next).toEqual([0, 0, 44_100, 77]);
  });
});

describe('a run at another rate', () => {
  /** Halves the rate by leaving out, and gives each frame when four more have come. */
  const halving = {
    reach: 4,
    heard: [] as number[],
    convert(input: Float32Array, out: Float32Array): number {
      let made = 0;
      for (const value of input) {
        const due = this.heard.push(value) - 5;
        if (due >= 0 && due % 2 === 0) out[made++] = this.heard[due]!;
      }
      return made;
    },
    close: () => undefined,
  };

  it('counts at its own rate, leaves out what silence was mixed into, and keeps the time', () => {
    const chunks: Kept[] = [];
    const run = createWireRun({
      sourceRate: 96_000,
      sampleRate: 48_000,
      channels: 1,
      chunkFrames: 16,
      converter: halving,
      sourceStart: 1000,
      emit: (chunk, ns) => chunks.push(keep(chunk, ns)) > 0,
    });
    expect(run.firstPosition).toBe(502);
    expect(run.lagFrames).toBe(4);
    const samples = Int32Array.from({ length: 200 }, (_, i) => i);
    run.take(samples, 0, 120, 1000, 1e12);
    run.take(samples, 120, 80, 1120, 1e12 + 120e9 / 96e3);
    expect(chunks.map(({ position }) => position)).toEqual([502, 518, 534, 550, 566, 582]);
    expect(chunks[0]!.samples[0]).toBe(4);
    for (const { position, timestampNs } of chunks)
      expect(Math.abs(timestampNs - (1e12 + (2 * position - 1000) * (1e9 / 96e3)))).toBeLessThan(2);
  });
});
