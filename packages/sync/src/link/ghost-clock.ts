/**
 * The session's ("ghost") time from the host's. Real peers take one offset and keep it for 30 s, wrong by 1.5 ms at the end where
 * the clocks are 50 ppm apart. Here offsets are measured every few seconds, and a line is laid through those of the last minutes, so
 * that the rate between the clocks is known and the time is right between measurements.
 */
export interface GhostClock {
  /** Session time in microseconds, fractional. */
  toGhostUs(hostNs: number): number;
  /** Host time in nanoseconds, fractional. */
  toHostNs(ghostUs: number): number;
  /**
   * Takes in what one measurement found. False where it contradicts the others; after a few of those they are given up, unless
   * `mayJump` is false.
   */
  add(offset: MeasuredOffset, mayJump?: boolean): boolean;
  /** Another clock is measured from now on: goes on as it is until that has been. */
  restart(): void;
  /** How fast the session's clock runs against the host's, in millionths. */
  readonly driftPpm: number;
  /** What the offset may be wrong by, in microseconds: its standard error, without the asymmetry of the path, which none can know. */
  readonly errorUs: number;
}

/** Session time minus host time, as one measurement found it. */
export interface MeasuredOffset {
  readonly hostNs: number;
  readonly offsetUs: number;
  /** Standard error, microseconds. */
  readonly errorUs: number;
}

/** A minute and a half at the interval at which a session is followed. */
const KEPT = 32;
/** Crystals differ by less: a slope is believed no more than this suggests while the offsets do not tell. */
const USUAL_DRIFT_PPM = 50;
const MOST_DRIFT_PPM = 500;
/** This far beyond what errors explain, an offset says that the answerer's clock has jumped. */
const JUMP_US = 300;
const JUMP_ERRORS = 4;
const CONTRADICTIONS = 3;

/** The clock of a session that this host founds: 0 at `hostNs`, and never corrected. */
export function foundGhostClock(hostNs: number): GhostClock {
  return new FittedClock(hostNs, -hostNs / 1e3);
}

/** The clock of a session that was measured. */
export function joinGhostClock(offset: MeasuredOffset): GhostClock {
  const clock = new FittedClock(offset.hostNs, offset.offsetUs);
  clock.add(offset);
  return clock;
}

class FittedClock implements GhostClock {
  driftPpm = 0;
  errorUs = 0;
  /** The line: session time minus host time at a host time. */
  #hostNs: number;
  #offsetUs: number;
  readonly #times = new Float64Array(KEPT);
  readonly #offsets = new Float64Array(KEPT);
  readonly #weights = new Float64Array(KEPT);
  #count = 0;
  #next = 0;
  #contradictions = 0;

  constructor(hostNs: number, offsetUs: number) {
    this.#hostNs = hostNs;
    this.#offsetUs = offsetUs;
  }

  toGhostUs(hostNs: number): number {
    return hostNs / 1e3 + this.#offsetUs + ((hostNs - this.#hostNs) / 1e9) * this.driftPpm;
  }

  toHostNs(ghostUs: number): number {
    const sinceUs = ghostUs - this.#hostNs / 1e3 - this.#offsetUs;
    return this.#hostNs + (sinceUs * 1e3) / (1 + this.driftPpm / 1e6);
  }

  restart(): void {
    this.#count = 0;
    this.#next = 0;
    this.#contradictions = 0;
  }

  add(measured: MeasuredOffset, mayJump = true): boolean {
    const { hostNs, offsetUs, errorUs } = measured;
    const expected = this.toGhostUs(hostNs) - hostNs / 1e3;
    const allowed = JUMP_US + JUMP_ERRORS * (errorUs + this.errorUs);
    if (Math.abs(offsetUs - expected) > allowed) {
      this.#contradictions += 1;
      if (!mayJump || this.#contradictions < CONTRADICTIONS) return false;
      // The other clock has jumped; its rate is what it was.
      this.restart();
    }
    this.#contradictions = 0;
    this.#times[this.#next] = hostNs;
    this.#offsets[this.#next] = offsetUs;
    this.#weights[this.#next] = 1 / (errorUs * errorUs);
    this.#next = (this.#next + 1) % KEPT;
    this.#count = Math.min(this.#count + 1, KEPT);
    this.#fit(hostNs, offsetUs);
    return true;
  }

  /** Weighted least squares around the newest, the slope drawn towards 0 by how far crystals usually differ. */
  #fit(hostNs: number, offsetUs: number): void {
    if (this.#count === 1) {
      this.#hostNs = hostNs;
      this.#offsetUs = offsetUs;
      this.errorUs = 1 / Math.sqrt(this.#weights[0]!);
      return;
    }
    let weights = 0;
    let timeSum = 0;
    let offsetSum = 0;
    for (let i = 0; i < this.#count; i++) {
      const weight = this.#weights[i]!;
      weights += weight;
      timeSum += weight * (this.#times[i]! - hostNs);
      offsetSum += weight * (this.#offsets[i]! - offsetUs);
    }
    const meanNs = timeSum / weights;
    const meanUs = offsetSum / weights;
    let squares = 1 / USUAL_DRIFT_PPM ** 2;
    let products = 0;
    for (let i = 0; i < this.#count; i++) {
      const seconds = (this.#times[i]! - hostNs - meanNs) / 1e9;
      squares += this.#weights[i]! * seconds * seconds;
      products += this.#weights[i]! * seconds * (this.#offsets[i]! - offsetUs - meanUs);
    }
    const slope = products / squares;
    this.driftPpm = Math.max(-MOST_DRIFT_PPM, Math.min(slope, MOST_DRIFT_PPM));
    this.#hostNs = hostNs;
    this.#offsetUs = offsetUs + meanUs - (meanNs / 1e9) * this.driftPpm;
    const sinceMean = meanNs / 1e9;
    this.errorUs = Math.sqrt(1 / weights + (sinceMean * sinceMean) / squares);
  }
}
