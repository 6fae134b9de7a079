import { JamError } from '@jamnet/wire';

/**
 * Where the noise of shortened samples lies: `'flat'`, least of it in all; `'shaped'`, less where ears are keen and more above 10 kHz, 12 dB more in all.
 */
export type NoiseShape = 'flat' | 'shaped';

/** How much of the errors before is taken off, the last one first: the five-tap filter of Lipshitz, Vanderkooy and Wannamaker (1991), made for 44.1 kHz. */
const TAPS: Readonly<Record<NoiseShape, readonly number[]>> = {
  flat: [],
  shaped: [2.033, -2.165, 1.959, -1.59, 0.6149],
};

/** Throws JamError `bad-option`. */
export function shapeTaps(shape: NoiseShape): readonly number[] {
  if (Object.hasOwn(TAPS, shape)) return TAPS[shape];
  throw new JamError('bad-option', `shape is '${shape}': it may be flat or shaped`);
}
