import { serialDistance } from '@jamnet/wire';
import { MAX_COPIES } from './burst-plan.js';
import { LAGS_MS, type LossReport } from './loss-report.js';

/** Sequences that are remembered: at first, and where so many are sent that they would not be old enough to be judged when they fall out. */
const LEAST_RING = 256;
const MOST_RING = 4096;
const HISTORY = 160;
/** A sequence is judged when it is this old: by then its last copy has come or never will. */
const SETTLE_NS = 60e6;
const PAIR_SPAN_NS = 60e6;
/** Upper ends of the lag classes, between the lags of a report. */
const LAG_ENDS_MS: readonly number[] = [0.3, 2.5, 7.5, 15, 32, 60];
const MIN_PAIRS = 12;
const PAIRS_PER_PROOF = 4;
const SURE_DEVIATIONS = 3;
const RATE_MEMORY_NS = 2.5e9;
const PAIR_MEMORY_NS = 5e9;
/** How much of a seen distance between copies is taken over. */
const SEEN_SHARE = 1 / 8;

/**
 * Measures the loss of one sender's copies on one stream: how many did not come, how long the runs are, and how the loss of
 * one copy makes that of later ones likely. Copies are noted as they arrive and judged in order when they are old enough.
 */
export interface LossMeter {
  /** Notes an arrived copy, duplicates included. Does not allocate, but when a stream is denser than any before it: 45 KB at most. */
  note(sequence: number, burstIndex: number, burstSize: number, arrivalNs: number): void;
  /** Judges what is old enough and lets older evidence fade. */
  settle(nowNs: number, offsetsUs: readonly number[]): void;
  /** Writes the present estimate. `queueUs` and `arrivals` are left as they are. */
  report(out: LossReport): void;
  /** Copies judged and copies found lost, since the start. */
  readonly expected: number;
  readonly lost: number;
  /** How much recent evidence there is: copies judged in the last seconds. */
  readonly weight: number;
  /** Runs of lost copies by length: 1, 2, 3-4, 5-8, 9-16, 17 and more. */
  readonly runs: Uint32Array;
}

export function createLossMeter(): LossMeter {
  return new RingLossMeter();
}

class RingLossMeter implements LossMeter {
  expected = 0;
  lost = 0;
  readonly runs = new Uint32Array(6);
  #ring = LEAST_RING;
  #masks = new Uint16Array(LEAST_RING);
  #sizes = new Uint8Array(LEAST_RING);
  /** When copy 0 was or would have been here. */
  #starts = new Float64Array(LEAST_RING);
  readonly #slotTimes = new Float64Array(HISTORY);
  readonly #slotLost = new Uint8Array(HISTORY);
  readonly #pairs = new Float64Array(LAGS_MS.length);
  readonly #both = new Float64Array(LAGS_MS.length);
  #slots = 0;
  #next = -1;
  #newest = -1;
  #offsetsUs: readonly number[] = [0];
  /** How long after the first copy each other one was seen to come, by size of the burst: a stream may have plans of its own. NaN while unseen. */
  readonly #seenNs = new Float32Array((MAX_COPIES + 1) * MAX_COPIES).fill(NaN);
  #recentExpected = 0;
  #recentLost = 0;
  #fadedNs = 0;
  #run = 0;

  note(sequence: number, burstIndex: number, burstSize: number, arrivalNs: number): void {
    if (this.#next < 0) this.#next = sequence;
    if (serialDistance(sequence, this.#next) < 0) return;
    if (this.#newest < 0 || serialDistance(sequence, this.#newest) > 0)
      this.#open(sequence, arrivalNs);
    const at = sequence & (this.#ring - 1);
    if (this.#masks[at] === 0) this.#starts[at] = arrivalNs - this.#offsetNs(burstIndex, burstSize);
    else if ((this.#masks[at] & 1) === 1)
      this.#see(burstIndex, burstSize, arrivalNs - this.#starts[at]);
    this.#masks[at] |= 1 << burstIndex;
    this.#sizes[at] = burstSize;
  }

  #see(index: number, size: number, afterNs: number): void {
    if (index === 0 || size > MAX_COPIES || index >= size) return;
    const at = size * MAX_COPIES + index;
    const seen = this.#seenNs[at];
    this.#seenNs[at] = Number.isNaN(seen) ? afterNs : seen + (afterNs - seen) * SEEN_SHARE;
  }

  /** Makes room up to a new sequence; what falls out of the ring unjudged is judged as it is. */
  #open(sequence: number, nowNs: number): void {
    const from = this.#newest < 0 ? sequence : (this.#newest + 1) >>> 0;
    const ahead = serialDistance(sequence, from);
    if (ahead >= LEAST_RING) {
      // A jump of that size is a pause of the receiver, not a loss that a burst could mend.
      this.#masks.fill(0);
      this.#next = sequence;
    } else {
      while (serialDistance(sequence, this.#next) >= this.#ring) {
        if (this.#ring === MOST_RING || this.#isOld(nowNs)) this.#judge();
        else this.#grow();
      }
      for (let i = 0; i <= ahead; i++) this.#masks[(from + i) & (this.#ring - 1)] = 0;
    }
    this.#newest = sequence;
  }

  settle(nowNs: number, offsetsUs: readonly number[]): void {
    this.#offsetsUs = offsetsUs;
    this.#fade(nowNs);
    while (this.#newest >= 0 && serialDistance(this.#newest, this.#next) > 0) {
      if (!this.#isOld(nowNs)) return;
      this.#judge();
    }
  }

  /** Whether the next to be judged may be. */
  #isOld(nowNs: number): boolean {
    const at = this.#next & (this.#ring - 1);
    const start = this.#masks[at] === 0 ? this.#startOfMissing() : this.#starts[at];
    return nowNs - start >= SETTLE_NS;
  }

  #grow(): void {
    const { length } = this.#masks;
    const [masks, sizes, starts] = [this.#masks, this.#sizes, this.#starts];
    this.#ring = 2 * length;
    this.#masks = new Uint16Array(this.#ring);
    this.#sizes = new Uint8Array(this.#ring);
    this.#starts = new Float64Array(this.#ring);
    for (let back = 0; back < length; back++) {
      const sequence = (this.#newest - back) >>> 0;
      const from = sequence & (length - 1);
      const to = sequence & (this.#ring - 1);
      this.#masks[to] = masks[from];
      this.#sizes[to] = sizes[from];
      this.#starts[to] = starts[from];
    }
  }

  #judge(): void {
    const at = this.#next & (this.#ring - 1);
    const missing = this.#masks[at] === 0;
    const start = missing ? this.#startOfMissing() : this.#starts[at];
    const size = missing ? this.#sizeOfMissing() : this.#sizes[at];
    for (let copy = 0; copy < size; copy++) {
      this.#slot(start + this.#offsetNs(copy, size), (this.#masks[at] & (1 << copy)) === 0);
    }
    this.#sizes[at] = size;
    this.#starts[at] = start;
    this.#next = (this.#next + 1) >>> 0;
  }

  /** A frame of which no copy came went out between its neighbours. */
  #startOfMissing(): number {
    const before = this.#starts[(this.#next - 1) & (this.#ring - 1)];
    let gap = 1;
    while (this.#masks[(this.#next + gap) & (this.#ring - 1)] === 0 && gap < this.#ring) gap++;
    const after = this.#starts[(this.#next + gap) & (this.#ring - 1)];
    return before > 0 && before < after ? before + (after - before) / (gap + 1) : after;
  }

  #sizeOfMissing(): number {
    const before = this.#sizes[(this.#next - 1) & (this.#ring - 1)];
    return before > 0 ? before : this.#offsetsUs.length;
  }

  #offsetNs(index: number, size: number): number {
    const seen = this.#seenNs[size * MAX_COPIES + index];
    if (seen >= 0) return seen;
    if (size === this.#offsetsUs.length) return this.#offsetsUs[index] * 1000;
    return (500e3 * index) / size;
  }

  #slot(atNs: number, lost: boolean): void {
    this.expected++;
    this.#recentExpected++;
    if (lost) {
      this.lost++;
      this.#recentLost++;
      this.#run++;
    } else if (this.#run > 0) {
      this.runs[Math.min(5, Math.ceil(Math.log2(this.#run)))]++;
      this.#run = 0;
    }
    const known = Math.min(this.#slots, HISTORY);
    for (let back = 1; back <= known; back++) {
      const i = (this.#slots - back) % HISTORY;
      const lag = Math.abs(atNs - this.#slotTimes[i]);
      if (lag > PAIR_SPAN_NS) continue;
      const other = this.#slotLost[i];
      if (!lost && other === 0) continue;
      const lagClass = classOfLag(lag / 1e6);
      // Loss looks the same forwards and backwards, so each pair is evidence twice.
      this.#pairs[lagClass] += (lost ? 1 : 0) + other;
      if (lost && other === 1) this.#both[lagClass] += 2;
    }
    this.#slotTimes[this.#slots % HISTORY] = atNs;
    this.#slotLost[this.#slots % HISTORY] = lost ? 1 : 0;
    this.#slots++;
  }

  #fade(nowNs: number): void {
    const passed = nowNs - this.#fadedNs;
    if (passed < 50e6) return;
    this.#fadedNs = nowNs;
    const rateLeft = Math.exp(-passed / RATE_MEMORY_NS);
    const pairsLeft = Math.exp(-passed / PAIR_MEMORY_NS);
    this.#recentExpected *= rateLeft;
    this.#recentLost *= rateLeft;
    for (let i = 0; i < LAGS_MS.length; i++) {
      this.#pairs[i] *= pairsLeft;
      this.#both[i] *= pairsLeft;
    }
  }

  get weight(): number {
    return this.#recentExpected;
  }

  report(out: LossReport): void {
    out.rate = this.#recentExpected > 0.5 ? this.#recentLost / this.#recentExpected : 0;
    // What is seen at the longest lag is no run but how the path is now: where it has just become worse the rate does not say that yet.
    let usual = out.rate;
    for (let i = LAGS_MS.length - 1; i >= 0; i--) {
      out.conditional[i] = this.#conditional(i, usual);
      if (usual === out.rate) usual = Math.max(usual, out.conditional[i]);
    }
  }

  /** The share lost after a loss, or the plain rate where chance alone explains the difference. */
  #conditional(lag: number, rate: number): number {
    const pairs = this.#pairs[lag];
    if (pairs < MIN_PAIRS) return -1;
    const share = this.#both[lag] / pairs;
    // Pairs overlap, so there is less evidence than their number says.
    const deviation = Math.sqrt((rate * (1 - rate)) / (pairs / PAIRS_PER_PROOF));
    return share - rate > SURE_DEVIATIONS * deviation ? share : rate;
  }
}

function classOfLag(lagMs: number): number {
  for (let i = 0; i < LAG_ENDS_MS.length; i++) if (lagMs < LAG_ENDS_MS[i]) return i;
  return LAG_ENDS_MS.length - 1;
}
