import type { AudioRing, LastRead } from '@jamnet/wire';

/** What a jump of the device's clock is, and no wobble of its times: so far off at once, or off by less to the same side for so many periods. */
const JUMP_FRAMES = 32;
const STEP_FRAMES = 4;
const STEP_PERIODS = 8;
/** Times of periods wobble by some microseconds, those of a busy server by tens, for a tenth of a second: readings of about so long are averaged. */
const AVERAGED_NS = 0.5e9;
/** Sound cards are that far off at most. */
const MOST_DRIFT = 300e-6;

/** When which frame of a ring that a device plays is due: a line through what its reads tell, which follows the device's own pace slowly. */
export class DeviceLine {
  readonly #ring: AudioRing;
  readonly #read: LastRead = { position: 0, frames: 0, cpuNs: 0 };
  readonly #framesPerNs: number;
  #position = 0;
  #atNs = NaN;
  /** How long the line has gone on without a jump, and how much longer than its name a frame takes. */
  #spanNs = 0;
  #drift = 0;
  /** Periods that have been off by a step, negative to the other side. */
  #off = 0;

  constructor(ring: AudioRing, sampleRate: number) {
    this.#ring = ring;
    this.#framesPerNs = sampleRate / 1e9;
  }

  /** Looks at the last read. False while there has been none. */
  look(): boolean {
    const { position, cpuNs } = this.#ring.lastRead(this.#read);
    if (cpuNs === 0) return false;
    const elapsedNs = (position - this.#position) / this.#framesPerNs;
    if (elapsedNs === 0 && !Number.isNaN(this.#atNs)) return true;
    const expectedNs = this.timeOf(position);
    const offNs = cpuNs - expectedNs;
    this.#position = position;
    if (this.#jumps(offNs * this.#framesPerNs)) {
      this.#atNs = cpuNs;
      this.#spanNs = elapsedNs;
      this.#off = 0;
      return true;
    }
    // The average of all there are at first; then a loop of the second order, which does not lag behind a drift.
    this.#spanNs += elapsedNs;
    const weight = Math.min(1, elapsedNs / Math.min(this.#spanNs, AVERAGED_NS));
    this.#atNs = expectedNs + weight * offNs;
    if (this.#spanNs >= AVERAGED_NS) {
      const drift = this.#drift + (weight * weight * offNs) / (4 * elapsedNs);
      this.#drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, drift));
    }
    return true;
  }

  #jumps(offFrames: number): boolean {
    const side = Math.abs(offFrames) < STEP_FRAMES ? 0 : Math.sign(offFrames);
    this.#off = side === 0 || this.#off * side < 0 ? side : this.#off + side;
    return !(Math.abs(offFrames) <= JUMP_FRAMES) || Math.abs(this.#off) >= STEP_PERIODS;
  }

  /** The first frame that the device has not taken. */
  get next(): number {
    return this.#read.position + this.#read.frames;
  }

  /** Nanoseconds of the process's clock. */
  timeOf(position: number): number {
    return this.#atNs + ((position - this.#position) * (1 + this.#drift)) / this.#framesPerNs;
  }

  positionAt(atNs: number): number {
    return this.#position + ((atNs - this.#atNs) * this.#framesPerNs) / (1 + this.#drift);
  }
}
