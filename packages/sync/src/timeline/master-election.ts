/** What a timeline can run on, worst first. */
export const CLOCK_KINDS = ['cpu', 'hybrid', 'gpu'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** A peer, this process included, as the election sees it. */
export interface Candidate {
  readonly id: number;
  readonly clock: ClockKind;
  /** 0-1000. */
  readonly quality: number;
  /** Speaks so rarely, as the audience of a large session does, that it is nobody to follow while there is another. */
  readonly seldom: boolean;
  /** Knows the timeline well enough to carry it on. */
  readonly locked: boolean;
  /** Whom it follows, itself where it claims to be the master, and in which term. */
  readonly master: number;
  readonly term: number;
}

/** Who speaks less often than this is one of the audience. */
export const SELDOM_NS = 1e9;
/** Quality has to be better by so much, of 1000, before a master is replaced for it. */
export const QUALITY_MARGIN = 300;

/**
 * Whether `a` would make the better master: one that speaks often, then a better clock, then clearly better quality, then the smaller id. A
 * total order for equal qualities.
 */
export function outranks(a: Candidate, b: Candidate): boolean {
  if (a.seldom !== b.seldom) return b.seldom;
  const kinds = CLOCK_KINDS.indexOf(a.clock) - CLOCK_KINDS.indexOf(b.clock);
  if (kinds !== 0) return kinds > 0;
  const step = qualityStep(a) - qualityStep(b);
  return step !== 0 ? step > 0 : a.id < b.id;
}

/** Qualities that are nearly the same must not decide: everyone sees them at another moment. */
function qualityStep(candidate: Candidate): number {
  return Math.floor(candidate.quality / QUALITY_MARGIN);
}

/** Whether `challenger` is so much better that the master is worth replacing. */
export function overthrows(challenger: Candidate, master: Candidate): boolean {
  if (challenger.seldom !== master.seldom) return master.seldom;
  const kinds = CLOCK_KINDS.indexOf(challenger.clock) - CLOCK_KINDS.indexOf(master.clock);
  if (kinds !== 0) return kinds > 0;
  return challenger.quality >= master.quality + QUALITY_MARGIN;
}

/** Of those who claim to be the master the one to follow: the latest term, then the better one. Undefined where nobody claims. */
export function followed(candidates: Iterable<Candidate>): Candidate | undefined {
  let best: Candidate | undefined;
  for (const each of candidates) {
    if (each.master !== each.id) continue;
    if (best === undefined || each.term > best.term) best = each;
    else if (each.term === best.term && outranks(each, best)) best = each;
  }
  return best;
}

/** How many of those that could take over would do better than `own`; 0 when `own` is the best. */
export function placeOf(own: Candidate, candidates: Iterable<Candidate>): number {
  let place = 0;
  for (const each of candidates) {
    if (each.id !== own.id && each.locked && outranks(each, own)) place++;
  }
  return place;
}
