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
 * @param past `order` samples, and behind them room for `count`, a multiple of 4 rounded up
 */
export function extrapolate(coefficients: usize, order: i32, past: usize, count: i32): void {
  const bytes = usize(order) << 2;
  // Four at a time share each coefficient that is loaded; two sums for each, since long ones lose bits. Their last four products wait for the
  // outputs before, and a group of four is left before those.
  const pairs = bytes - 32;
  for (let i = 0; i < count; i += 4) {
    const from = past + (usize(i) << 2);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let t0 = f32x4.splat(0);
    let t1 = f32x4.splat(0);
    let t2 = f32x4.splat(0);
    let t3 = f32x4.splat(0);
    for (let o: usize = 0; o < pairs; o += 32) {
      const c = v128.load(coefficients + o);
      s0 = f32x4.add(s0, f32x4.mul(c, v128.load(from + o)));
      s1 = f32x4.add(s1, f32x4.mul(c, v128.load(from + o, 4)));
      s2 = f32x4.add(s2, f32x4.mul(c, v128.load(from + o, 8)));
      s3 = f32x4.add(s3, f32x4.mul(c, v128.load(from + o, 12)));
      const d = v128.load(coefficients + o, 16);
      t0 = f32x4.add(t0, f32x4.mul(d, v128.load(from + o, 16)));
      t1 = f32x4.add(t1, f32x4.mul(d, v128.load(from + o, 20)));
      t2 = f32x4.add(t2, f32x4.mul(d, v128.load(from + o, 24)));
      t3 = f32x4.add(t3, f32x4.mul(d, v128.load(from + o, 28)));
    }
    const c = v128.load(coefficients + pairs);
    s0 = f32x4.add(s0, f32x4.mul(c, v128.load(from + pairs)));
    s1 = f32x4.add(s1, f32x4.mul(c, v128.load(from + pairs, 4)));
    s2 = f32x4.add(s2, f32x4.mul(c, v128.load(from + pairs, 8)));
    s3 = f32x4.add(s3, f32x4.mul(c, v128.load(from + pairs, 12)));
    const last = v128.load(coefficients + pairs, 16);
    put(from + bytes, f32x4.add(s0, t0), last);
    put(from + bytes + 4, f32x4.add(s1, t1), last);
    put(from + bytes + 8, f32x4.add(s2, t2), last);
    put(from + bytes + 12, f32x4.add(s3, t3), last);
  }
}

/** The output at `to`, of the sums of its first products and the last four coefficients. */
function put(to: usize, sums: v128, last: v128): void {
  let value = total(f32x4.add(sums, f32x4.mul(last, v128.load(to - 16))));
  // The method is stable; rounding on hostile input need not be.
  if (!(abs(value) <= 64) || abs(value) < 1e-15) value = 0;
  store<f32>(to, value);
}
