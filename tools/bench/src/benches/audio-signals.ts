import { createRandom } from '@jamnet/testkit';

const FULL = 2 ** 23;
/** Fundamental frequencies of the notes of the signal that stands for music. */
const NOTES = [110, 164.8, 220, 277.2, 329.6];

/** Something to be sent, told apart by how many digits its samples have. */
export interface Signal {
  readonly name: string;
  /** `frames` frames of `channels` channels, interleaved 24-bit integers; the same every time. */
  make(frames: number, channels: number, sampleRate: number): Int32Array;
}

function each(
  frames: number,
  channels: number,
  valueAt: (frame: number, channel: number) => number,
): Int32Array {
  return Int32Array.from({ length: frames * channels }, (_, index) =>
    Math.max(
      -FULL,
      Math.min(
        FULL - 1,
        Math.round(valueAt(Math.floor(index / channels), index % channels) * FULL),
      ),
    ),
  );
}

/** Plucked notes with harmonics that die away, and a little noise: about -20 dBFS RMS, as a recording with headroom has. */
function music(frames: number, channels: number, sampleRate: number): Int32Array {
  const random = createRandom(7);
  return each(frames, channels, (frame, channel) => {
    const time = frame / sampleRate;
    let value = (random() - 0.5) * 1e-3;
    for (const [index, note] of NOTES.entries()) {
      const since = (time + index * 0.11 + channel * 0.07) % 0.6;
      for (let harmonic = 1; harmonic <= 6; harmonic += 1) {
        const level = (0.09 / harmonic) * Math.exp(-since * (2 + harmonic));
        value += level * Math.sin(2 * Math.PI * note * harmonic * since);
      }
    }
    return value;
  });
}

function noise(frames: number, channels: number): Int32Array {
  const random = createRandom(8);
  return each(frames, channels, () => 2 * random() - 1);
}

/** From the least that a form may take to the most. */
export const signals: readonly Signal[] = [
  { name: 'silence', make: (frames, channels) => new Int32Array(frames * channels) },
  { name: 'music', make: music },
  { name: 'noise of full scale', make: noise },
];
