import type { SyncCalibrationBlockMessage } from '@jamnet/schemas';

/** A u64 of a message: a number up to 2^53 - 1, a string of decimal digits beyond. */
export type U64 = number | string;

const NARROW = 2 ** 32;
const NARROW_HALF = 2 ** 31;

/**
 * A GPU stamp on the CPU clock of who sent it, in the block's unit: raw - (gpu - cpu), the counter's wraps undone (spec/sync/v1
 * section 2.3). `elapsed` is how long ago the block came, in its unit, on the receiver's clock.
 *
 * - Where the block's stamp and the raw one are both below 2^32 and lie farther than 2^31 from what the time elapsed lets expect, the
 *   counter has 32 bits: the difference that is nearest to the elapsed time is taken, of all that are equal modulo 2^32.
 * - Otherwise the difference is the one modulo 2^64 that is nearest to 0.
 *
 * A number where that is exact (it may be below 0), decimal digits beyond.
 */
export function correctedStamp(
  raw: U64,
  block: Pick<SyncCalibrationBlockMessage, 'timestamp_cpu' | 'timestamp_gpu'>,
  elapsed = 0,
): U64 {
  const { timestamp_cpu: cpu, timestamp_gpu: gpu } = block;
  if (typeof raw === 'number' && typeof gpu === 'number' && typeof cpu === 'number') {
    let ahead = raw - gpu;
    if (raw < NARROW && gpu < NARROW && Math.abs(ahead - elapsed) > NARROW_HALF) {
      ahead += NARROW * Math.round((elapsed - ahead) / NARROW);
    }
    const corrected = cpu + ahead;
    if (Number.isSafeInteger(corrected)) return corrected;
  }
  return fromWide(BigInt(cpu) + BigInt.asIntN(64, BigInt(raw) - BigInt(gpu)));
}

function fromWide(value: bigint): U64 {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
