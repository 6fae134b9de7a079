/** Burg's method as it is written in books, with weights λ^age: what the fast one must equal. */
export function directBurg(x: Float64Array, lambda: number, order: number): Float64Array {
  const count = x.length;
  const forward = x.slice();
  const backward = x.slice();
  const weight = Float64Array.from(x, (_, n) => lambda ** (count - 1 - n));
  let a = Float64Array.of(1);
  for (let m = 0; m < order; m++) {
    let cross = 0;
    let energy = 0;
    for (let n = m + 1; n < count; n++) {
      cross += weight[n]! * forward[n]! * backward[n - 1]!;
      energy += weight[n]! * (forward[n]! ** 2 + backward[n - 1]! ** 2);
    }
    const k = (-2 * cross) / energy;
    for (let n = count - 1; n > m; n--) {
      const f = forward[n]!;
      const b = backward[n - 1]!;
      forward[n] = f + k * b;
      backward[n] = b + k * f;
    }
    const next = new Float64Array(m + 2);
    for (let j = 0; j <= m + 1; j++) next[j] = (a[j] ?? 0) + k * (a[m + 1 - j] ?? 0);
    a = next;
  }
  return a;
}
