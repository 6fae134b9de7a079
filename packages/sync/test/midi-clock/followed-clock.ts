import type { RandomSource } from '@jamnet/wire';
import type { Score } from '../../src/conductor/score.js';
import { beatAt } from '../../src/conductor/beat-at.js';
import { createMidiClockFollower } from '../../src/midi-clock/midi-clock-follower.js';
import { createMidiClockGenerator } from '../../src/midi-clock/midi-clock-generator.js';
import { keepMessages } from './sent-messages.js';

export interface FollowedClock {
  /** Called after each clock, with its number from 1 on. */
  readonly onClock?: (
    count: number,
    follower: ReturnType<typeof createMidiClockFollower>,
    atNs: number,
  ) => void;
  /** How much later than sent a message arrives, in nanoseconds. Order is kept. */
  readonly delayNs: (sentNs: number) => number;
  /** Whether a clock gets lost. */
  readonly loses?: (count: number) => boolean;
  readonly untilNs: number;
}

/** Sends a score's MIDI Clock over a way with jitter to a follower. */
export function followClock(score: Score, way: FollowedClock) {
  const { sent, sink } = keepMessages();
  const generator = createMidiClockGenerator(sink);
  for (let at = 0; at < way.untilNs; at += 10e6) generator.generate(score, at, at + 10e6);
  const follower = createMidiClockFollower();
  let count = 0;
  let lastNs = -Infinity;
  for (const { atNs, bytes } of sent) {
    const isClock = bytes[0] === 0xf8;
    if (isClock) count++;
    if (isClock && way.loses?.(count)) continue;
    lastNs = Math.max(lastNs, atNs + way.delayNs(atNs));
    follower.push(Uint8Array.from(bytes), lastNs);
    if (isClock) way.onClock?.(count, follower, lastNs);
  }
  return follower;
}

/** Uniform from -`halfNs` to +`halfNs`. */
export function uniform(random: RandomSource, halfNs: number): () => number {
  return () => (2 * random() - 1) * halfNs;
}

/** How far the follower's beat is from the truth at a time, in nanoseconds at the tempo in force; positive is ahead. */
export function phaseErrorNs(
  score: Score,
  follower: ReturnType<typeof createMidiClockFollower>,
  atNs: number,
): number {
  return ((follower.beatAt(atNs) - beatAt(score, atNs)) * 60e9) / follower.bpm;
}
