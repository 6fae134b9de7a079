/**
 * The bit scaling between MIDI 1.0 and MIDI 2.0 values, as the MIDI Association's "Bit Scaling and Resolution" has it:
 * the lowest value stays the lowest, the centre stays the centre, the highest stays the highest.
 *
 * Upwards the lower half is shifted and the upper half is shifted and filled with its own bits repeated. Downwards the low
 * bits are cut off. So down after up is the identity, and up after down is not.
 */

/** A value of `fromBits` bits as one of `toBits` bits; 2 <= fromBits <= toBits <= 32. Does not allocate. */
export function scaleUp(value: number, fromBits: number, toBits: number): number {
  const extraBits = toBits - fromBits;
  const shifted = (value << extraBits) >>> 0;
  const centre = 2 ** (fromBits - 1);
  if (value <= centre) return shifted;
  const repeatBits = fromBits - 1;
  const repeated = value & (centre - 1);
  let filled = shifted;
  for (let shift = extraBits - repeatBits; shift > -repeatBits; shift -= repeatBits) {
    filled |= shift >= 0 ? repeated << shift : repeated >>> -shift;
  }
  return filled >>> 0;
}

/** A value of `fromBits` bits as one of `toBits` bits, low bits cut off; 1 <= toBits <= fromBits <= 32. Does not allocate. */
export function scaleDown(value: number, fromBits: number, toBits: number): number {
  return value >>> (fromBits - toBits);
}
