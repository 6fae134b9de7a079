import fc from 'fast-check';

/** A 24-bit sample, the ends of the range among them. */
export const sample = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -8_388_608, max: 8_388_607 }) },
  { weight: 1, arbitrary: fc.constantFrom(-8_388_608, -8_388_607, -1, 0, 1, 8_388_606, 8_388_607) },
);

/** A sine of so many cycles a frame, interleaved, in each channel a little later. */
export function sine(frames: number, channels: number, cycles: number, from = 0): Int32Array {
  return Int32Array.from({ length: frames * channels }, (_, i) => {
    const frame = from + Math.floor(i / channels);
    return Math.round(6e6 * Math.sin(2 * Math.PI * cycles * frame + (i % channels)));
  });
}

/** Energy of the signal over that of the difference, in dB. */
export function snrDb(wanted: Int32Array, found: Int32Array): number {
  let signal = 0;
  let noise = 0;
  for (const [i, value] of wanted.entries()) {
    signal += value ** 2;
    noise += (value - found[i]!) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}
