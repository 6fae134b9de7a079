import { beforeAll, describe, expect, it } from 'vitest';
import { createRateChanger } from '../../src/session/rate-changer.js';
import { prepareConverters } from '../../src/session/rate-converter.js';
import type { AudioChunk } from '../../src/v1/audio-chunk.js';

const SOURCE_RATE = 192_000;
const TONE_HZ = 997;
const AMPLITUDE = 2 ** 22;

const tone = (seconds: number): number => AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * seconds);

interface Frame {
  readonly rate: number;
  readonly position: number;
  readonly value: number;
  readonly timestampNs: number;
}

interface Told {
  readonly rate: number;
  readonly nextRate: number;
  readonly nextPosition: number;
}

function setUp() {
  const frames: Frame[] = [];
  const told: Told[] = [];
  const emit = (chunk: AudioChunk, ns: number): boolean => {
    const { sampleRate: rate, nextRate = 0, nextPosition = 0 } = chunk;
    for (let i = 0; i < chunk.frames; i++)
      frames.push({
        rate,
        position: chunk.position + i,
        value: chunk.samples[i]!,
        timestampNs: ns + (i * 1e9) / rate,
      });
    told.push({ rate, nextRate, nextPosition });
    return true;
  };
  const changer = createRateChanger({
    sourceRate: SOURCE_RATE,
    channels: 1,
    chunkFrames: 128,
    emit,
  });
  let position = 0;
  const play = (seconds: number): void => {
    const block = new Int32Array(100);
    for (const end = position + seconds * SOURCE_RATE; position < end; position += 100) {
      for (let i = 0; i < 100; i++) block[i] = Math.round(tone((position + i) / SOURCE_RATE));
      changer.take(block, 0, 100, position, 1e12 + (position * 1e9) / SOURCE_RATE);
    }
  };
  return { changer, frames, told, play };
}

/** One turn of the loop, in which spare converters are made. */
const spare = (): Promise<void> => prepareConverters();

describe('a change of the rate', () => {
  beforeAll(spare);

  it('leaves positions out at the rate of the source only', async () => {
    const { changer, frames, play } = setUp();
    play(0.1);
    expect(changer.skips).toBe(true);
    const position = 0.1 * SOURCE_RATE;
    expect(changer.skip(1000, position)).toBe(true);
    changer.take(new Int32Array(1), 0, 1, position + 1000, 1e12);
    changer.flush();
    expect(frames.at(-2)!.position).toBe(position - 1);
    expect(frames.at(-1)!.position).toBe(position + 1000);
    await spare();
    changer.change(48_000);
    expect(changer.skips).toBe(false);
    play(0.2);
    expect(changer.changing).toBe(false);
    expect(changer.skips).toBe(false);
    changer.close();
  });

  it('leaves no gap and no frame in a wrong place, down and up again', async () => {
    const { changer, frames, play } = setUp();
    play(0.1);
    for (const rate of [96_000, 44_100, 48_000, 192_000]) {
      await spare();
      expect(changer.change(rate)).toBe(true);
      expect(changer.changing).toBe(true);
      expect(changer.change(rate)).toBe(false);
      play(0.1);
      expect(changer.changing).toBe(false);
      expect(changer.sampleRate).toBe(rate);
    }
    changer.flush();
    expect(changer.changes).toBe(4);
    const runs: Frame[][] = [];
    for (const frame of frames) {
      const run = runs.findLast((each) => each[0]!.rate === frame.rate);
      const follows = run !== undefined && run.at(-1)!.position + 1 === frame.position;
      if (follows) run.push(frame);
      else runs.push([frame]);
    }
    expect(runs.map((run) => run[0]!.rate)).toEqual([192_000, 96_000, 44_100, 48_000, 192_000]);
    for (const run of runs) {
      let worst = 0;
      for (const { rate, position, value, timestampNs } of run) {
        worst = Math.max(worst, Math.abs(value - tone(position / rate)));
        expect(Math.abs(timestampNs - 1e12 - (position / rate) * 1e9)).toBeLessThan(10);
      }
      // Where it was converted the error is below −90 dB of the tone.
      expect(worst).toBeLessThan(AMPLITUDE * 10 ** (-90 / 20));
    }
    // Each begins 10 ms before the one before it ends, in the time of the source.
    for (let i = 1; i < runs.length; i++) {
      const endS = (runs[i - 1]!.at(-1)!.position + 1) / runs[i - 1]![0]!.rate;
      const startS = runs[i]![0]!.position / runs[i]![0]!.rate;
      expect(endS - startS).toBeGreaterThan(0.009);
      expect(endS - startS).toBeLessThan(0.013);
    }
  });

  it('is announced before it comes, with the place where it begins', async () => {
    await spare();
    const { changer, frames, told, play } = setUp();
    play(0.05);
    expect(told.every(({ nextRate }) => nextRate === 0)).toBe(true);
    changer.change(96_000);
    const before = told.length;
    play(0.1);
    const announced = told.filter(({ rate }) => rate === SOURCE_RATE).slice(before);
    const first = frames.find(({ rate }) => rate === 96_000)!;
    expect(announced.length).toBeGreaterThan(20);
    for (const { nextRate, nextPosition } of announced)
      expect([nextRate, nextPosition]).toEqual([96_000, first.position]);
    expect(told.at(-1)).toEqual({ rate: 96_000, nextRate: 0, nextPosition: 0 });
  });
});
