function total(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/**
 * Carries a signal on by linear prediction.
 *
 * @param coefficients floats, that of the oldest sample first; `order` a multiple of 16
 * @param past `order` samples, and behind them room for `count`
 */
export function extrapolate(coefficients: usize, order: i32, past: usize, count: i32): void {
  const bytes = usize(order) << 2;
  for (let i = 0; i < count; i++) {
    const from = past + (usize(i) << 2);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let o: usize = 0; o < bytes; o += 64) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(coefficients + o), v128.load(from + o)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(coefficients + o, 16), v128.load(from + o, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(coefficients + o, 32), v128.load(from + o, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(coefficients + o, 48), v128.load(from + o, 48)));
    }
    let value = total(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    // The method is stable; rounding on hostile input need not be.
    if (!(abs(value) <= 64) || abs(value) < 1e-15) value = 0;
    store<f32>(from + bytes, value);
  }
}
