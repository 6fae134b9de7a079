/** Real samples whose steps count, in ms. */
const RECENT_MS = 5;
/** A step may exceed the largest recent one by so much, −42 dBFS. */
export const MOST_EXCESS = 0.008;
/** Made-up signal may be so much louder than what has been heard. */
export const MOST_GROWTH = 1.25;
/** In this time what has been heard counts for half as much. */
const HALF_LIFE_MS = 10_000;

/**
 * Keeps made-up signal near what has been heard: a gap may end after any sample, so that none may stand further from the last than real samples lately
 * did, but for steps that are sure to come, and none may be louder than the last seconds were. A model that was fitted before an onset may foresee anything. Allocates when it is made only.
 */
export class SeamGuard {
  readonly #steps: Float32Array;
  #stepAt = 0;
  #heard = 0;
  #continues = false;
  readonly #decay: number;
  #loudest = 0;
  /** The last sample that was put out. */
  #last = 0;
  #mostStep = MOST_EXCESS;
  #mostLevel = 0;
  readonly #held = { last: 0, mostStep: 0, mostLevel: 0, continues: false };

  constructor(sampleRate: number) {
    this.#steps = new Float32Array(Math.ceil((sampleRate * RECENT_MS) / 1000));
    this.#decay = 0.5 ** (1000 / (sampleRate * HALF_LIFE_MS));
  }

  /** Real samples, all finite. */
  hear(samples: Float32Array, count: number): void {
    const steps = this.#steps;
    let loudest = this.#loudest;
    for (let i = 0; i < count; i++) {
      const value = samples[i]!;
      loudest = Math.max(loudest * this.#decay, Math.abs(value));
      // A step over a gap is none of the signal's.
      if (this.#continues) {
        steps[this.#stepAt] = Math.abs(value - this.#heard);
        this.#stepAt = this.#stepAt + 1 === steps.length ? 0 : this.#stepAt + 1;
      }
      this.#heard = value;
      this.#continues = true;
    }
    this.#loudest = loudest;
  }

  /** A gap begins after `lastOut`, in which a step of `sureStep` is sure to come. */
  begin(lastOut: number, sureStep: number): void {
    this.#continues = false;
    this.#last = lastOut;
    let most = sureStep;
    for (const step of this.#steps) if (step > most) most = step;
    this.#mostStep = most + MOST_EXCESS;
    this.#mostLevel = MOST_GROWTH * Math.max(this.#loudest, Math.abs(lastOut));
  }

  /** The next made-up sample as it may be put out. */
  limit(value: number): number {
    const level = Math.max(-this.#mostLevel, Math.min(this.#mostLevel, value));
    const step = Math.max(-this.#mostStep, Math.min(this.#mostStep, level - this.#last));
    return (this.#last += step);
  }

  /** Before a gap is begun that may be none. */
  hold(): void {
    const held = this.#held;
    held.last = this.#last;
    held.mostStep = this.#mostStep;
    held.mostLevel = this.#mostLevel;
    held.continues = this.#continues;
  }

  /** As it was at `hold`. */
  release(): void {
    const held = this.#held;
    this.#last = held.last;
    this.#mostStep = held.mostStep;
    this.#mostLevel = held.mostLevel;
    this.#continues = held.continues;
  }
}
