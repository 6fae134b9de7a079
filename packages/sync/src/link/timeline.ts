/**
 * A straight line from session ("ghost") time to beats (spec/sync/v1/link.md, "Timeline"), in the whole numbers of the wire: what is
 * rounded when it is sent must be what this side plays by, or two peers would drift apart by up to 8 ppm.
 */
export interface Timeline {
  /** Microseconds per beat, whole. */
  usPerBeat: number;
  /** Beat at the origin, in millionths, whole. The line with the larger one is the newer. */
  beatOrigin: number;
  /** Session time at the origin, in microseconds, whole. */
  timeOriginUs: number;
}

export const LEAST_BPM = 20;
export const MOST_BPM = 999;

export function createTimeline(bpm = 120): Timeline {
  return { usPerBeat: usPerBeatOf(bpm), beatOrigin: 0, timeOriginUs: 0 };
}

export function copyTimeline(from: Readonly<Timeline>, to: Timeline): void {
  to.usPerBeat = from.usPerBeat;
  to.beatOrigin = from.beatOrigin;
  to.timeOriginUs = from.timeOriginUs;
}

export function usPerBeatOf(bpm: number): number {
  return Math.round(60e6 / bpm);
}

/** Beats a minute with as few decimals as name this number of microseconds: 130 and not 130.00013 for 461,538. */
export function bpmOf(usPerBeat: number): number {
  const exact = 60e6 / usPerBeat;
  for (let scale = 1; scale <= 1000; scale *= 10) {
    const rounded = Math.round(exact * scale) / scale;
    if (usPerBeatOf(rounded) === usPerBeat) return rounded;
  }
  return exact;
}

/** The beat, fractional, at a session time in microseconds. */
export function beatsAt(timeline: Readonly<Timeline>, ghostUs: number): number {
  return timeline.beatOrigin / 1e6 + (ghostUs - timeline.timeOriginUs) / timeline.usPerBeat;
}

/** The session time in microseconds, fractional, of a beat. */
export function ghostUsOfBeat(timeline: Readonly<Timeline>, beat: number): number {
  return timeline.timeOriginUs + (beat - timeline.beatOrigin / 1e6) * timeline.usPerBeat;
}

/**
 * Whether `a` replaces `b` in one session. Two changes with the same origin, which real peers leave as they are, are settled in
 * the same way everywhere.
 */
export function isNewerTimeline(a: Readonly<Timeline>, b: Readonly<Timeline>): boolean {
  if (a.beatOrigin !== b.beatOrigin) return a.beatOrigin > b.beatOrigin;
  if (a.timeOriginUs !== b.timeOriginUs) return a.timeOriginUs > b.timeOriginUs;
  return a.usPerBeat < b.usPerBeat;
}

/**
 * Changes the line so that it goes through `beat` at `ghostUs` with this tempo, and is newer than what it was: its origin is
 * the later one of that point and a millionth of a beat after the old origin.
 */
export function changeTimeline(
  timeline: Timeline,
  usPerBeat: number,
  ghostUs: number,
  beat: number,
): void {
  const wanted = Math.round(beat * 1e6);
  const beatOrigin = Math.max(wanted, timeline.beatOrigin + 1);
  timeline.timeOriginUs = Math.round(ghostUs + (beatOrigin / 1e6 - beat) * usPerBeat);
  timeline.beatOrigin = beatOrigin;
  timeline.usPerBeat = usPerBeat;
}

/** `beat` modulo `quantum`, from 0 up to `quantum`, for negative beats too. */
export function phaseOf(beat: number, quantum: number): number {
  const phase = beat - Math.floor(beat / quantum) * quantum;
  // Rounding can make a tiny negative beat a whole quantum.
  return phase < quantum ? phase : 0;
}

/** The beat nearest to `beat` that has the phase of `like`. */
export function nearestInPhase(beat: number, like: number, quantum: number): number {
  const ahead = phaseOf(like - beat, quantum);
  return beat + (ahead > quantum / 2 ? ahead - quantum : ahead);
}

/** The first beat from `beat` on, up to a millionth before it, that has the phase of `like`. */
export function nextInPhase(beat: number, like: number, quantum: number): number {
  const ahead = phaseOf(like - beat, quantum);
  // A beat that is in phase but for rounding must not wait for a whole quantum.
  return beat + (ahead > quantum - 1e-6 ? ahead - quantum : ahead);
}
