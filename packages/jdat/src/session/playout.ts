import { type ArrivalSpread, createArrivalSpread } from './arrival-spread.js';
import { createDelayMoves, type DelayMoves } from './delay-moves.js';
import { createDelayWatch, type DelayWatch } from './delay-watch.js';
import { REACH } from './interpolator.js';
import { FirstPlace } from './first-place.js';
import { createLineFit, type LineFit } from './line-fit.js';
import { createNeedMeter, type NeedMeter } from './need-meter.js';
import { createPace, type Pace } from './pace.js';
import { createRecentOffset, type RecentOffset } from './recent-offset.js';

/** Nothing is corrected within this: with both on one clock what is played stays what was sent, to the bit. */
const QUIET_NS = 0.25e6;
/** Buckets of a second that a drift is told from. */
const LEAST_SECONDS = 4;
/** An offset is made good over about this long. */
const CORRECT_SECONDS = 20;
const MOST_CORRECTION_PPM = 500;
/** So many reads have the usual delay or more, which moves by so much of the time. */
const USUAL_SHARE = 0.8;
const FOLLOW_SHARE = 4e-3;
/** What is corrected whatever it comes from. */
const OFF_NS = 0.75e6;
/** A surplus less than this is not worth correcting. */
const SURPLUS_NS = 1e6;
const SHRINK_NS = 0.5e6;
/** Messages that must have been judged before the delay is changed by them slowly. */
const ADAPT_COUNT = 512;
/** Further off a set delay than this is no drift: a device was late and nobody noticed, the reader paused, or the timeline stepped. What drifts is further off until it is led back. */
const FAR_NS = 1.5e6;
const FAR_LED_NS = 4e6;
/** Further behind than this an adaptive delay does not come back by itself. */
const BEHIND_NS = 60e6;
/** What no correction is worth: a drift below it is none. */
const NO_DRIFT_PPM = 1;
/** No clock is so far off: the times of a device have jumped. */
const MOST_DRIFT = 400e-6;
const MOST_DRIFT_APART = 1e-3;
/** The offset of another host's clock is followed over so long, and at once where it is further off. */
const CLOCK_FOLLOWED_NS = 20e9;
const CLOCK_STEP_NS = 8e6;
/** Somewhat longer than until it is first looked whether the delay could be less: by then it is known how things go on. */
const YOUNG_NS = 2.1e9;
/** Messages that come at once were held up by one stall: more of them than that say no more of how late what is to come will be. */
const MOST_OF_A_BURST = 3;
const BURST_SHARE = 1 / 4;
/** In crumbs it would grow at a seam each. */
const LEAST_GROWTH_NS = 0.5e6;

export interface PlayoutOptions {
  /** Of the reader. */
  readonly sampleRate: number;
  /** The same delay for all; undefined where it adapts. */
  readonly playoutDelayNs: number | undefined;
  readonly minDelayNs: number;
  readonly maxDelayNs: number;
  readonly inTime: number;
  readonly marginNs: number;
  /** Whether the reader's clock is another than the sender's; undefined while that is not known. */
  drifts(): boolean | undefined;
}

/**
 * Decides which place of a stream is read when. Either a common delay after the timestamps, or the least delay that what is measured asks for: it grows at once when
 * more come late than may. Where nothing drifts it shrinks by a faded move now and then, so that all else is played to the bit; otherwise slowly, by resampling. In both
 * cases the drift between the sender's clock and the reader's is measured over minutes and corrected by the pace.
 */
export interface Playout {
  readonly pace: Pace;
  /** The same delay for all, nanoseconds; undefined where it adapts. */
  readonly commonNs: number | undefined;
  /** The delay that is kept, nanoseconds: after the timestamps, or after the fastest arrival. */
  readonly targetNs: number;
  /** How much later than the fastest messages come at most, of late, nanoseconds. */
  readonly jitterNs: number;
  /** How much faster the stream's frames come than the reader takes them, ppm. */
  readonly driftPpm: number;
  /**
   * A message with frames from `place` on came, `frames` of them, the first played at `timestampNs` by the sender's clock and at `playedNs` on this process's, NaN if that is
   * unknown. Returns by how much it is late.
   */
  arrived(
    place: number,
    frames: number,
    timestampNs: number,
    playedNs: number,
    atNs: number,
    nextPlace: number,
  ): number;
  /** Where a reader begins who takes `frames` frames at `atNs`, now or soon; `end` is the end of what has come. NaN while that is not known. */
  begin(nowNs: number, atNs: number, frames: number, end: number): number;
  /** The reader, who has taken `count` frames, takes some more and needs the stream from `from` to before `to`. */
  read(count: number, atNs: number, from: number, to: number): void;
  /** How long after it was played (or came at the fastest) the frame at `place` is read if it is the reader's `count`th, nanoseconds; NaN at first. */
  delayNs(count: number, place: number, atNs: number): number;
  /** Frames that the stream is to wait at the next gap. */
  wait(count: number, place: number, atNs: number): number;
  /** It has waited so many. */
  waited(frames: number): void;
  /**
   * Frames to be skipped by the reader, who has taken `count` and is about to take `frames` frames from `place` on: it is far behind, or where it belongs has just become known.
   * Negative where it is ahead. `end` is the end of what has come.
   */
  skip(count: number, place: number, atNs: number, frames: number, end: number): number;
  /** Where what is played, or comes at the fastest, at this moment lies; NaN while that is not known. */
  placeAt(atNs: number): number;
  /** Keeps this delay from now on, or the least (undefined): the reader goes there by one faded step. */
  keep(commonNs: number | undefined): void;
  /** The stream's clock has begun anew. */
  restart(): void;
}

export function createPlayout(options: PlayoutOptions): Playout {
  return new SteeredPlayout(options);
}

class SteeredPlayout implements Playout {
  targetNs = NaN;
  driftPpm = 0;
  commonNs: number | undefined;
  readonly pace: Pace;
  readonly #options: PlayoutOptions;
  readonly #frameNs: number;
  /** Of the stream: when its frames were played, or came at the earliest, less their place. */
  readonly #stream: ArrivalSpread;
  /** What is to be added to a time of the sender's clock; NaN while that is not known. */
  #clockNs = NaN;
  /** When the reader's count was 0, by its last reads. */
  readonly #reads: RecentOffset = createRecentOffset();
  /** The delay of most reads, and of more: some are late, and after an x-run some are off for a moment. NaN after a move. */
  #usualDelayNs = NaN;
  /** Of the reader's device against the sender's. */
  readonly #devices: LineFit = createLineFit();
  readonly #needs: NeedMeter;
  readonly #first: FirstPlace;
  readonly #watch: DelayWatch = createDelayWatch();
  readonly #moves: DelayMoves = createDelayMoves();
  #most: number;
  /** Whether a message has been late since the delay was last looked at. */
  #someLate = false;
  /** When the last message came, and how many right behind each other before it. */
  #cameNs = -Infinity;
  #burst = 0;
  #quiet = 0;
  /** It has just become known when things were played, or the reader is off and nothing drifts: that is not corrected slowly. */
  #realign = false;
  /** Until then messages come late because programs are starting; NaN before the first read. */
  #youngUntilNs = NaN;
  /** The reader is to begin anew, once it is known where. */
  #anew = false;
  /** The reader began before it was known whether the clocks are the same. */
  #unsure = false;

  constructor(options: PlayoutOptions) {
    this.#options = options;
    this.#frameNs = 1e9 / options.sampleRate;
    this.pace = createPace(options.sampleRate);
    this.#needs = createNeedMeter(options.sampleRate);
    this.#stream = createArrivalSpread(options.sampleRate);
    this.#first = new FirstPlace(options, this.#stream);
    this.#most = options.maxDelayNs;
    this.commonNs = options.playoutDelayNs;
    if (this.commonNs !== undefined) this.targetNs = this.commonNs;
  }

  get jitterNs(): number {
    return this.#stream.slowestNs(1);
  }

  get #common(): boolean {
    return this.commonNs !== undefined;
  }

  /** Then only devices can drift. */
  get #oneClock(): boolean {
    return this.#options.drifts() === false;
  }

  arrived(
    place: number,
    frames: number,
    timestampNs: number,
    playedNs: number,
    atNs: number,
    nextPlace: number,
  ): number {
    if (!Number.isNaN(playedNs)) {
      // While it is not known when it was played, a set delay is after its arrival.
      if (this.#common && Number.isNaN(this.#clockNs)) this.#realign = true;
      this.#followClock(playedNs - timestampNs, frames);
    }
    const counts = this.#counts(frames, atNs);
    this.#stream.note(timestampNs, place, frames, atNs, counts);
    const lateNs = this.#needs.arrived(place, atNs, nextPlace, counts);
    if (lateNs > 0) this.#someLate = true;
    return lateNs;
  }

  /** What two hosts know of each other's clocks wanders, which no device does. */
  #followClock(clockNs: number, frames: number): void {
    const offNs = clockNs - this.#clockNs;
    const isFollowed = !this.#oneClock && Math.abs(offNs) < CLOCK_STEP_NS;
    const share = isFollowed ? Math.min(1, (frames * this.#frameNs) / CLOCK_FOLLOWED_NS) : 1;
    this.#clockNs = share === 1 ? clockNs : this.#clockNs + share * offNs;
  }

  /** When the frame at place 0 was played, or came at the fastest. */
  #streamNs(atNs: number): number {
    const isKnown = this.#common && !Number.isNaN(this.#clockNs);
    return isKnown ? this.#stream.stampNs + this.#clockNs : this.#stream.at(atNs);
  }

  #counts(frames: number, atNs: number): boolean {
    const isTogether = atNs - this.#cameNs < BURST_SHARE * frames * this.#frameNs;
    this.#burst = isTogether ? this.#burst + 1 : 0;
    this.#cameNs = atNs;
    return this.#burst < MOST_OF_A_BURST;
  }

  begin(nowNs: number, atNs: number, frames: number, end: number): number {
    this.pace.reset();
    this.#devices.clear();
    this.#needs.clear();
    this.#realign = false;
    this.#anew = false;
    this.#unsure = this.#options.drifts() === undefined;
    this.#reads.clear();
    this.#moved();
    this.#moves.begun(atNs);
    const offsetNs = this.#streamNs(atNs);
    if (Number.isNaN(offsetNs)) return NaN;
    if (this.#common) return this.#first.common(this.#setPlace(atNs), frames, end);
    const place = this.#first.closest(nowNs, atNs, frames, end);
    this.targetNs = atNs - offsetNs - place * this.#frameNs;
    this.#most = Math.max(this.#options.maxDelayNs, this.targetNs);
    return place;
  }

  /** Where one reads whose delay is set. */
  #setPlace(atNs: number): number {
    return (atNs - this.targetNs - this.#streamNs(atNs)) / this.#frameNs;
  }

  /** What was measured of the reader's delay is of before. By a set delay it is known where the reader is now. */
  #moved(): void {
    this.#watch.moved(this.#common ? this.targetNs + this.#clockNs : NaN);
    this.#usualDelayNs = NaN;
  }

  read(count: number, atNs: number, from: number, to: number): void {
    const offsetNs = this.#streamNs(atNs);
    if (Number.isNaN(offsetNs)) return;
    this.#growUp(atNs);
    const first = Math.floor(from);
    const reach = this.pace.corrects ? REACH : 0;
    const delayNs = atNs - offsetNs - first * this.#frameNs;
    this.#needs.read(first, Math.ceil(to) + reach, atNs, delayNs);
    const deviceNs = atNs - count * this.#frameNs;
    this.#reads.note(deviceNs);
    // On one clock timestamps say it, which no way disturbs.
    const isDirect = this.#oneClock && !Number.isNaN(this.#stream.stampNs);
    const sourceNs = isDirect ? this.#stream.stampNs : offsetNs;
    const full = this.#devices.note(atNs, deviceNs - sourceNs);
    this.#noteDelay(this.delayNs(count, from, atNs), (to - from) * this.#frameNs);
    if (full) this.#afterSecond();
  }

  /** Goes up and down a little with each read, so that it comes to lie where one in five is less. */
  #noteDelay(delayNs: number, spanNs: number): void {
    if (Number.isNaN(this.#usualDelayNs)) this.#usualDelayNs = delayNs;
    const isLess = delayNs < this.#usualDelayNs;
    this.#usualDelayNs += FOLLOW_SHARE * spanNs * (isLess ? -USUAL_SHARE : 1 - USUAL_SHARE);
  }

  #afterSecond(): void {
    const errorNs = this.#usualDelayNs - this.targetNs;
    // Before the clocks are known nothing is resampled: what is one clock's is to stay exact.
    if (this.#options.drifts() === undefined || !Number.isFinite(errorNs)) return;
    if (this.#devices.buckets < LEAST_SECONDS) return;
    const isMoving = !this.#oneClock || this.pace.corrects;
    const adapted = !this.#common && isMoving && this.#adapt();
    this.driftPpm = this.#drift() * 1e6;
    const drifts = Math.abs(this.driftPpm) >= NO_DRIFT_PPM;
    // On one clock only devices can drift, or the delay be changed; the rest is the noise of a device's times around an x-run.
    if (this.#oneClock && !this.pace.corrects && !adapted && !drifts) {
      this.#realign = this.#common && Math.abs(errorNs) > OFF_NS;
      return;
    }
    this.#steer(errorNs);
  }

  #growUp(atNs: number): void {
    if (Number.isNaN(this.#youngUntilNs)) this.#youngUntilNs = atNs + YOUNG_NS;
    if (atNs < this.#youngUntilNs) return;
    this.#youngUntilNs = Infinity;
    this.#stream.forgetLate();
    this.#needs.clear();
  }

  /** How much faster the stream's frames come than the reader takes them. On one clock less than what times wobble by is no drift. */
  #drift(): number {
    const { slope, slopeBound } = this.#devices;
    if (Math.abs(slope) > (this.#oneClock ? MOST_DRIFT : MOST_DRIFT_APART)) {
      this.#devices.clear();
      return 0;
    }
    return this.#oneClock && Math.abs(slope) <= slopeBound ? 0 : slope;
  }

  delayNs(count: number, place: number, atNs: number): number {
    return this.#reads.ns - this.#streamNs(atNs) + (count - place) * this.#frameNs;
  }

  /** Slowly, by the pace: down to what is enough however reads lie, and up to it where they move against the messages. True when it is to be another delay. */
  #adapt(): boolean {
    const { inTime, marginNs, minDelayNs } = this.#options;
    if (this.#needs.count < ADAPT_COUNT) return false;
    const reachNs = this.pace.corrects ? 0 : REACH * this.#frameNs;
    const enoughNs = Math.max(minDelayNs, this.#needs.worst(inTime) + marginNs + reachNs);
    const surplusNs = this.targetNs - enoughNs;
    if (surplusNs > SURPLUS_NS) this.targetNs -= Math.min(SHRINK_NS, surplusNs / 2);
    else if (surplusNs < 0 && this.pace.corrects) this.targetNs = Math.min(this.#most, enoughNs);
    else return false;
    return true;
  }

  #steer(errorNs: number): void {
    const isQuiet = Math.abs(errorNs) < QUIET_NS;
    if (!this.pace.corrects && isQuiet) return;
    const still = Math.abs(this.driftPpm) < NO_DRIFT_PPM && isQuiet;
    this.#quiet = still ? this.#quiet + 1 : 0;
    if (this.#quiet >= 2 * LEAST_SECONDS) {
      this.pace.settle();
      return;
    }
    const correction = errorNs / (CORRECT_SECONDS * 1e3);
    const most = MOST_CORRECTION_PPM;
    this.pace.aim(this.driftPpm + Math.max(-most, Math.min(most, correction)));
  }

  wait(count: number, place: number, atNs: number): number {
    if (this.#common) return 0;
    this.#evaluate(count, place, atNs);
    return this.#moves.owed(atNs);
  }

  waited(frames: number): void {
    this.#moves.waited(frames);
    this.#moved();
  }

  /** Grows the delay when more are late than may be. */
  #evaluate(count: number, place: number, atNs: number): void {
    if (!this.#someLate) return;
    this.#someLate = false;
    const { inTime, marginNs } = this.#options;
    // One who has just begun grants as many late ones as are granted in ten seconds: a share of few is no share.
    const neededNs = this.#needs.actual(inTime, this.#stream.count);
    const delayNs = this.delayNs(count, place, atNs);
    if (!(neededNs > delayNs)) return;
    const wantedNs = Math.max(neededNs + marginNs, delayNs + LEAST_GROWTH_NS);
    this.targetNs = Math.max(delayNs, Math.min(this.#most, wantedNs));
    const frames = Math.ceil((this.targetNs - delayNs) / this.#frameNs - 0.01);
    this.#moves.grow(frames, this.targetNs, atNs);
  }

  skip(count: number, place: number, atNs: number, frames: number, end: number): number {
    const frameNs = this.#frameNs;
    const streamNs = this.#streamNs(atNs);
    if (Number.isNaN(streamNs)) return 0;
    if (this.#anew) return this.#offset(this.begin(atNs, atNs, frames, end) - place);
    if (this.#unsure && this.#options.drifts() !== undefined) {
      this.#unsure = false;
      // Without a drift less delay is enough, and no resampling is needed to come to it.
      if (!this.#common && this.#options.drifts() === false)
        return this.#offset(this.begin(atNs, atNs, frames, end) - place);
    }
    if (this.#realign) {
      this.#realign = false;
      return this.#makeGood(0, place, this.#dueNs(count, atNs), frames, end);
    }
    const spanNs = Math.max(frames, this.#stream.newestFrames) * frameNs;
    // Among uneven timestamps some lie together by chance.
    const sinceNs = this.#stream.isEven ? atNs - place * frameNs - this.#stream.stampNs : NaN;
    const stepNs = this.#watch.stepped(sinceNs, atNs, spanNs, this.#knownNs);
    if (stepNs !== 0) {
      // Two devices of one clock seldom drift, and a machine with x-runs has some that nobody sees.
      if (this.#oneClock) this.#devices.clear();
      else this.#devices.shift(stepNs);
      return this.#makeGood(stepNs, place, atNs, frames, end);
    }
    const dueNs = this.#dueNs(count, atNs);
    const offNs = dueNs - streamNs - place * frameNs - this.targetNs;
    // A reader who is ahead of an adaptive delay is let wait at the gap that it meets.
    const wrongNs = this.#watch.stays(this.#common ? offNs : Math.max(0, offNs), atNs, this.#farNs);
    if (wrongNs !== 0) {
      // What was read before says nothing about a drift.
      this.#devices.clear();
      return this.#makeGood(wrongNs, place, dueNs, frames, end);
    }
    if (!this.#common && this.#oneClock && !this.pace.corrects && this.#moves.isDue(atNs)) {
      const closerNs = (this.#first.closest(atNs, atNs, frames, end) - place) * frameNs;
      // At once and faded: by the pace it would be resampled for long.
      if (this.#moves.goesCloser(this.targetNs, closerNs, atNs))
        return this.#offset(this.begin(atNs, atNs, frames, end) - place);
    }
    return 0;
  }

  /** When a read is due that comes at `atNs`: by those before it, since a single one may be late. */
  #dueNs(count: number, atNs: number): number {
    const dueNs = this.#reads.ns + count * this.#frameNs;
    return Number.isNaN(dueNs) ? atNs : dueNs;
  }

  /** Until when it is known whether the sender's device has been late; NaN where times are too uneven for that, or of two clocks. */
  get #knownNs(): number {
    return this.#oneClock && this.#stream.isEven && this.#reads.isEven
      ? this.#stream.playedNs
      : NaN;
  }

  /** Beyond it is not led back. */
  get #farNs(): number {
    if (!this.#common) return BEHIND_NS;
    return this.#oneClock && !this.pace.corrects ? FAR_NS : FAR_LED_NS;
  }

  /** By one faded step, or by a wait at the gap that the sender's device has left. */
  #makeGood(wrongNs: number, place: number, atNs: number, frames: number, end: number): number {
    this.#moved();
    if (this.#common)
      return Math.round(this.#first.common(this.#setPlace(atNs), frames, end) - place);
    const wrong = this.#first.whole(Math.round(wrongNs / this.#frameNs), frames);
    if (wrong > 0) return wrong;
    this.#moves.grow(-wrong, this.targetNs, atNs);
    return 0;
  }

  #offset(frames: number): number {
    return Number.isNaN(frames) ? 0 : Math.round(frames);
  }

  placeAt(atNs: number): number {
    return (atNs - this.#streamNs(atNs)) / this.#frameNs;
  }

  keep(commonNs: number | undefined): void {
    if (commonNs === this.commonNs) return;
    const wasCommon = this.#common;
    this.commonNs = commonNs;
    if (commonNs !== undefined) this.targetNs = commonNs;
    // Between two common delays nothing that was measured is lost.
    if (!wasCommon || commonNs === undefined) this.restart();
    this.#anew = true;
  }

  restart(): void {
    this.#stream.restart();
    this.#devices.clear();
    this.#needs.clear();
    this.#clockNs = NaN;
    this.#moved();
  }
}
