import { completePair } from './complete-pair.js';
import type { FrameWindow } from './frame-window.js';
import { filterAt, halfRateFilters, REACH } from './half-rate-filters.js';
import { EVEN_WEIGHT, ODD_WEIGHT } from './parts.js';
import type { SamplePair } from './unmix-pair.js';

const pair: SamplePair = { even: 0, odd: 0 };

/**
 * Estimates the pairs from number `from` to before `to` of the JELLIE frame of `frames` frames at `position`, of which the window knows
 * `part` alone and holds samples that have it. Looks at neighbouring pairs of which the same part is known, on either side up to the
 * first where it is not. The part itself stays as it is. Does not allocate.
 */
export function estimatePairs(
  window: FrameWindow,
  position: number,
  frames: number,
  part: number,
  from: number,
  to: number,
): void {
  const filters = halfRateFilters();
  for (let p = from; p < to; p++) {
    const at = position + 2 * p;
    // A frame with an odd number ends with an even sample alone. All parts but `o` say what it is; under `o` its estimate sees
    // the pairs before it only.
    const alone = 2 * p + 1 >= frames;
    if (alone && part !== 1) continue;
    let before = 0;
    while (before < REACH && window.hasPart(at - 2 * before - 2, part)) before++;
    let after = 0;
    while (!alone && after < REACH && window.hasPart(at + 2 * after + 2, part)) after++;
    if (alone) estimateLast(window, at, before);
    else estimatePair(window, at, part, before, after, filters);
  }
}

function estimatePair(
  window: FrameWindow,
  at: number,
  part: number,
  before: number,
  after: number,
  filters: Float32Array,
): void {
  const { samples, channels, capacity } = window;
  const centre = filterAt(part, before, after) + REACH;
  const place = (at % capacity) * channels;
  const next = ((at + 1) % capacity) * channels;
  for (let c = 0; c < channels; c++) {
    let estimate = 0;
    for (let k = -before; k <= after; k++) {
      estimate += filters[centre + k]! * valueOf(window, at + 2 * k, part, c);
    }
    completePair(part, valueOf(window, at, part, c), estimate, pair);
    samples[place + c] = pair.even;
    samples[next + c] = pair.odd;
  }
}

/** The even sample behind the last odd one where the odd ones alone are known: the one before it again, until the next frame comes. */
function estimateLast(window: FrameWindow, at: number, before: number): void {
  const { samples, channels, capacity } = window;
  for (let c = 0; c < channels; c++) {
    const last = before > 0 ? valueOf(window, at - 2, 1, c) : 0;
    samples[(at % capacity) * channels + c] = last;
  }
}

/** What the samples in the window make of a part. */
function valueOf(window: FrameWindow, at: number, part: number, channel: number): number {
  const { samples, channels, capacity } = window;
  const even = samples[(at % capacity) * channels + channel]!;
  const odd = samples[((at + 1) % capacity) * channels + channel]!;
  return EVEN_WEIGHT[part]! * even + ODD_WEIGHT[part]! * odd;
}
