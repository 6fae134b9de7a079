import { createSampleWindow, type SampleWindow } from './sample-window.js';
import { createStripFit, evidence, fitStrip, stripWidth, type StripFit } from './strip-fit.js';

/** What is known of a peer's clock at one time. An object that is reused. */
export interface PeerClockEstimate {
  /** Peer's clock less this process's, nanoseconds. */
  readonly offsetNs: number;
  /**
   * The offset is within this with 95 % probability, if the smallest delays there and back are equal. The part of the error that
   * can be known.
   */
  readonly errorBoundNs: number;
  /**
   * Half of the smallest round trip. By so much can the offset be wrong beside {@link errorBoundNs} where the path takes longer in one
   * direction than in the other: no exchange of time stamps can tell.
   */
  readonly asymmetryNs: number;
  /** How much faster the peer's clock runs, parts per million, and its 95 % bound. */
  readonly driftPpm: number;
  readonly driftBoundPpm: number;
  /** Mean delay beyond the smallest, from the peer to here and from here to the peer, microseconds. */
  readonly inJitterUs: number;
  readonly outJitterUs: number;
  /** Smallest round trip, nanoseconds. */
  readonly roundTripNs: number;
  /** 0 (unknown) to 1 (bound of nothing): 1 / (1 + bound in milliseconds). */
  readonly quality: number;
}

export interface PeerClockOptions {
  /**
   * How fast the difference of two clocks' frequencies wanders, standard deviation after a second, parts per billion: what it is at most
   * worth to look back for. Crystals in a room have 1 to 20.
   * @default 10
   */
  readonly wanderPpbPerRootS?: number;
}

/**
 * The clock of a peer as seen from here, from the time stamps that both put on their heartbeats (row S4). No request and no
 * answer: each direction is looked at by itself, its smallest delays count.
 */
export interface PeerClock {
  /** A frame that the peer sent at `sentNs` of its clock came at `arrivalNs` of this one. Does not allocate once it has grown. */
  noteIncoming(sentNs: number, arrivalNs: number): void;
  /** A frame sent at `sentNs` of this clock came at the peer at `arrivalNs` of its. */
  noteOutgoing(sentNs: number, arrivalNs: number): void;
  /** Whether both directions have been heard. */
  readonly known: boolean;
  /** Samples in use, from the peer and to it. */
  readonly incoming: number;
  readonly outgoing: number;
  /** Times that a clock was found to have stepped or slept, and everything was begun again. */
  readonly steps: number;
  /** The estimate at `nowNs`; undefined until {@link known}. Computed anew, when asked, after a sample that tells something new, and four times a second. */
  estimate(nowNs: number): PeerClockEstimate | undefined;
  /** A time of the peer's clock for one of this clock, and back; NaN until {@link known}. */
  toPeer(ownNs: number): number;
  toOwn(peerNs: number): number;
  /** Forgets everything: the peer has another clock now. */
  reset(): void;
}

/** 128 s of the usual ten heartbeats a second. */
const MOST_SAMPLES = 1280;
const SHORTEST_WINDOW_S = 4;
const LONGEST_WINDOW_S = 120;
/** 95 % of what is distributed like a difference of two exponential delays lies within so many standard deviations. */
const BOUND_DEVIATIONS = 3.2;
/** Stamps are made of clock readings and rounded. */
const STAMP_NS = 200;
/** Delays cannot be negative, but stamps can be this far off. */
const STEP_NS = 20e3;
/** The last part of the window is looked at by itself: an older part that is so unlikely beside it (as e to this) is of another clock. */
const RECENT_SHARES = [1 / 16, 1 / 4];
const EVIDENCE = 16;
/** Some datagrams are faster by this than all others, the caches being warm: less than that is no change, and forgotten soon. */
const LEAST_SQUEEZE_NS = 60e3;
/** Times that are looked at to find when a change was. */
const CHANGE_LOOKS = 32;
const CHECK_NS = 500e6;
/** Samples that tell nothing new are taken into account this often, or at once where there are few or one undercuts the others. */
const REFIT_NS = 250e6;
const FEW_SAMPLES = 32;
const TELLING_NS = 100;

export function createPeerClock(options: PeerClockOptions = {}): PeerClock {
  return new StripClock((options.wanderPpbPerRootS ?? 10) / 1e9);
}

type MutableEstimate = { -readonly [K in keyof PeerClockEstimate]: PeerClockEstimate[K] };

class StripClock implements PeerClock {
  steps = 0;
  readonly #incoming = createSampleWindow(MOST_SAMPLES);
  readonly #outgoing = createSampleWindow(MOST_SAMPLES);
  readonly #fit = createStripFit();
  readonly #estimate: MutableEstimate = {
    offsetNs: 0,
    errorBoundNs: 0,
    asymmetryNs: 0,
    driftPpm: 0,
    driftBoundPpm: 0,
    inJitterUs: 0,
    outJitterUs: 0,
    roundTripNs: 0,
    quality: 0,
  };
  /** The time that the fit is for, and whether it is of all samples. */
  #fitNs = 0;
  #fitted = false;
  #checkedNs = -Infinity;
  #windowNs = LONGEST_WINDOW_S * 1e9;

  constructor(readonly wander: number) {}

  get known(): boolean {
    return this.#incoming.count > 0 && this.#outgoing.count > 0;
  }

  get incoming(): number {
    return this.#incoming.count;
  }

  get outgoing(): number {
    return this.#outgoing.count;
  }

  noteIncoming(sentNs: number, arrivalNs: number): void {
    this.#incoming.add(arrivalNs, arrivalNs - sentNs);
    this.#judge(this.#incoming, arrivalNs - sentNs + this.#lineAt(arrivalNs));
  }

  noteOutgoing(sentNs: number, arrivalNs: number): void {
    this.#outgoing.add(sentNs, arrivalNs - sentNs);
    this.#judge(this.#outgoing, arrivalNs - sentNs - this.#lineAt(sentNs));
  }

  #lineAt(ownNs: number): number {
    return this.#fit.offset + this.#fit.drift * (ownNs - this.#fitNs);
  }

  /** A sample above the smallest delay tells next to nothing, and can wait; one below it tells all. */
  #judge(direction: SampleWindow, delay: number): void {
    const telling = delay < this.#fit.roundTrip / 2 - TELLING_NS || direction.count < FEW_SAMPLES;
    if (telling || direction.lastNs - this.#fitNs > REFIT_NS) this.#fitted = false;
  }

  estimate(nowNs: number): PeerClockEstimate | undefined {
    if (!this.#refresh(nowNs)) return undefined;
    const fit = this.#fit;
    const ageS = Math.max(0, nowNs - this.#newestNs()) / 1e9;
    const aheadNs = nowNs - this.#fitNs;
    // Beside what the samples leave open: how far the frequency may have wandered within the window and since its end.
    const wanderS = Math.min(this.#spanNs(), this.#windowNs) / 2e9 + ageS;
    const wanderNs = this.wander * wanderS * Math.sqrt(wanderS) * 1e9;
    const driftNs = fit.driftDeviation * Math.abs(aheadNs);
    const out = this.#estimate;
    out.offsetNs = this.#lineAt(nowNs);
    out.errorBoundNs = BOUND_DEVIATIONS * (fit.offsetDeviation + driftNs) + 2 * wanderNs + STAMP_NS;
    out.asymmetryNs = Math.max(0, fit.roundTrip) / 2;
    out.driftPpm = fit.drift * 1e6;
    out.driftBoundPpm =
      (BOUND_DEVIATIONS * fit.driftDeviation + 2 * this.wander * Math.sqrt(wanderS)) * 1e6;
    out.inJitterUs = fit.inJitter / 1e3;
    out.outJitterUs = fit.outJitter / 1e3;
    out.roundTripNs = Math.max(0, fit.roundTrip);
    out.quality = 1 / (1 + out.errorBoundNs / 1e6);
    return out;
  }

  toPeer(ownNs: number): number {
    if (!this.#refresh(ownNs)) return NaN;
    return ownNs + this.#lineAt(ownNs);
  }

  toOwn(peerNs: number): number {
    if (!this.#fitted && !this.#refresh(this.#newestNs())) return NaN;
    const { offset, drift } = this.#fit;
    return this.#fitNs + (peerNs - offset - this.#fitNs) / (1 + drift);
  }

  reset(): void {
    this.#incoming.clear();
    this.#outgoing.clear();
    this.#fitted = false;
    this.#windowNs = LONGEST_WINDOW_S * 1e9;
  }

  #newestNs(): number {
    return Math.max(this.#incoming.lastNs, this.#outgoing.lastNs);
  }

  /** From the later of the two first samples to the newest: what both directions span. */
  #spanNs(): number {
    return this.#newestNs() - Math.min(this.#incoming.firstNs, this.#outgoing.firstNs);
  }

  /** Fits anew where samples have come since. False when a direction is missing. */
  #refresh(nowNs: number): boolean {
    if (this.#fitted) return true;
    if (!this.known) return false;
    const newestNs = this.#newestNs();
    this.#incoming.dropBefore(newestNs - LONGEST_WINDOW_S * 1e9);
    this.#outgoing.dropBefore(newestNs - LONGEST_WINDOW_S * 1e9);
    if (!this.#fitSince(newestNs - this.#windowNs, newestNs, this.#fit)) return false;
    if (this.#fit.roundTrip < -STEP_NS) {
      this.#stepped();
      return this.#refresh(nowNs);
    }
    this.#fitNs = newestNs;
    this.#fitted = true;
    this.#chooseWindow();
    if (newestNs - this.#checkedNs > CHECK_NS) this.#checkRecent(newestNs);
    return true;
  }

  #fitSince(sinceNs: number, atNs: number, fit: StripFit): boolean {
    if (fitStrip(this.#incoming, this.#outgoing, sinceNs, atNs, fit)) return true;
    // A direction that has long been silent: what there is of it is better than nothing.
    return fitStrip(this.#incoming, this.#outgoing, -Infinity, atNs, fit);
  }

  /** There and back in less than no time: a clock has stepped since the older samples, of which nothing is of use. */
  #stepped(): void {
    this.steps++;
    const older = this.#incoming.lastNs < this.#outgoing.lastNs ? this.#incoming : this.#outgoing;
    const newer = older === this.#incoming ? this.#outgoing : this.#incoming;
    newer.dropBefore(newer.lastNs);
    older.dropBefore(older.lastNs);
    if (this.#fitSince(-Infinity, this.#newestNs(), this.#fit) && this.#fit.roundTrip < -STEP_NS)
      older.clear();
  }

  /**
   * Noise asks for a long window, wander for a short one: the length at which both cost the same. An edge is known to jitter /
   * (rate × window), and a random walk of the frequency moves the offset by wander × window^1.5.
   */
  #chooseWindow(): void {
    const fit = this.#fit;
    const spanS = Math.max(0.1, this.#spanNs() / 1e9);
    const perSecond = Math.min(this.#incoming.count, this.#outgoing.count) / spanS;
    const jitterS = (fit.inJitter + fit.outJitter) / 2e9;
    const windowS = Math.pow(jitterS / (perSecond * this.wander), 0.4);
    this.#windowNs = Math.min(LONGEST_WINDOW_S, Math.max(SHORTEST_WINDOW_S, windowS)) * 1e9;
  }

  /** A clock that has stepped by less than a round trip, or changed its pace, shows in the recent samples first. */
  #checkRecent(newestNs: number): void {
    this.#checkedNs = newestNs;
    const spanNs = Math.min(this.#windowNs, this.#spanNs());
    for (const share of RECENT_SHARES) {
      const sinceNs = newestNs - spanNs * share;
      const older = stripWidth(this.#incoming, this.#outgoing, newestNs - spanNs, sinceNs);
      const squeezedNs = older - this.#fit.roundTrip;
      const count = (1 - share) * Math.min(this.#incoming.count, this.#outgoing.count);
      // Later points narrow a strip by no more than their own jitter does, unless a clock has changed: then it is squeezed between the points
      // of two lines. A queue alone, which makes later delays longer, does not narrow it.
      if (squeezedNs < LEAST_SQUEEZE_NS || evidence(squeezedNs, this.#fit, count, count) < EVIDENCE)
        continue;
      this.steps++;
      const changedNs = this.#changeBetween(newestNs - 2 * share * spanNs, newestNs, spanNs);
      this.#incoming.dropBefore(changedNs);
      this.#outgoing.dropBefore(changedNs);
      this.#fitted = false;
      this.#refresh(newestNs);
      return;
    }
  }

  /** When the clock changed: where the points before and those after, each by themselves, leave the widest strips. */
  #changeBetween(fromNs: number, toNs: number, spanNs: number): number {
    let best = -Infinity;
    let bestNs = fromNs;
    for (let i = 1; i < CHANGE_LOOKS; i++) {
      const atNs = fromNs + ((toNs - fromNs) * i) / CHANGE_LOOKS;
      const before = stripWidth(this.#incoming, this.#outgoing, toNs - spanNs, atNs);
      const after = stripWidth(this.#incoming, this.#outgoing, atNs, Infinity);
      // Both weighed by how many points have to fit.
      const score = before * (atNs - toNs + spanNs) + after * (toNs - atNs);
      if (score <= best || Number.isNaN(score)) continue;
      best = score;
      bestNs = atNs;
    }
    return bestNs;
  }
}
