import { MATCH, REPEATS, RING_MASK } from './layout';
import { sampleAt } from './history';

/** Of the energy: keeps lags that are alike among themselves from sharing wildly. */
const RIDGE: f64 = 1e-4;

/**
 * The shares with which the signal at `lags` explains the last MATCH samples before `position`: least squares.
 *
 * @param shares REPEATS doubles
 * @param work REPEATS x (REPEATS + 1) doubles
 */
export function fitShares(
  position: i32,
  lags: usize,
  count: i32,
  shares: usize,
  work: usize,
): void {
  for (let r = 0; r < REPEATS; r++) store<f64>(shares + (usize(r) << 3), 0);
  const ridge = RIDGE * product(position, 0, 0) + 1e-9;
  const row: usize = REPEATS + 1;
  for (let r = 0; r < count; r++) {
    const lag = load<i32>(lags + (usize(r) << 2));
    for (let s = 0; s < count; s++) {
      const value =
        s < r
          ? load<f64>(work + ((usize(s) * row + r) << 3))
          : product(position, lag, load<i32>(lags + (usize(s) << 2)));
      store<f64>(work + ((usize(r) * row + s) << 3), s === r ? value + ridge : value);
    }
    store<f64>(work + ((usize(r) * row + REPEATS) << 3), product(position, lag, 0));
  }
  for (let r = 0; r < count; r++) {
    for (let below = r + 1; below < count; below++) {
      const factor =
        load<f64>(work + ((usize(below) * row + r) << 3)) /
        load<f64>(work + ((usize(r) * row + r) << 3));
      for (let s = r; s <= REPEATS; s++) {
        const at = work + ((usize(below) * row + s) << 3);
        store<f64>(at, load<f64>(at) - factor * load<f64>(work + ((usize(r) * row + s) << 3)));
      }
    }
  }
  for (let r = count - 1; r >= 0; r--) {
    let value = load<f64>(work + ((usize(r) * row + REPEATS) << 3));
    for (let s = r + 1; s < count; s++) {
      value -= load<f64>(work + ((usize(r) * row + s) << 3)) * load<f64>(shares + (usize(s) << 3));
    }
    store<f64>(shares + (usize(r) << 3), value / load<f64>(work + ((usize(r) * row + r) << 3)));
  }
}

function product(position: i32, lagA: i32, lagB: i32): f64 {
  const a = sampleAt((position - MATCH - lagA) & RING_MASK);
  const b = sampleAt((position - MATCH - lagB) & RING_MASK);
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  for (let o: usize = 0; o < usize(MATCH) << 2; o += 16) {
    const a0 = f64x2.promote_low_f32x4(v128.load64_zero(a + o));
    const a1 = f64x2.promote_low_f32x4(v128.load64_zero(a + o, 8));
    sum0 = f64x2.add(sum0, f64x2.mul(a0, f64x2.promote_low_f32x4(v128.load64_zero(b + o))));
    sum1 = f64x2.add(sum1, f64x2.mul(a1, f64x2.promote_low_f32x4(v128.load64_zero(b + o, 8))));
  }
  const sum = f64x2.add(sum0, sum1);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
