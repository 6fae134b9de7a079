import type { ClockKind } from './master-election.js';
import type { SteeredLine } from './steered-line.js';
import type { TimelineSource } from './timeline-source.js';

/** Carries a line on with a source, as the master does. */
export interface SourceFollower {
  readonly kind: ClockKind;
  readonly quality: number;
  /** Takes the line over where it is, at the pace that it has. */
  begin(ownNs: number, lineNs: number, rate: number): void;
  /** To be called some 20 times a second. */
  steer(line: SteeredLine, ownNs: number): void;
}

/** How fast the pace of a line that was taken over goes to that of the source, per second: nobody who follows it can be left behind. */
const RAMP_PER_S = 2e-6;
const PROBE_NS = 1e9;
/** A source that has stepped is taken up where it is now. */
const STEP_NS = 1e6;

export function createSourceFollower(source: TimelineSource | undefined): SourceFollower {
  return source === undefined ? ownClock : new Follower(source);
}

/** This process's clock has no pace of its own to go back to: the line goes on at the one that it had, for ever. */
const ownClock: SourceFollower = {
  kind: 'cpu',
  quality: 1,
  begin: () => {},
  steer: () => {},
};

class Follower implements SourceFollower {
  #rate = 0;
  #atNs = 0;
  /** Line less source; NaN while the pace is not yet the source's. */
  #difference = NaN;

  constructor(readonly source: TimelineSource) {}

  get kind(): ClockKind {
    return this.source.kind;
  }

  get quality(): number {
    return Math.min(1, Math.max(0, this.source.quality));
  }

  begin(ownNs: number, _lineNs: number, rate: number): void {
    this.#rate = rate;
    this.#atNs = ownNs;
    this.#difference = NaN;
  }

  steer(line: SteeredLine, ownNs: number): void {
    const read = this.source.read(ownNs);
    const sourceRate = (this.source.read(ownNs + PROBE_NS) - read) / PROBE_NS - 1;
    if (!Number.isFinite(sourceRate)) return;
    const most = (RAMP_PER_S * (ownNs - this.#atNs)) / 1e9;
    const change = Math.min(most, Math.max(-most, sourceRate - this.#rate));
    this.#rate += change;
    this.#atNs = ownNs;
    const lineNs = line.at(ownNs);
    const reached = Math.abs(sourceRate - this.#rate) < 1e-9;
    const error = read + this.#difference - lineNs;
    if (!reached || Number.isNaN(error) || Math.abs(error) > STEP_NS) {
      this.#difference = lineNs - read;
      line.steer(ownNs, lineNs, this.#rate);
      return;
    }
    line.steer(ownNs, read + this.#difference, this.#rate);
  }
}
