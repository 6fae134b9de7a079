import type { AudioRing, LastRead } from '@jamnet/wire';

/**
 * When which frame of a ring that a device plays is due, by its last read. The times that devices tell are those of their clocks already, without what threads are late by:
 * averaging them once more would only lag behind after an x-run.
 */
export class DeviceLine {
  readonly #ring: AudioRing;
  readonly #read: LastRead = { position: 0, frames: 0, cpuNs: 0 };
  readonly #framesPerNs: number;

  constructor(ring: AudioRing, sampleRate: number) {
    this.#ring = ring;
    this.#framesPerNs = sampleRate / 1e9;
  }

  /** Looks at the last read. False while there has been none. Does not allocate. */
  look(): boolean {
    return this.#ring.lastRead(this.#read).cpuNs !== 0;
  }

  /** The first frame that the device has not taken. */
  get next(): number {
    return this.#read.position + this.#read.frames;
  }

  /** Nanoseconds of the process's clock. */
  timeOf(position: number): number {
    return this.#read.cpuNs + (position - this.#read.position) / this.#framesPerNs;
  }

  positionAt(atNs: number): number {
    return this.#read.position + (atNs - this.#read.cpuNs) * this.#framesPerNs;
  }
}
