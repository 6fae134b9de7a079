import type { RandomSource } from '@jamnet/wire';

/** The most copies a burst can have: four bits of the frame. */
export const MAX_COPIES = 16;
/** The default number of copies. */
export const DEFAULT_COPIES = 3;
/** The default window, in which all copies of a narrow burst go out. */
export const DEFAULT_WINDOW_US = 500;
/** The latest copy of a spread burst. */
export const MAX_SPREAD_US = 45_000;

/** How the copies of a frame are spread in time. */
export interface BurstPlan {
  /** When each copy goes out, microseconds after the first; rising, the first 0. */
  readonly offsetsUs: readonly number[];
  /** Whether micro-jitter moves the copies within a window, or each keeps its own slot. */
  readonly spread: 'narrow' | 'wide';
}

/** Copies close together, one in each equal part of the window, to be moved by micro-jitter. */
export function narrowPlan(copies: number, windowUs: number = DEFAULT_WINDOW_US): BurstPlan {
  const offsetsUs = Array.from({ length: copies }, (_, i) => Math.round((windowUs * i) / copies));
  return { offsetsUs, spread: 'narrow' };
}

/**
 * Copies whose distances grow: 0, 4.5, 13.5, 27, 45 ms for five of them. Short gaps catch short runs of loss early,
 * the last copy outlives the long ones.
 */
export function widePlan(copies: number, spreadUs: number = MAX_SPREAD_US): BurstPlan {
  const last = copies * (copies - 1);
  const offsetsUs = Array.from({ length: copies }, (_, i) =>
    Math.round((spreadUs * i * (i + 1)) / last),
  );
  return { offsetsUs, spread: 'wide' };
}

/** The plans that a sender chooses from. */
export const NARROW_PLANS: readonly BurstPlan[] = Array.from({ length: MAX_COPIES }, (_, i) =>
  narrowPlan(i + 1),
);
export const WIDE_PLANS: readonly BurstPlan[] = [5_000, 15_000, 30_000, MAX_SPREAD_US].flatMap(
  (spreadUs) => [3, 4, 5, 6, 8].map((copies) => widePlan(copies, spreadUs)),
);

/** How long after the first the last copy goes out, in microseconds. */
export function planSpanUs(plan: BurstPlan): number {
  return plan.offsetsUs[plan.offsetsUs.length - 1];
}

/**
 * When copy `index` goes out, in nanoseconds after the first. A narrow copy is moved within its part of the window, so that copies of
 * several senders do not keep hitting each other. Does not allocate.
 */
export function copyOffsetNs(plan: BurstPlan, index: number, random: RandomSource): number {
  const offsets = plan.offsetsUs;
  const from = offsets[index];
  if (index === 0 || plan.spread === 'wide') return from * 1000;
  const part = index + 1 < offsets.length ? offsets[index + 1] - from : from - offsets[index - 1];
  return (from + part * random()) * 1000;
}

export function samePlan(a: BurstPlan, b: BurstPlan): boolean {
  return a.offsetsUs.length === b.offsetsUs.length && planSpanUs(a) === planSpanUs(b);
}
