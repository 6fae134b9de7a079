import { JamError, type RandomSource } from '@jamnet/wire';
import { checkNumber } from '../check-option.js';

/** How datagrams are lost. */
export type Loss =
  /** Each by itself with this probability, 0-1. */
  | number
  /** In runs: a continuous-time chain of a good state and a bad one in which everything is lost. */
  | { readonly gilbertElliott: GilbertElliott };

export interface GilbertElliott {
  /** Share of the time that is bad, hence of datagrams lost in the long run, 0-1 (1 excluded). */
  readonly loss: number;
  /** Mean length of a bad period, exponentially distributed. */
  readonly meanBurstMs: number;
}

/** Says of any instant whether a datagram that goes out then is lost. */
export interface LossProcess {
  /**
   * Whether a datagram at `atNs` is lost. `nowNs` is the present: no later question is about a time before it, so the
   * process forgets what came earlier. Times ahead of the present may be asked for in any order.
   */
  isLost(atNs: number, nowNs: number): boolean;
}

export interface LossProcessOptions {
  readonly loss: Loss;
  readonly random: RandomSource;
  /** When the process begins, in its long-run distribution. */
  readonly startNs: number;
}

/** Makes a loss process that draws from `random` alone. Throws a JamError `bad-option`. */
export function createLossProcess({ loss, random, startNs }: LossProcessOptions): LossProcess {
  if (typeof loss === 'number') {
    checkNumber('loss', loss, 0, 1);
    return { isLost: () => random() < loss };
  }
  const { loss: share, meanBurstMs } = loss.gilbertElliott;
  checkNumber('gilbertElliott.loss', share, 0, 1);
  checkNumber('gilbertElliott.meanBurstMs', meanBurstMs, 0, 1e9);
  if (share === 1 || meanBurstMs === 0) {
    throw new JamError(
      'bad-option',
      `gilbertElliott is ${share} in ${meanBurstMs} ms; give a loss under 1 and a burst over 0 ms`,
    );
  }
  if (share === 0) return { isLost: () => false };
  return new TwoStateChain(share, meanBurstMs * 1e6, random, startNs);
}

/**
 * The chain's path through time, drawn as far ahead as has been asked for. Because the path is kept from the present on,
 * datagrams that are to go out in 45 ms and now, asked for in that order, still meet one and the same path.
 */
class TwoStateChain implements LossProcess {
  readonly #meanBadNs: number;
  readonly #meanGoodNs: number;
  readonly #random: RandomSource;
  /** Times of the coming changes of state in a ring; there is always at least one. */
  #changesNs = new Float64Array(16);
  #first = 0;
  #count = 0;
  /** The state before the first change of the ring, and behind its last. */
  #badNow: boolean;
  #badAtEnd: boolean;
  #endNs: number;

  constructor(share: number, meanBadNs: number, random: RandomSource, startNs: number) {
    this.#meanBadNs = meanBadNs;
    this.#meanGoodNs = (meanBadNs * (1 - share)) / share;
    this.#random = random;
    this.#badNow = random() < share;
    this.#badAtEnd = this.#badNow;
    this.#endNs = startNs;
    this.#drawChange();
  }

  isLost(atNs: number, nowNs: number): boolean {
    while (this.#changesNs[this.#first] <= nowNs) {
      this.#badNow = !this.#badNow;
      this.#first = (this.#first + 1) % this.#changesNs.length;
      this.#count -= 1;
      if (this.#count === 0) this.#drawChange();
    }
    let bad = this.#badNow;
    for (let i = 0; ; i += 1) {
      if (i === this.#count) this.#drawChange();
      if (this.#changesNs[(this.#first + i) % this.#changesNs.length] > atNs) return bad;
      bad = !bad;
    }
  }

  #drawChange(): void {
    if (this.#count === this.#changesNs.length) this.#grow();
    const meanNs = this.#badAtEnd ? this.#meanBadNs : this.#meanGoodNs;
    this.#endNs -= meanNs * Math.log(1 - this.#random());
    this.#badAtEnd = !this.#badAtEnd;
    this.#changesNs[(this.#first + this.#count) % this.#changesNs.length] = this.#endNs;
    this.#count += 1;
  }

  #grow(): void {
    const old = this.#changesNs;
    const larger = new Float64Array(old.length * 2);
    for (let i = 0; i < this.#count; i += 1) larger[i] = old[(this.#first + i) % old.length];
    this.#changesNs = larger;
    this.#first = 0;
  }
}
