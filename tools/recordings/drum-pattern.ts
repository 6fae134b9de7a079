import { SAMPLE_RATE } from './cache.js';

export interface PatternRow {
  readonly sound: Float32Array;
  readonly strokes: string;
}

const LOUD = 0.5;
const SOFT = 0.2;
/** How far a stroke falls beside the grid, in seconds, and how much its loudness varies. */
const LOOSE_S = 0.008;
const UNEVEN = 0.25;

/** Strokes on a grid of sixteenths, repeated until the end; played by an unsteady but always the same hand. */
export function playPattern(
  rows: readonly PatternRow[],
  bpm: number,
  seconds: number,
  random: () => number,
): Float32Array {
  const out = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  const stepS = 60 / bpm / 4;
  for (const { sound, strokes } of rows) {
    for (let step = 0; step * stepS < seconds; step++) {
      const stroke = strokes[step % strokes.length];
      if (stroke === '.') continue;
      const level = (stroke === 'x' ? LOUD : SOFT) * (1 + UNEVEN * (2 * random() - 1));
      const from = Math.round((step * stepS + LOOSE_S * random()) * SAMPLE_RATE);
      const frames = Math.min(sound.length, out.length - from);
      for (let i = 0; i < frames; i++) out[from + i] += level * sound[i];
    }
  }
  return out;
}
