import { MATCH, MIX_LAG, REPEATS, RING_MASK } from './layout';
import { sampleAt } from './history';

/** A repeat is asked what it holds for so many samples to come. */
const COMING: i32 = 1200;
/** One sample in three says enough about energies. */
const STEP: i32 = 3;
const WARINESS: f64 = 5;

/**
 * How far to believe in repeats that are about to become louder than what they were recognised by, 0 to 1: an onset of a loop that fits exactly comes
 * back, but the onset after a mere likeness is mostly another one, and a false onset is worse than none.
 */
export function trustInOnsets(position: i32, mixture: usize, shares: usize): f64 {
  let past: f64 = 1e-9;
  let missed: f64 = 0;
  let energy: f64 = 1e-9;
  for (let n = position - MATCH; n < position; n += STEP) {
    const repeat = repeatAt(n, mixture, shares);
    const truth = f64(load<f32>(sampleAt(n & RING_MASK)));
    past += repeat * repeat;
    missed += (truth - repeat) * (truth - repeat);
    energy += truth * truth;
  }
  let coming: f64 = 0;
  for (let n = position; n < position + COMING; n += STEP) {
    const repeat = repeatAt(n, mixture, shares);
    coming += repeat * repeat;
  }
  const louder = ((MATCH / COMING) * coming) / past - 1;
  return 1 / (1 + WARINESS * (missed / energy) * max<f64>(0, louder));
}

function repeatAt(position: i32, mixture: usize, shares: usize): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < REPEATS; r++) {
    const lag = load<i32>(mixture + MIX_LAG + (usize(r) << 2));
    if (lag === 0) break;
    sum +=
      load<f64>(shares + (usize(r) << 3)) * f64(load<f32>(sampleAt((position - lag) & RING_MASK)));
  }
  return sum;
}
