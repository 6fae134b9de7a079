import {
  beatAt,
  bpmAt,
  createMidiClockFollower,
  isLooping,
  isRunning,
  type ArrivalJitterStats,
  type FollowerState,
  type MidiClockFollower,
  type MidiClockFollowerStats,
  type MidiClockTransport,
  type Score,
  type TransportCommand,
} from '@jamnet/sync';
import type { Chase } from './chase.js';
import type { MidiClockTarget } from './clock-session.js';
import type { CheckedInput } from './input-options.js';
import { foldIntoLoop } from './loop-fold.js';
import { createSteering, type Steering } from './steering.js';

export interface ClockChase extends Chase {
  readonly steering: Steering;
  readonly follower: MidiClockFollower;
  /** The timeline has jumped; with `newEpoch` it is another one. */
  stepped(newEpoch: boolean): void;
  stats(): MidiClockFollowerStats;
}

const NS_PER_MINUTE = 60e9;
/** Least time between two commands of tempo. */
const TEMPO_PAUSE_NS = 250e6;
/** A phase is corrected in this time at least, and with this change of tempo at most. */
const CORRECTION_NS = 2e9;
const MOST_CORRECTION = 0.005;
/** Somebody who sets the tempo further off than this means it. */
const MEANT_TEMPO = 0.01;

export function createClockChase(sync: MidiClockTarget['sync'], options: CheckedInput): ClockChase {
  return new Following(sync, options);
}

/**
 * Start, Stop, Continue and Song Position become commands at their own time, which has just passed. The tempo becomes one when it is locked and
 * differs. What is left of a difference in phase is worked off by a tempo that is a little off for a while.
 */
class Following implements ClockChase {
  yields = 0;
  errorNs = NaN;
  readonly steering: Steering;
  readonly follower: MidiClockFollower;
  readonly #sync: MidiClockTarget['sync'];
  readonly #options: CheckedInput;
  #placeYielded = false;
  /** The sender's tempo when somebody in the session set another one; NaN where nobody did. */
  #yieldedBpm = NaN;
  /** Tempo of the session beside corrections, as far as it comes from here; NaN where it does not. */
  #baseBpm = NaN;
  /** Time of the timeline at which the correction under way ends; NaN where there is none. */
  #correctedNs = NaN;
  #lastTempoNs = -Infinity;
  #lastSeekNs = -Infinity;

  constructor(sync: MidiClockTarget['sync'], options: CheckedInput) {
    this.#sync = sync;
    this.#options = options;
    this.steering = createSteering(sync, (command) => this.foreign(command));
    this.follower = createMidiClockFollower({
      latencyMs: options.latencyMs,
      lostAfterMs: options.lostAfterMs,
      onTransport: (change, beat, atNs) => this.#changed(change, beat, atNs),
    });
  }

  get running(): boolean {
    return this.follower.running;
  }

  get bpm(): number {
    return this.follower.bpm;
  }

  get yielded(): boolean {
    return this.#placeYielded || this.#yieldedBpm > 0;
  }

  push(bytes: Uint8Array, arrivalNs: number): void {
    this.follower.push(bytes, arrivalNs);
  }

  #changed(change: MidiClockTransport, beat: number, ownNs: number): void {
    const { timeline, transport } = this.#sync;
    const atNs = timeline.toTimeline(ownNs);
    // Where the session does the same a moment later, it need not be told.
    const score = transport.score(atNs + this.#options.toleranceNs);
    const runs = isRunning(score.run);
    this.#placeYielded = false;
    if (change === 'stop') {
      if (!runs) return;
      const place = foldIntoLoop(beat, score);
      this.steering.pause(atNs, place);
      // A jump that is still to come would move it again.
      if (this.#lastSeekNs > atNs) this.steering.pause(this.#lastSeekNs + 1, place);
      return;
    }
    const { bpm } = this.follower;
    const offNs = Math.abs(this.#errorNs(beat, score, atNs, bpm > 0 ? bpm : bpmAt(score, atNs)));
    if (this.follower.running) {
      if (runs && offNs < this.#options.toleranceNs) return;
      this.#tempoAtStart(ownNs, atNs, score);
      this.steering.play(atNs, foldIntoLoop(beat, score));
    } else if (!runs && offNs > this.#options.toleranceNs)
      this.steering.seek(atNs, foldIntoLoop(beat, score));
  }

  /** What is known before the start holds from the first beat on. */
  #tempoAtStart(ownNs: number, atNs: number, score: Score): void {
    const { bpm } = this.follower;
    this.#yieldedBpm = NaN;
    this.#correctedNs = NaN;
    if (this.follower.stateAt(ownNs) !== 'locked') return;
    if (Math.abs(bpm - bpmAt(score, atNs)) > this.#options.tempoThresholdBpm)
      this.#tempo(atNs, bpm);
    this.#baseBpm = bpm;
  }

  foreign(command: TransportCommand): void {
    const { follower } = this;
    const ownNs = this.#sync.timeline.toOwn(command.timestampNs);
    const { bpm } = follower;
    if (!(bpm > 0)) return;
    if (command.command === 'TEMPO') {
      this.#correctedNs = NaN;
      this.#baseBpm = NaN;
      if (Math.abs(command.bpm / bpm - 1) > MEANT_TEMPO) this.#yieldTempo(bpm);
      return;
    }
    if (!this.#moves(ownNs)) return;
    const stops = command.command === 'PAUSE' || command.command === 'STOP';
    const away = ((follower.beatAt(ownNs) - command.beat) * NS_PER_MINUTE) / bpm;
    if (!stops && Math.abs(away) < this.#options.jumpNs) return;
    if (!this.#placeYielded) this.yields++;
    this.#placeYielded = true;
  }

  #yieldTempo(bpm: number): void {
    if (!(this.#yieldedBpm > 0)) this.yields++;
    this.#yieldedBpm = bpm;
  }

  stepped(newEpoch: boolean): void {
    // What was noted are times of the timeline as it was: by another one they may lie an hour ahead.
    this.#lastTempoNs = this.#lastSeekNs = -Infinity;
    if (newEpoch) this.#correctedNs = this.#baseBpm = NaN;
    else if (this.#correctedNs > 0)
      this.#correctedNs = Math.min(this.#correctedNs, this.#sync.timeline.nowNs());
  }

  look(nowNs: number): void {
    const { timeline, transport } = this.#sync;
    const { follower } = this;
    const { leadNs } = this.#options;
    const atNs = timeline.toTimeline(nowNs) + leadNs;
    const locked = follower.stateAt(nowNs) === 'locked';
    // A correction ends at its time whether the sender is heard or not.
    if (atNs >= this.#correctedNs) {
      const bpm = locked ? follower.bpm : this.#baseBpm;
      const endNs = this.#correctedNs;
      this.#correctedNs = NaN;
      this.#baseBpm = bpm;
      this.#tempo(endNs, bpm);
      return;
    }
    if (!locked || atNs - this.#lastTempoNs < TEMPO_PAUSE_NS) return;
    const { bpm } = follower;
    if (Math.abs(bpm - this.#yieldedBpm) > MEANT_TEMPO * bpm) this.#yieldedBpm = NaN;
    if (this.#yieldedBpm > 0) return;
    const score = transport.score(atNs);
    const base = this.#baseBpm > 0 ? this.#baseBpm : bpmAt(score, atNs);
    const changed = Math.abs(bpm - base) > this.#options.tempoThresholdBpm;
    const steered = this.#steerPlace(score, timeline.toOwn(atNs), atNs, changed);
    if (!steered && changed) this.#setTempo(atNs, bpm, NaN);
  }

  /** Returns whether that took care of the tempo too. */
  #steerPlace(score: Score, ownNs: number, atNs: number, changed: boolean): boolean {
    if (this.#placeYielded || !this.#moves(ownNs)) return false;
    const { bpm } = this.follower;
    const beat = this.follower.beatAt(ownNs);
    if (!isRunning(score.run)) {
      // Another timeline has been joined since the start.
      this.steering.play(atNs, foldIntoLoop(beat, score));
      return false;
    }
    const errorNs = this.#errorNs(beat, score, atNs, bpm);
    this.errorNs = errorNs;
    const off = Math.abs(errorNs);
    if (off > this.#options.jumpNs) {
      this.#correctedNs = NaN;
      this.#setTempo(atNs, bpm, NaN);
      this.#lastSeekNs = atNs + 1;
      this.steering.seek(this.#lastSeekNs, foldIntoLoop(beat, score));
      return true;
    }
    const correcting = this.#correctedNs > 0;
    if (off < this.#options.toleranceNs || (correcting && !changed)) return false;
    const takesNs = Math.max(CORRECTION_NS, off / MOST_CORRECTION);
    this.#setTempo(atNs, bpm * (1 + errorNs / takesNs), atNs + takesNs);
    this.#baseBpm = bpm;
    return true;
  }

  #setTempo(atNs: number, bpm: number, correctedNs: number): void {
    this.#correctedNs = correctedNs;
    this.#baseBpm = bpm;
    this.#tempo(atNs, bpm);
  }

  #tempo(atNs: number, bpm: number): void {
    this.#lastTempoNs = atNs;
    this.steering.tempo(atNs, bpm);
  }

  /** How long after the sender the session is at the sender's beat. In a loop of the session only the place in the beat counts. */
  #errorNs(beat: number, score: Score, atNs: number, bpm: number): number {
    let beats = beat - beatAt(score, atNs);
    if (isLooping(score)) beats -= Math.round(beats);
    return (beats * NS_PER_MINUTE) / bpm;
  }

  /** Whether the sender plays and its first clock has come. */
  #moves(ownNs: number): boolean {
    const { follower } = this;
    return follower.running && follower.beatAt(ownNs + 1e9) > follower.beatAt(ownNs);
  }

  stateAt(nowNs: number): FollowerState {
    return this.follower.stateAt(nowNs);
  }

  jitter(): ArrivalJitterStats {
    return this.follower.jitter();
  }

  stats(): MidiClockFollowerStats {
    return this.follower.stats();
  }

  reset(): void {
    this.follower.reset();
    this.#placeYielded = false;
    this.#yieldedBpm = NaN;
  }
}
