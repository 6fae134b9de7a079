import { MAX_COPIES } from './burst-plan.js';
import type { LossReport } from './loss-report.js';

/** A queue of this length that never empties is congestion: jitter alone lets some packet through quickly. */
const STANDING_QUEUE_US = 8_000;
/** How long a queue has to stand, with more loss than before: one report may be chance. */
const STANDING_NS = 100e6;
const QUEUE_LOSS = 0.01;
/** Noise of the measured loss, as a share of it. */
const LOSS_NOISE = 0.1;
/**
 * A queue this long is congestion before anything is lost: the link may have room for seconds of it. It has to last, because a receiver
 * that was not let run for a moment looks the same.
 */
const LONG_QUEUE_US = 25_000;
const LONG_QUEUE_NS = 250e6;
/** Reports of a queue that are further apart do not belong together. */
const QUEUE_GAP_NS = 500e6;
/** A path that loses less by chance is clean. */
const CLEAN_LOSS = 0.01;
/** How fast the loss without a queue is learnt: about so many reports. */
const CALM_REPORTS = 50;
const FIRST_PAUSE_NS = 5e9;
const LAST_PAUSE_NS = 60e9;
const CALM_NS = 300e9;
const PROBE_COPIES = 3;
const PROBE_NS = 2e9;
/** Arrivals are counted over a second, so the effect of a change shows after a little more. */
const EFFECT_NS = 1.2e9;
const EFFECT_END_NS = 3e9;
const MOST_RECEIVERS = 16;
const STEP_NS = 300e6;
const SEVERE_LOSS = 0.1;
/** With more loss than that beside chance the path is not fine yet, whether a queue is seen or not. */
const RECOVER_LOSS = 0.05;
const HOPELESS_LOSS = 0.5;
const HOPELESS_NS = 10e9;
const HOPELESS_GAP_NS = 2e9;
/** Loss that needs no queue beside it once copies have been taken back, when it lasts. */
const HEAVY_LOSS = 0.3;
const LOSSY_NS = 2.5e9;
/** History is redundancy too: with copies, most of it goes at once. */
const CONGESTED_LEVEL = 1 / 4;
const LEAST_LEVEL = 1 / 32;
/** Repetitions at level 1, and the share of events that may be lost with those that random loss alone asks for. */
const FULL_REPETITIONS = 40;
const RESIDUAL = 1e-4;
/** Loss that is measured during congestion and so soon after it is the congestion's. */
const AFTERMATH_NS = 5e9;
const REOPEN_NS = 10e9;

/** Why media stopped. */
export interface CircuitState {
  readonly open: boolean;
  readonly reason: string;
}

/**
 * Tells congestion from noise, and takes copies back where copies are the cause (spec/toast/v2, section 9; row T14). First the copies
 * fall, then the rate, then media stops. Random loss lets through more when more is sent; a bottleneck does not.
 */
export interface CongestionGuard {
  /** Takes a receiver's report. `sentPerSecond`: datagrams this sender sent in the last second. */
  observe(receiverId: number, report: LossReport, nowNs: number, sentPerSecond: number): void;
  /** To be called when the number of copies is about to change. */
  copiesChanged(copies: number, nowNs: number, sentPerSecond: number): void;
  /** The most copies allowed now. */
  maxCopies(nowNs: number): number;
  /** Share of the repetitions and of bulk data that may be sent, 1 to 1/32. */
  readonly level: number;
  readonly circuit: CircuitState;
  /** Times that copies were taken back. */
  readonly trips: number;
}

export function createCongestionGuard(): CongestionGuard {
  return new Guard();
}

/** What was sent and arrived before the copies rose. */
interface Change {
  readonly sinceNs: number;
  readonly sent: number;
  readonly arrivals: ReadonlyMap<number, number>;
}

class Guard implements CongestionGuard {
  level = 1;
  circuit: CircuitState = { open: false, reason: '' };
  trips = 0;
  #copies = 1;
  #congestedUntilNs = -1;
  #probeUntilNs = -1;
  #pauseNs = FIRST_PAUSE_NS;
  #lastTripNs = -Infinity;
  /** What lately arrived at each receiver, in a second. */
  readonly #arrivals = new Map<number, number>();
  #change: Change | undefined;
  #lastStepNs = 0;
  readonly #standing = new Lasting(STANDING_NS);
  readonly #long = new Lasting(LONG_QUEUE_NS);
  #jammedNs = -Infinity;
  /** Loss while no queue stands: what a queue adds to it is congestion. */
  #calmLoss = 0;
  #recovering = false;
  readonly #lossy = new Lasting(LOSSY_NS);
  readonly #hopeless = new Lasting(HOPELESS_NS, HOPELESS_GAP_NS);
  #openedNs = 0;

  observe(receiverId: number, report: LossReport, nowNs: number, sentPerSecond: number): void {
    const queue = report.queueUs > STANDING_QUEUE_US;
    // Where nothing is lost by chance, the first loss with a queue is proof enough.
    const standing = this.#standing.lasts(queue, nowNs) || (queue && this.#calmLoss < CLEAN_LOSS);
    const longQueue = this.#long.lasts(report.queueUs > LONG_QUEUE_US, nowNs);
    const added = report.rate - this.#calmLoss;
    const more = (least: number): boolean => added > least + LOSS_NOISE * this.#calmLoss;
    const calm = !queue && this.level === 1 && nowNs - this.#jammedNs > AFTERMATH_NS;
    if (calm) this.#calmLoss += added / CALM_REPORTS;
    const congested =
      longQueue ||
      (standing && more(QUEUE_LOSS)) ||
      this.#moreBroughtNothing(receiverId, report.arrivals, nowNs, sentPerSecond);
    if (congested && this.maxCopies(nowNs) > 1) this.#trip(nowNs);
    else if (this.#congestedUntilNs >= 0) {
      // Under heavy loss hardly a stamp comes through, and no queue is seen.
      const lossy = this.#lossy.lasts(more(HEAVY_LOSS), nowNs);
      const severe = longQueue || lossy || (standing && more(SEVERE_LOSS));
      this.#adjustLevel(severe, more(RECOVER_LOSS), nowNs);
      this.#adjustCircuit(severe, report, nowNs);
    }
    this.#noteArrivals(receiverId, report.arrivals);
  }

  #noteArrivals(receiverId: number, arrivals: number): void {
    this.#arrivals.delete(receiverId);
    this.#arrivals.set(receiverId, arrivals);
    if (this.#arrivals.size <= MOST_RECEIVERS) return;
    const [longestSilent] = this.#arrivals.keys();
    this.#arrivals.delete(longestSilent);
  }

  /** What random loss alone asks for is never taken away. */
  #leastLevel(): number {
    if (this.#calmLoss < CLEAN_LOSS) return LEAST_LEVEL;
    const repetitions = Math.log(RESIDUAL) / Math.log(Math.min(0.9, this.#calmLoss));
    return Math.min(1, Math.max(LEAST_LEVEL, repetitions / FULL_REPETITIONS));
  }

  copiesChanged(copies: number, nowNs: number, sentPerSecond: number): void {
    if (copies > this.#copies)
      this.#change ??= { sinceNs: nowNs, arrivals: new Map(this.#arrivals), sent: sentPerSecond };
    else if (copies < this.#copies) this.#change = undefined;
    this.#copies = copies;
  }

  maxCopies(nowNs: number): number {
    if (this.level < 1 || nowNs < this.#congestedUntilNs) return 1;
    return nowNs < this.#probeUntilNs ? PROBE_COPIES : MAX_COPIES;
  }

  /** More was sent, and a second later no more arrived: chance would have let its share through. */
  #moreBroughtNothing(
    receiverId: number,
    arrivals: number,
    nowNs: number,
    sentPerSecond: number,
  ): boolean {
    const change = this.#change;
    if (change === undefined || nowNs - change.sinceNs < EFFECT_NS) return false;
    if (nowNs - change.sinceNs > EFFECT_END_NS) this.#change = undefined;
    const before = change.arrivals.get(receiverId);
    if (before === undefined || before < 5 || change.sent < 20) return false;
    if (sentPerSecond < change.sent * 1.3) return false;
    const expected = (before * sentPerSecond) / change.sent;
    return arrivals < before * 1.15 && expected - arrivals > 4 * Math.sqrt(expected);
  }

  #trip(nowNs: number): void {
    this.trips++;
    this.level = Math.max(Math.min(this.level, CONGESTED_LEVEL), this.#leastLevel());
    this.#jammedNs = nowNs;
    this.#pauseNs = nowNs - this.#lastTripNs > CALM_NS ? FIRST_PAUSE_NS : this.#longerPause();
    this.#lastTripNs = nowNs;
    this.#lastStepNs = nowNs;
    this.#hold(nowNs);
    this.#change = undefined;
  }

  #longerPause(): number {
    return Math.min(LAST_PAUSE_NS, this.#pauseNs * 2);
  }

  #hold(nowNs: number): void {
    this.#congestedUntilNs = nowNs + this.#pauseNs;
    this.#probeUntilNs = this.#congestedUntilNs + PROBE_NS;
  }

  /** With one copy already: what is repeated falls by half, and comes back a step a pause. */
  #adjustLevel(severe: boolean, lossy: boolean, nowNs: number): void {
    const leastLevel = this.#leastLevel();
    if (severe) {
      this.#jammedNs = nowNs;
      if (this.#recovering) this.#pauseNs = this.#longerPause();
      this.#recovering = false;
      this.#hold(nowNs);
      if (nowNs - this.#lastStepNs > STEP_NS && this.level > leastLevel) {
        this.level = Math.max(this.level / 2, leastLevel);
        this.#lastStepNs = nowNs;
      }
    } else if (lossy) this.#hold(nowNs);
    else if (this.level < 1 && nowNs > this.#congestedUntilNs) {
      this.level = Math.min(1, this.level * 2);
      this.#recovering = true;
      this.#hold(nowNs);
    }
  }

  #adjustCircuit(severe: boolean, report: LossReport, nowNs: number): void {
    const hopeless = severe && report.rate > HOPELESS_LOSS && this.level <= this.#leastLevel();
    if (this.circuit.open) {
      if (!hopeless && nowNs - this.#openedNs > REOPEN_NS)
        this.circuit = { open: false, reason: '' };
      return;
    }
    if (this.#hopeless.lasts(hopeless, nowNs)) {
      this.#openedNs = nowNs;
      this.circuit = {
        open: true,
        reason:
          `${Math.round(report.rate * 100)} % of what was sent is lost with a queue of ${Math.round(report.queueUs / 1000)} ms ` +
          'although copies and rate are at their least: the path is too narrow for this stream',
      };
    }
  }
}

/** Whether something has gone on for a time, as far as reports tell. */
class Lasting {
  #sinceNs = -Infinity;
  #lastNs = -Infinity;

  constructor(
    readonly leastNs: number,
    readonly gapNs = QUEUE_GAP_NS,
  ) {}

  lasts(now: boolean, nowNs: number): boolean {
    if (!now) return false;
    if (nowNs - this.#lastNs > this.gapNs) this.#sinceNs = nowNs;
    this.#lastNs = nowNs;
    return nowNs - this.#sinceNs >= this.leastNs;
  }
}
