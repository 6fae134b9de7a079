/** Rates that a stream may have on its way, in the order in which it comes to them (row A5). */
const LADDER = [192_000, 96_000, 48_000, 44_100];

/** A queue of this length is congestion by itself, one of half of it with loss beside. */
const LONG_QUEUE_US = 25_000;
const STANDING_QUEUE_US = 8_000;
/** Loss above what is lost in quiet times. */
const QUEUE_LOSS = 0.02;
const HEAVY_LOSS = 0.3;
/** Congestion has to last: a receiver that was not let run for a moment looks the same. */
const LASTING_NS = 250e6;
/** After a change the queue has to empty and the counts of a second to follow. */
const EFFECT_NS = 700e6;
/** How much of what came through a new rate may take. */
const SAFE_SHARE = 0.9;
const FIRST_HOLD_NS = 5e9;
const LAST_HOLD_NS = 60e9;
/** A step up that has gone well for so long was right, and the next one follows. */
const PROVEN_NS = 3e9;
/** How fast quiet loss is learnt, in looks. */
const CALM_LOOKS = 50;
/** What has fallen so far below its average of the last looks is on its way down: a queue that empties, loss that is being forgotten. */
const FALLING_SHARE = 0.95;
const AVERAGE_LOOKS = 4;
/** Loss so soon after congestion is the congestion's. */
const AFTERMATH_NS = 3e9;

/** What is seen of the path at one look. */
export interface PathView {
  /** At the worst receiver, microseconds, and its loss, 0 to 1. */
  readonly queueUs: number;
  readonly lossRate: number;
  /** What comes through at the receiver that gets least, bits per second; 0 while that is not known. */
  readonly carriedBitsPerSecond: number;
  /** What the stream takes at its present rate without any redundancy, bits per second. */
  readonly plainBitsPerSecond: number;
  /** First copies were refused since the last look: the ceiling, a full queue, an open circuit. */
  readonly refused: boolean;
  /** Copies are sent that could be left out first (row R7). */
  readonly copiesLeft: boolean;
}

/** Decides at which rate audio travels: down at once to what the path was seen to carry, up a step at a time (row A5). */
export interface Throttle {
  /** The rate that is wanted. */
  readonly sampleRate: number;
  /** Whether a rate is wanted that {@link changed} has not been called for. */
  readonly changing: boolean;
  /** To be called some ten times a second. Returns the rate that is wanted from now on. Does not allocate. */
  look(path: PathView, nowNs: number): number;
  /** The rate that was wanted is in use since now; while it is not, nothing else is decided. */
  changed(nowNs: number): void;
}

export function createThrottle(sourceRate: number): Throttle {
  return new LadderThrottle(LADDER.filter((rate) => rate <= sourceRate));
}

class LadderThrottle implements Throttle {
  changing = false;
  readonly #rates: readonly number[];
  #step = 0;
  #changedNs = -Infinity;
  #congestedSinceNs = -1;
  #congestedNs = -Infinity;
  #holdNs = FIRST_HOLD_NS;
  #steppedUp = false;
  #calmLoss = 0;
  readonly #queue = new Average();
  readonly #loss = new Average();

  constructor(rates: readonly number[]) {
    this.#rates = rates;
  }

  get sampleRate(): number {
    return this.#rates[this.#step];
  }

  changed(nowNs: number): void {
    this.changing = false;
    this.#changedNs = nowNs;
    this.#congestedSinceNs = -1;
  }

  look(path: PathView, nowNs: number): number {
    const congested = this.#isCongested(path, nowNs);
    if (congested) {
      if (this.#congestedSinceNs < 0) this.#congestedSinceNs = nowNs;
    } else this.#congestedSinceNs = -1;
    if (this.changing || nowNs - this.#changedNs < EFFECT_NS) return this.sampleRate;
    if (congested) this.#down(path, nowNs);
    else this.#up(nowNs);
    return this.sampleRate;
  }

  #isCongested({ queueUs, lossRate, refused }: PathView, nowNs: number): boolean {
    const added = lossRate - this.#calmLoss;
    const empties = this.#queue.isFalling(queueUs);
    const fades = this.#loss.isFalling(lossRate);
    const queued = queueUs > LONG_QUEUE_US || (queueUs > STANDING_QUEUE_US && added > QUEUE_LOSS);
    const jammed = refused || queued || added > HEAVY_LOSS;
    if (jammed) this.#congestedNs = nowNs;
    else if (nowNs - this.#congestedNs > AFTERMATH_NS) this.#calmLoss += added / CALM_LOOKS;
    return refused || (queued && !empties) || (added > HEAVY_LOSS && !fades);
  }

  #down(path: PathView, nowNs: number): void {
    if (nowNs - this.#congestedSinceNs < LASTING_NS || path.copiesLeft) return;
    if (this.#step === this.#rates.length - 1) return;
    // A trial that failed is not made again so soon.
    if (this.#steppedUp && nowNs - this.#changedNs < PROVEN_NS)
      this.#holdNs = Math.min(LAST_HOLD_NS, 2 * this.#holdNs);
    const room = path.carriedBitsPerSecond * SAFE_SHARE;
    const perFrame = path.plainBitsPerSecond / this.sampleRate;
    let step = this.#step + 1;
    while (room > 0 && step < this.#rates.length - 1 && perFrame * this.#rates[step] > room) step++;
    this.#steppedUp = false;
    this.#go(step);
  }

  #up(nowNs: number): void {
    if (this.#step === 0) return;
    const waitNs = this.#steppedUp ? PROVEN_NS : this.#holdNs;
    if (nowNs - Math.max(this.#changedNs, this.#congestedNs) < waitNs) return;
    if (this.#steppedUp) this.#holdNs = FIRST_HOLD_NS;
    this.#steppedUp = true;
    this.#go(this.#step - 1);
  }

  #go(step: number): void {
    this.#step = step;
    this.changing = true;
  }
}

/** What something was of late. */
class Average {
  #value = 0;

  /** Whether the next value is clearly below it. */
  isFalling(value: number): boolean {
    this.#value += (value - this.#value) / AVERAGE_LOOKS;
    return value < this.#value * FALLING_SHARE;
  }
}
