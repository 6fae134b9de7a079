import { createRandom } from '@jamnet/testkit';
import type { RandomSource } from '@jamnet/wire';

/** A note as it was played. */
export interface PlayedNote {
  readonly channel: number;
  readonly note: number;
  readonly velocity: number;
  readonly onNs: number;
  readonly offNs: number;
}

export interface Piece {
  readonly name: string;
  /** By their beginning. */
  readonly notes: readonly PlayedNote[];
}

const BEAT_NS = 500e6;
const BARS = 96;
const SIXTEENTHS = 16;

/** A bar of drums, bass and chords over and over, by hands whose times vary by `jitterMs`; every so many bars it varies: one in `variedBars` is another. */
export function loopedPiece(
  name: string,
  seed: number,
  jitterMs: number,
  variedBars: number,
): Piece {
  const random = createRandom(seed);
  const bars = Array.from({ length: 4 }, () => bar(random));
  const notes: PlayedNote[] = [];
  let [loop] = bars;
  for (let at = 0; at < BARS; at += 1) {
    const varied = variedBars > 0 && at % variedBars === variedBars - 1;
    // Now and then the music goes somewhere else, and nobody can have known.
    if (at > 0 && at % 32 === 0) loop = bars[Math.floor(random() * bars.length)];
    for (const { channel, note, step, steps } of varied ? bar(random) : loop) {
      const onNs = (at * 4 + step / 4) * BEAT_NS + gaussian(random) * jitterMs * 1e6;
      const offNs = onNs + (steps / 4) * BEAT_NS * 0.8;
      notes.push({ channel, note, velocity: 80 + Math.floor(random() * 20), onNs, offNs });
    }
  }
  return { name, notes: notes.sort((a, b) => a.onNs - b.onNs) };
}

function bar(random: RandomSource) {
  const notes: { channel: number; note: number; step: number; steps: number }[] = [];
  for (let step = 0; step < SIXTEENTHS; step += 1) {
    if (step % 2 === 0) notes.push({ channel: 10, note: 42, step, steps: 1 });
    if (step % 8 === 0 || random() < 0.1) notes.push({ channel: 10, note: 36, step, steps: 1 });
    if (step % 8 === 4 || random() < 0.05) notes.push({ channel: 10, note: 38, step, steps: 1 });
    if (random() < 0.4)
      notes.push({ channel: 2, note: 36 + Math.floor(random() * 12), step, steps: 1 });
    if (step % 8 === 0)
      for (const interval of [0, 4, 7])
        notes.push({ channel: 1, note: 60 + Math.floor(random() * 3) + interval, step, steps: 8 });
  }
  return notes;
}

function gaussian(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
