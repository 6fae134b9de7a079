import type { ClockKind } from './master-election.js';
import type { TimelineSource } from './timeline-source.js';

/** Carries a line on with a source, as the master does. */
export interface SourceFollower {
  readonly kind: ClockKind;
  readonly quality: number;
  /** Takes a line over at the pace that it has. */
  begin(ownNs: number, rate: number): void;
  /** Where the line, which is at `lineNs` now, is to go, and how fast; undefined where it goes on as it is. To be asked some 20 times a second. */
  next(ownNs: number, lineNs: number): Heading | undefined;
}

/** An object that is reused. */
export interface Heading {
  readonly lineNs: number;
  readonly rate: number;
}

/** How fast the pace of a line that was taken over goes to that of the source, per second: nobody who follows it can be left behind. */
const RAMP_PER_S = 2e-6;
const PROBE_NS = 1e9;
/** A source that has stepped is taken up where it is now. */
const STEP_NS = 1e6;
const SAME_RATE = 1e-9;

export function createSourceFollower(source: TimelineSource | undefined): SourceFollower {
  return source === undefined ? ownClock : new Follower(source);
}

/** This process's clock has no pace of its own to go back to: the line goes on at the one that it had, for ever. */
const ownClock: SourceFollower = {
  kind: 'cpu',
  quality: 1,
  begin: () => {},
  next: () => undefined,
};

class Follower implements SourceFollower {
  readonly #heading = { lineNs: 0, rate: 0 };
  #atNs = 0;
  /** Line less source; NaN while the pace is not yet the source's. */
  #difference = NaN;

  constructor(readonly source: TimelineSource) {}

  get kind(): ClockKind {
    return this.source.kind;
  }

  get quality(): number {
    // What is no number is no quality.
    return Math.min(1, Math.max(0, this.source.quality || 0));
  }

  begin(ownNs: number, rate: number): void {
    this.#heading.rate = rate;
    this.#atNs = ownNs;
    this.#difference = NaN;
  }

  next(ownNs: number, lineNs: number): Heading | undefined {
    const read = this.source.read(ownNs);
    const sourceRate = (this.source.read(ownNs + PROBE_NS) - read) / PROBE_NS - 1;
    if (!Number.isFinite(sourceRate)) return undefined;
    const heading = this.#heading;
    const most = (RAMP_PER_S * (ownNs - this.#atNs)) / 1e9;
    heading.rate += Math.min(most, Math.max(-most, sourceRate - heading.rate));
    this.#atNs = ownNs;
    heading.lineNs = read + this.#difference;
    const reached = Math.abs(sourceRate - heading.rate) < SAME_RATE;
    // Also while it is not known: what is no number is not within a step.
    if (!reached || !(Math.abs(heading.lineNs - lineNs) <= STEP_NS)) {
      this.#difference = lineNs - read;
      heading.lineNs = lineNs;
    }
    return heading;
  }
}
