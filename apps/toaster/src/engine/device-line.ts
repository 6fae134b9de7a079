import type { AudioRing, LastRead } from '@jamnet/wire';

/** What a jump of the device's clock is, and no wobble of its times. */
const JUMP_FRAMES = 32;
/** How much of each reading is believed: times of a period wobble by some microseconds. */
const WEIGHT = 1 / 32;

/** When which frame of a ring that a device plays is due: a straight line through what its reads tell. */
export class DeviceLine {
  readonly #ring: AudioRing;
  readonly #read: LastRead = { position: 0, frames: 0, cpuNs: 0 };
  readonly #framesPerNs: number;
  #position = 0;
  #atNs = NaN;

  constructor(ring: AudioRing, sampleRate: number) {
    this.#ring = ring;
    this.#framesPerNs = sampleRate / 1e9;
  }

  /** Looks at the last read. False while there has been none. */
  look(): boolean {
    const { position, cpuNs } = this.#ring.lastRead(this.#read);
    if (cpuNs === 0) return false;
    const expectedNs = this.#atNs + (position - this.#position) / this.#framesPerNs;
    const offFrames = (cpuNs - expectedNs) * this.#framesPerNs;
    const steady = Math.abs(offFrames) <= JUMP_FRAMES;
    this.#atNs = steady ? expectedNs + WEIGHT * (cpuNs - expectedNs) : cpuNs;
    this.#position = position;
    return true;
  }

  /** The first frame that the device has not taken. */
  get next(): number {
    return this.#read.position + this.#read.frames;
  }

  /** Nanoseconds of the process's clock. */
  timeOf(position: number): number {
    return this.#atNs + (position - this.#position) / this.#framesPerNs;
  }

  positionAt(atNs: number): number {
    return this.#position + (atNs - this.#atNs) * this.#framesPerNs;
  }
}
