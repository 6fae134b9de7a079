import type { SampleWindow } from './sample-window.js';

/** How far apart two clocks may run at all; beyond, it is no clock. */
export const MOST_DRIFT = 1e-3;
/**
 * Half of all pairs of machines run within this of each other, most of them being disciplined by somebody's time of day; the others
 * have what their crystals have. What is known before the first sample has the shape of a Cauchy distribution of this width.
 */
const USUAL_DRIFT = 3e-6;
/** The likelihood is taken for somewhat blunter than that of exponential delays, whose edge is sharper than that of real networks. */
const BLUNTNESS = 0.6;
const SEARCH_STEPS = 48;
const GOLDEN = 0.381966;
const GRID = 48;
/** Drifts less likely than the best by e to this are left out. */
const NEGLIGIBLE = 8;

/**
 * The straight line of the peer's clock less the own, between what came in (which lies below it by its delay) and what went out (above
 * it by its delay). An object that is reused.
 */
export interface StripFit {
  /** Peer's clock less own, at the time asked for, nanoseconds. */
  offset: number;
  /** Change of the offset a nanosecond. */
  drift: number;
  /** Standard deviations of both, delays being equal in both directions. */
  offsetDeviation: number;
  driftDeviation: number;
  /** Smallest delay there and back, as far as the lines know: never below the true one by more than noise; negative after a step. */
  roundTrip: number;
  /** Mean delay beyond the smallest, of each direction. */
  inJitter: number;
  outJitter: number;
}

export function createStripFit(): StripFit {
  return {
    offset: 0,
    drift: 0,
    offsetDeviation: Infinity,
    driftDeviation: Infinity,
    roundTrip: 0,
    inJitter: 0,
    outJitter: 0,
  };
}

/**
 * Fits the line to the points since `sinceNs`, and gives it at `atNs`. `incoming` holds arrival − sent (own − peer's clock), `outgoing`
 * arrival − sent (peer's − own): both rise with the delay. Both directions share one drift, so the widest strip between the two sets of
 * points has its slope (delays have a sharp smallest value, and all else is noise above it); of all slopes that are nearly as
 * wide the mean is taken, weighed by how likely the points are under each.
 *
 * False when a direction has no points. Some microseconds for a thousand points; does not allocate.
 */
export function fitStrip(
  incoming: SampleWindow,
  outgoing: SampleWindow,
  sinceNs: number,
  atNs: number,
  out: StripFit,
): boolean {
  const inCount = incoming.computeHull(sinceNs, Infinity);
  const outCount = outgoing.computeHull(sinceNs, Infinity);
  if (inCount === 0 || outCount === 0) return false;
  const widthOf = (drift: number): number =>
    incoming.heightOf(-drift, atNs) + outgoing.heightOf(drift, atNs);

  const best = widest(widthOf);
  const width = widthOf(best);
  const inHeight = incoming.heightOf(-best, atNs);
  const outHeight = outgoing.heightOf(best, atNs);
  // As long as there are few points, two round trips stand in for the jitter that they have not shown yet.
  const unseen = 2 * Math.max(0, width);
  out.roundTrip = width;
  out.inJitter = (incoming.excessOf(-best, atNs, inHeight) + unseen) / (inCount + 1);
  out.outJitter = (outgoing.excessOf(best, atNs, outHeight) + unseen) / (outCount + 1);
  // How far apart the lowest points lie tells how well the edge is known. Where programs stamp arrivals it is blunt: most wait for the loop, a
  // few find it awake.
  const inBlunt = incoming.bluntnessOf(-best, atNs, inHeight);
  const outBlunt = outgoing.bluntnessOf(best, atNs, outHeight);
  const inEdge = Math.max(out.inJitter, 10 * inBlunt) / inCount;
  const outEdge = Math.max(out.outJitter, 10 * outBlunt) / outCount;
  const sharpness = (2 * BLUNTNESS) / (inEdge + outEdge + 1);

  const unlikely = width - NEGLIGIBLE / sharpness;
  const from = Math.atan(reach(widthOf, best, -1, unlikely) / USUAL_DRIFT);
  const to = Math.atan(reach(widthOf, best, 1, unlikely) / USUAL_DRIFT);
  let weights = 0;
  let offsets = 0;
  let drifts = 0;
  let plainWeights = 0;
  let plainOffsets = 0;
  let plainDrifts = 0;
  let offsetSquares = 0;
  let driftSquares = 0;
  const middle = (outHeight - inHeight) / 2;
  for (let i = 0; i <= GRID; i++) {
    // Even steps of the angle are even shares of the Cauchy distribution.
    const drift = USUAL_DRIFT * Math.tan(from + ((to - from) * i) / GRID);
    const above = outgoing.heightOf(drift, atNs);
    const below = incoming.heightOf(-drift, atNs);
    const weight = Math.exp(sharpness * (above + below - width));
    const offset = (above - below) / 2 - middle;
    weights += weight;
    offsets += weight * offset;
    drifts += weight * drift;
    // The bounds are those of a pair of clocks of which nothing is known: some are far from the usual.
    const plain = weight * (1 + (drift / USUAL_DRIFT) ** 2);
    plainWeights += plain;
    plainOffsets += plain * offset;
    plainDrifts += plain * drift;
    offsetSquares += plain * offset * offset;
    driftSquares += plain * drift * drift;
  }
  const offset = offsets / weights;
  const drift = drifts / weights;
  out.offset = middle + offset;
  out.drift = drift;
  // About the mean that is given, not about their own.
  const spread = (squares: number, sum: number, mean: number): number =>
    Math.max(0, (squares - 2 * sum * mean) / plainWeights + mean * mean);
  out.driftDeviation = Math.sqrt(spread(driftSquares, plainDrifts, drift));
  const spreadOfSlopes = spread(offsetSquares, plainOffsets, offset);
  if (inBlunt > 0 && outBlunt > 0) {
    // The lowest tenth is known better than the edge. How much it differs by direction is either the edges' error or its own.
    const difference = (outBlunt - inBlunt) / 2;
    const known = (inBlunt * inBlunt) / inCount + (outBlunt * outBlunt) / outCount;
    out.offset += difference;
    out.offsetDeviation = Math.sqrt(spreadOfSlopes + known / 4 + (difference * difference) / 4);
  } else {
    const known = inEdge * inEdge + outEdge * outEdge;
    out.offsetDeviation = Math.sqrt(spreadOfSlopes + known / 4);
  }
  return true;
}

/**
 * How wide the widest strip between the points from `sinceNs` to before `untilNs` is, in nanoseconds: the smallest round trip that they
 * alone would allow. −Infinity where a direction has no points.
 */
export function stripWidth(
  incoming: SampleWindow,
  outgoing: SampleWindow,
  sinceNs: number,
  untilNs: number,
): number {
  const inCount = incoming.computeHull(sinceNs, untilNs);
  const outCount = outgoing.computeHull(sinceNs, untilNs);
  if (inCount === 0 || outCount === 0) return -Infinity;
  const atNs = Math.min(untilNs, incoming.lastNs);
  const widthOf = (drift: number): number =>
    incoming.heightOf(-drift, atNs) + outgoing.heightOf(drift, atNs);
  return widthOf(widest(widthOf));
}

/** How much less likely so many points of each direction are, as e to this, when their strip is `ns` narrower than it could be. */
export function evidence(ns: number, fit: StripFit, inCount: number, outCount: number): number {
  const edges = fit.inJitter / inCount + fit.outJitter / outCount + 1;
  return (2 * BLUNTNESS * ns) / edges;
}

/** The drift of the widest strip: the width falls to both sides of it. */
function widest(widthOf: (drift: number) => number): number {
  let low = -MOST_DRIFT;
  let high = MOST_DRIFT;
  for (let i = 0; i < SEARCH_STEPS; i++) {
    const step = (high - low) * GOLDEN;
    if (widthOf(low + step) < widthOf(high - step)) low += step;
    else high -= step;
  }
  return (low + high) / 2;
}

/** How far the drift can go from the best to one side until the strip is narrower than `unlikely`. */
function reach(
  widthOf: (drift: number) => number,
  best: number,
  side: -1 | 1,
  unlikely: number,
): number {
  let near = 0;
  let far = 1e-10;
  while (far < MOST_DRIFT && widthOf(best + side * far) > unlikely) {
    near = far;
    far *= 2;
  }
  for (let i = 0; i < 6; i++) {
    const between = (near + far) / 2;
    if (widthOf(best + side * between) > unlikely) near = between;
    else far = between;
  }
  return Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, best + side * far));
}
