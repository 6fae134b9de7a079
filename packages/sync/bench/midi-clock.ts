/**
 * How well MIDI Clock and MTC are followed through jitter: the distance of the followed position from the true one, after
 * 4 beats (2 s of timecode), over 100 seeded runs of 12 s each; the jitter is uniform. Then what a byte costs on either side.
 *
 *     npx tsx --conditions=@jamnet/source packages/sync/bench/midi-clock.ts
 */
import { createRandom } from '@jamnet/testkit';
import {
  createMidiClockFollower,
  createMidiClockGenerator,
  createMtcFollower,
  createMtcGenerator,
  type MidiClockGenerator,
} from '@jamnet/sync';

const RUNS = 100;
const RUN_NS = 12e9;
const BPM = 120;
const BEAT_NS = 60e9 / BPM;

type Score = Parameters<MidiClockGenerator['generate']>[0];

interface Message {
  readonly atNs: number;
  readonly bytes: Uint8Array;
}

function scoreOf(tempos: Score['tempos']): Score {
  return {
    run: 'playing',
    anchor: { atNs: 0, beat: 0, songNs: 0 },
    tempos,
    signatures: [{ beat: 0, numerator: 4, denominator: 4 }],
    loop: null,
  };
}

const steady = scoreOf([{ atNs: 0, bpm: BPM }]);
const clock: Message[] = [];
const timecode: Message[] = [];
createMidiClockGenerator((atNs, bytes) => clock.push({ atNs, bytes: bytes.slice() })).generate(
  steady,
  0,
  RUN_NS,
);
createMtcGenerator((atNs, bytes) => timecode.push({ atNs, bytes: bytes.slice() })).generate(
  steady,
  0,
  RUN_NS,
);

/** 120 to 140 bpm from 3 s to 10 s, in steps of 10 ms. */
const rampTempos = Array.from({ length: 700 }, (_, i) => ({
  atNs: 3e9 + i * 10e6,
  bpm: BPM + (20 * (i + 1)) / 700,
}));
const ramp: Message[] = [];
const rampBeats = new Map<number, number>();
createMidiClockGenerator((atNs, bytes) => {
  ramp.push({ atNs, bytes: bytes.slice() });
  if (bytes[0] === 0xf8) rampBeats.set(atNs, rampBeats.size / 24);
}).generate(scoreOf([{ atNs: 0, bpm: BPM }, ...rampTempos]), 0, RUN_NS);

function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.ceil(part * sorted.length) - 1]!;
}

interface Followed {
  push(bytes: Uint8Array, arrivalNs: number): void;
  stateAt(nowNs: number): string;
}

/** One row: `errorNs` says how far a follower is off at a time. */
function measure<T extends Followed>(
  what: string,
  messages: readonly Message[],
  jitterMs: number,
  create: () => T,
  errorNs: (follower: T, atNs: number) => number,
) {
  const errorsUs: number[] = [];
  const lockMs: number[] = [];
  for (let seed = 0; seed < RUNS; seed++) {
    const random = createRandom(seed);
    const follower = create();
    let lockedAtNs = NaN;
    for (const { atNs, bytes } of messages) {
      const arrivalNs = atNs + (2 * random() - 1) * jitterMs * 1e6;
      follower.push(bytes, arrivalNs);
      if (Number.isNaN(lockedAtNs) && follower.stateAt(arrivalNs) === 'locked') lockedAtNs = atNs;
      if (atNs > 2e9) errorsUs.push(Math.abs(errorNs(follower, atNs)) / 1e3);
    }
    lockMs.push(lockedAtNs / 1e6);
  }
  const sorted = Float64Array.from(errorsUs).sort();
  const locks = Float64Array.from(lockMs).sort();
  return {
    what,
    'jitter, ±ms': jitterMs,
    'error p50, µs': Math.round(quantile(sorted, 0.5)),
    'error p99, µs': Math.round(quantile(sorted, 0.99)),
    'largest, µs': Math.round(quantile(sorted, 1)),
    'to lock p50, ms': Math.round(quantile(locks, 0.5)),
    'to lock p99, ms': Math.round(quantile(locks, 0.99)),
  };
}

/** Errors of the tempo after 1 and 4 beats, in quarter notes per minute. */
function tempoErrors(jitterMs: number) {
  const after = (clocks: number) => {
    const errors = Float64Array.from({ length: RUNS }, (_, seed) => {
      const random = createRandom(seed);
      const follower = createMidiClockFollower();
      for (let n = 0; n <= clocks; n++) {
        follower.pushByte(0xf8, (n * BEAT_NS) / 24 + (2 * random() - 1) * jitterMs * 1e6);
      }
      return Math.abs(follower.bpm - BPM);
    }).sort();
    return Number(quantile(errors, 0.99).toFixed(3));
  };
  return {
    'jitter, ±ms': jitterMs,
    '1 beat': after(24),
    '4 beats': after(96),
    '16 beats': after(384),
  };
}

function nsPerMessage(count: number, run: () => void): number {
  run();
  const start = process.hrtime.bigint();
  for (let i = 0; i < 100; i++) run();
  return Math.round(Number(process.hrtime.bigint() - start) / 100 / count);
}

const jitters = [0, 0.5, 1, 2];
const beatErrorNs = (follower: ReturnType<typeof createMidiClockFollower>, atNs: number) =>
  follower.beatAt(atNs) * BEAT_NS - atNs;
const rampErrorNs = (follower: ReturnType<typeof createMidiClockFollower>, atNs: number) =>
  ((follower.beatAt(atNs) - rampBeats.get(atNs)!) * 60e9) / follower.bpm;
const songErrorNs = (follower: ReturnType<typeof createMtcFollower>, atNs: number) =>
  follower.songNsAt(atNs) - atNs;

console.table([
  ...jitters.map((ms) => measure('MIDI Clock', clock, ms, createMidiClockFollower, beatErrorNs)),
  ...jitters.map((ms) =>
    measure('MIDI Clock, 120 to 140 bpm in 7 s', ramp, ms, createMidiClockFollower, rampErrorNs),
  ),
  ...jitters.map((ms) => measure('MTC, 25 fps', timecode, ms, createMtcFollower, songErrorNs)),
]);
console.log(`Tempo at ${BPM} bpm, error in bpm, 99 of 100 runs`);
console.table(jitters.map(tempoErrors));

let sink = 0;
const cost = {
  'MIDI Clock out': nsPerMessage(clock.length, () => {
    const generator = createMidiClockGenerator((atNs) => (sink += atNs));
    for (let at = 0; at < RUN_NS; at += 10e6) generator.generate(steady, at, at + 10e6);
  }),
  'MIDI Clock in': nsPerMessage(clock.length, () => {
    const follower = createMidiClockFollower();
    for (const { atNs, bytes } of clock) follower.push(bytes, atNs);
    sink += follower.bpm;
  }),
  'MTC out': nsPerMessage(timecode.length, () => {
    const generator = createMtcGenerator((atNs) => (sink += atNs));
    for (let at = 0; at < RUN_NS; at += 10e6) generator.generate(steady, at, at + 10e6);
  }),
  'MTC in': nsPerMessage(timecode.length, () => {
    const follower = createMtcFollower();
    for (const { atNs, bytes } of timecode) follower.push(bytes, atNs);
    sink += follower.speed;
  }),
};
console.log('Nanoseconds per message, windows of 10 ms');
console.table([cost]);
if (sink === 0) throw new Error('nothing was measured');
