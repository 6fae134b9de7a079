/** At least so long, and at most so fast, the pace goes from one value to the next: a pitch that glides so slowly is no distortion. */
const RAMP_SECONDS = 1;
const PPM_A_SECOND = 10;
/** On the way to whole places, and how close to one it is there. */
const LANDING = 2e-6;
const LANDED = 1e-5;

/**
 * How fast the stream is read: exactly one frame a frame, or a little more or less while a drift is corrected. It says at which place of the stream each
 * frame of the reader lies.
 */
export interface Pace {
  /** Whether places lie between frames. */
  readonly corrects: boolean;
  /** Frames of the stream for one of the reader's. */
  readonly ratio: number;
  /** Heads for another pace; ppm above one frame a frame. */
  aim(ppm: number): void;
  /** Heads for whole places, one frame a frame. Once there it corrects no more. */
  settle(): void;
  /** Writes the places of the next frames. Returns that of the one after them. */
  lay(place: number, frames: number, places: Float64Array): number;
  /** At one frame a frame at once. */
  reset(): void;
}

export function createPace(sampleRate: number): Pace {
  return new RampedPace(Math.round(sampleRate * RAMP_SECONDS));
}

class RampedPace implements Pace {
  corrects = false;
  ratio = 1;
  #step = 0;
  #left = 0;
  #settling = false;
  readonly #rampFrames: number;

  constructor(rampFrames: number) {
    this.#rampFrames = rampFrames;
  }

  aim(ppm: number): void {
    this.corrects = true;
    this.#settling = false;
    const change = 1 + ppm * 1e-6 - this.ratio;
    const seconds = Math.max(1, Math.abs(change) / (PPM_A_SECOND * 1e-6));
    this.#left = Math.ceil(this.#rampFrames * seconds);
    this.#step = change / this.#left;
  }

  settle(): void {
    if (!this.corrects || this.#settling) return;
    this.aim(0);
    this.#settling = true;
  }

  lay(place: number, frames: number, places: Float64Array): number {
    let at = place;
    if (!this.corrects) {
      for (let i = 0; i < frames; i++) places[i] = at++;
      return at;
    }
    for (let i = 0; i < frames; i++) {
      places[i] = at;
      if (this.#left > 0) {
        this.ratio += this.#step;
        this.#left--;
      }
      at += this.ratio;
    }
    return this.#settling && this.#left === 0 ? this.#land(at, frames) : at;
  }

  /** Goes to the next whole place at a pace that is not heard. */
  #land(at: number, frames: number): number {
    const off = Math.round(at) - at;
    if (Math.abs(off) < LANDED) {
      this.reset();
      return Math.round(at);
    }
    this.ratio = 1 + Math.max(-LANDING, Math.min(LANDING, off / frames));
    return at;
  }

  reset(): void {
    this.corrects = false;
    this.#settling = false;
    this.ratio = 1;
    this.#left = 0;
  }
}
