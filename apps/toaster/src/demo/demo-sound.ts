import type { WaveWriter } from '../wave/wave-writer.js';

const RATE = 48_000;
const NOTE_SECONDS = 0.25;
const BARS: readonly (readonly number[])[] = [
  [48, 55, 64, 67, 72],
  [50, 57, 62, 69, 74],
  [47, 55, 62, 67, 74],
  [48, 55, 64, 67, 72],
];
/** How loud the partials of a plucked string are, and how fast each dies away. */
const PARTIALS = [1, 0.5, 0.3, 0.15, 0.1, 0.05];

export const DEMO_SOUND_FORMAT = {
  sampleRate: RATE,
  channels: 1,
  coding: 'int',
  bytesPerSample: 3,
} as const;

/** Plucked chords, broken up and down, of our own making; so many seconds of it. */
export function writeDemoSound(file: WaveWriter, seconds: number): void {
  const sound = new Float32Array(Math.round(seconds * RATE));
  const step = Math.round(NOTE_SECONDS * RATE);
  for (let at = 0, count = 0; at < sound.length; at += step, count += 1) {
    const bar = BARS[Math.floor(count / 8) % BARS.length];
    const place = [0, 1, 2, 3, 4, 3, 2, 1][count % 8];
    pluck(sound, at, bar[place]);
  }
  file.write(sound, sound.length);
}

function pluck(sound: Float32Array, start: number, note: number): void {
  const hz = 440 * 2 ** ((note - 69) / 12);
  const end = Math.min(sound.length, start + 2 * RATE);
  PARTIALS.forEach((level, index) => {
    const turn = (2 * Math.PI * hz * (index + 1)) / RATE;
    const decay = (2 + index) / RATE;
    for (let at = start; at < end; at += 1) {
      const age = at - start;
      const attack = Math.min(1, age / 100);
      sound[at] += 0.12 * level * attack * Math.exp(-decay * age) * Math.sin(turn * age);
    }
  });
}
