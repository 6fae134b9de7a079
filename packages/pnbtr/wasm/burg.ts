/**
 * Burg's method on an exponentially weighted past without end, from autocorrelations.
 *
 * With weights λ^age the matrix of weighted products C[i][j] = Σ λ^(N-1-n) x[n-i] x[n-j] obeys
 * C[i+1][j+1] = (C[i][j] - x[N-1-i] x[N-1-j]) / λ, so that C a and C Ja of the next order follow from those of this one:
 * about eight products per coefficient and order instead of four per sample and order. C is symmetric, so that (Ja)ᵀ C a can be
 * had from either product: the last element of C a is what one has more than the other, and the rows of C need not be kept.
 */

/** Doubles that a fit works in, for an order; the last eight hold what lasts between `startBurg` and `continueBurg`. */
export function burgScratch(order: i32): i32 {
  return 4 * (order + 8) + 8;
}

/**
 * @param p weighted autocorrelation, order + 1 doubles
 * @param x the newest order + 1 samples as doubles, the newest first
 * @param work burgScratch(order) doubles
 * @returns address of a[0..order] in `work`, a[0] = 1: x[n] is predicted as -Σ a[j] x[n-j]; a[0..order] there are of `order`
 */
export function fitBurg(p: usize, x: usize, lambda: f64, order: i32, work: usize): usize {
  startBurg(p, x, lambda, order, work);
  return continueBurg(p, x, lambda, order, work, 1, order);
}

/** The beginning of `fitBurg`, which `continueBurg` takes on: a long fit can be made in parts, to the bit the same. */
export function startBurg(p: usize, x: usize, lambda: f64, order: i32, work: usize): void {
  const span: usize = usize(order + 8) << 3;
  memory.fill(work, 0, span * 4);
  const reversed = work + span + (usize(order + 2) << 3);
  const u = work + 2 * span;
  const zEnd = work + 3 * span + (usize(order + 2) << 3);
  const kept = work + 4 * span;
  const x0 = load<f64>(x);
  const p0 = load<f64>(p);
  const p1 = load<f64>(p, 8);
  const backward = (p0 - x0 * x0) * (1 / lambda);
  store<f64>(kept, p0);
  store<f64>(kept, backward, 8);
  store<f64>(kept, p1, 16);
  store<f64>(work, 1);
  store<f64>(reversed, 1);
  store<f64>(u, p0);
  store<f64>(u, p1, 8);
  store<f64>(zEnd - 8, p1);
  store<f64>(zEnd, backward);
}

/** Orders `from` to `to` of a fit, from 1 on without a gap. With `to` = `order` it is done, and the result that of `fitBurg`. */
export function continueBurg(
  p: usize,
  x: usize,
  lambda: f64,
  order: i32,
  work: usize,
  from: i32,
  to: i32,
): usize {
  const span: usize = usize(order + 8) << 3;
  const a = work; // a[j]
  // The arrays that grow at their beginning: element j of order i lies at end - i + j.
  const reversed = work + span + (usize(order + 2) << 3); // a[0] lies here
  // Zeros lie past the ends of all of them, so that pairs and fours may reach over.
  const u = work + 2 * span;
  const zEnd = work + 3 * span + (usize(order + 2) << 3);
  const kept = work + 4 * span;
  const inverse = 1 / lambda;
  let forward = load<f64>(kept);
  let backward = load<f64>(kept, 8);
  let cross = load<f64>(kept, 16);
  for (let i = from; i <= to; i++) {
    const energy = forward + backward;
    let k = energy > 0 ? (-2 * cross) / energy : 0;
    if (!(k > -0.9999999999)) k = -0.9999999999;
    if (k > 0.9999999999) k = 0.9999999999;
    const kk = f64x2.splat(k);
    const r = reversed - (usize(i) << 3); // (Ja)[j] = a[i - j]
    // New coefficients, and their products with the newest samples and with the first row of C.
    let newest = f64x2.splat(0);
    let first = f64x2.splat(0);
    let newest2 = f64x2.splat(0);
    let first2 = f64x2.splat(0);
    const bytes = usize(i + 1) << 3;
    let o: usize = 0;
    for (; o + 16 < bytes; o += 32) {
      const f0 = v128.load(a + o);
      const f1 = v128.load(a + o, 16);
      const g0 = v128.load(r + o);
      const g1 = v128.load(r + o, 16);
      v128.store(a + o, f64x2.add(f0, f64x2.mul(kk, g0)));
      v128.store(a + o, f64x2.add(f1, f64x2.mul(kk, g1)), 16);
      const h0 = f64x2.add(g0, f64x2.mul(kk, f0));
      const h1 = f64x2.add(g1, f64x2.mul(kk, f1));
      v128.store(r + o, h0);
      v128.store(r + o, h1, 16);
      newest = f64x2.add(newest, f64x2.mul(h0, v128.load(x + o)));
      newest2 = f64x2.add(newest2, f64x2.mul(h1, v128.load(x + o, 16)));
      first = f64x2.add(first, f64x2.mul(h0, v128.load(p + o, 8)));
      first2 = f64x2.add(first2, f64x2.mul(h1, v128.load(p + o, 24)));
    }
    for (; o < bytes; o += 16) {
      const f0 = v128.load(a + o);
      const g0 = v128.load(r + o);
      v128.store(a + o, f64x2.add(f0, f64x2.mul(kk, g0)));
      const h0 = f64x2.add(g0, f64x2.mul(kk, f0));
      v128.store(r + o, h0);
      newest = f64x2.add(newest, f64x2.mul(h0, v128.load(x + o)));
      first = f64x2.add(first, f64x2.mul(h0, v128.load(p + o, 8)));
    }
    const forwardNext = forward + k * (2 * cross + k * backward);
    const backwardNext = backward + k * (2 * cross + k * forward);
    if (i === order) break;
    newest = f64x2.add(newest, newest2);
    first = f64x2.add(first, first2);
    const b = f64x2.extract_lane(newest, 0) + f64x2.extract_lane(newest, 1);
    const zTop = f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1);
    forward = forwardNext;
    backward = (backwardNext - b * b) * inverse;

    const scale = f64x2.splat(inverse);
    const newestScaled = f64x2.splat(b * inverse);
    const z = zEnd - (usize(i) << 3);
    const r2 = r - 8; // (0, Ja) of the next order: its element 0 is still zero
    let fromZ = f64x2.splat(0);
    let fromU = f64x2.splat(0);
    let fromZ2 = f64x2.splat(0);
    let fromU2 = f64x2.splat(0);
    for (o = 0; o + 16 < bytes; o += 32) {
      const u0 = v128.load(u + o);
      const u1 = v128.load(u + o, 16);
      const z0 = v128.load(z + o);
      const z1 = v128.load(z + o, 16);
      const v0 = f64x2.add(u0, f64x2.mul(kk, z0));
      const v1 = f64x2.add(u1, f64x2.mul(kk, z1));
      v128.store(u + o, v0);
      v128.store(u + o, v1, 16);
      fromU = f64x2.add(fromU, f64x2.mul(v0, v128.load(r2 + o)));
      fromU2 = f64x2.add(fromU2, f64x2.mul(v1, v128.load(r2 + o, 16)));
      const w0 = f64x2.sub(
        f64x2.mul(f64x2.add(z0, f64x2.mul(kk, u0)), scale),
        f64x2.mul(newestScaled, v128.load(x + o)),
      );
      const w1 = f64x2.sub(
        f64x2.mul(f64x2.add(z1, f64x2.mul(kk, u1)), scale),
        f64x2.mul(newestScaled, v128.load(x + o, 16)),
      );
      v128.store(z + o, w0);
      v128.store(z + o, w1, 16);
      fromZ = f64x2.add(fromZ, f64x2.mul(w0, v128.load(a + o, 8)));
      fromZ2 = f64x2.add(fromZ2, f64x2.mul(w1, v128.load(a + o, 24)));
    }
    for (; o < bytes; o += 16) {
      const u0 = v128.load(u + o);
      const z0 = v128.load(z + o);
      const v0 = f64x2.add(u0, f64x2.mul(kk, z0));
      v128.store(u + o, v0);
      fromU = f64x2.add(fromU, f64x2.mul(v0, v128.load(r2 + o)));
      const w0 = f64x2.sub(
        f64x2.mul(f64x2.add(z0, f64x2.mul(kk, u0)), scale),
        f64x2.mul(newestScaled, v128.load(x + o)),
      );
      v128.store(z + o, w0);
      fromZ = f64x2.add(fromZ, f64x2.mul(w0, v128.load(a + o, 8)));
    }
    fromU = f64x2.add(fromU, fromU2);
    fromZ = f64x2.add(fromZ, fromZ2);
    cross = zTop + f64x2.extract_lane(fromZ, 0) + f64x2.extract_lane(fromZ, 1);
    const uBottom = cross - f64x2.extract_lane(fromU, 0) - f64x2.extract_lane(fromU, 1);
    // The last pair may have reached one element too far.
    store<f64>(zEnd, 0, 8);
    store<f64>(u + bytes, uBottom);
    store<f64>(u + bytes, 0, 8);
    store<f64>(z - 8, zTop);
  }
  store<f64>(kept, forward);
  store<f64>(kept, backward, 8);
  store<f64>(kept, cross, 16);
  return a;
}
