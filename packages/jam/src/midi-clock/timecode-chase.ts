import {
  createMtcFollower,
  isRunning,
  songNsAt,
  type ArrivalJitterStats,
  type FollowerState,
  type MtcFollower,
  type MtcFollowerStats,
  type TransportCommand,
} from '@jamnet/sync';
import type { Chase } from './chase.js';
import type { MidiClockTarget } from './clock-session.js';
import type { CheckedInput } from './input-options.js';
import { createSteering, type Steering } from './steering.js';

export interface TimecodeChase extends Chase {
  readonly steering: Steering;
  readonly follower: MtcFollower;
  stats(): MtcFollowerStats;
}

export function createTimecodeChase(
  sync: MidiClockTarget['sync'],
  options: CheckedInput,
): TimecodeChase {
  return new Following(sync, options);
}

/** The song runs where the code runs, and jumps where it is further off than `jumpMs`; nearer than that it is left alone. */
class Following implements TimecodeChase {
  readonly bpm = NaN;
  yielded = false;
  yields = 0;
  errorNs = NaN;
  running = false;
  readonly steering: Steering;
  readonly follower: MtcFollower;
  readonly #sync: MidiClockTarget['sync'];
  readonly #options: CheckedInput;
  /** Where the code stood when the session was last told so. */
  #stoodNs = NaN;
  #jumps = 0;
  #quarterFrames = 0;

  constructor(sync: MidiClockTarget['sync'], options: CheckedInput) {
    this.#sync = sync;
    this.#options = options;
    this.steering = createSteering(sync, (command) => this.foreign(command));
    const { latencyMs, lostAfterMs, songStart } = options;
    this.follower = createMtcFollower({
      latencyMs,
      lostAfterMs,
      ...(songStart !== undefined && { songStart }),
    });
  }

  push(bytes: Uint8Array, arrivalNs: number): void {
    this.follower.push(bytes, arrivalNs);
  }

  look(nowNs: number): void {
    const { follower } = this;
    const { jumps, quarterFrames } = follower.stats();
    if (jumps !== this.#jumps) this.yielded = false;
    this.#jumps = jumps;
    const silent = quarterFrames === this.#quarterFrames;
    this.#quarterFrames = quarterFrames;
    const state = follower.stateAt(nowNs);
    const songNs = follower.songNsAt(nowNs);
    const moves = state !== 'lost' && follower.speed > 0;
    // Before the song's start there is no place to be at.
    if (!(songNs >= 0) || follower.speed < 0) return;
    if (moves && state === 'locked') this.#run(nowNs, songNs);
    // Where quarter frames go on behind a full frame, it was a jump and no stop.
    else if (!moves && silent) this.#stand(nowNs, songNs);
  }

  #run(nowNs: number, songNs: number): void {
    const { timeline, transport } = this.#sync;
    const { leadNs, jumpNs } = this.#options;
    const atNs = timeline.toTimeline(nowNs) + leadNs;
    const placeNs = songNs + leadNs * this.follower.speed;
    const score = transport.score(atNs);
    if (!this.running) this.yielded = false;
    this.running = true;
    this.#stoodNs = NaN;
    if (this.yielded) return;
    this.errorNs = placeNs - songNsAt(score, atNs);
    if (!isRunning(score.run)) this.steering.playAtMs(atNs, placeNs / 1e6);
    else if (Math.abs(this.errorNs) > jumpNs) this.steering.seekToMs(atNs, placeNs / 1e6);
  }

  #stand(nowNs: number, songNs: number): void {
    // Silence stands wherever it was noticed; a full frame says where.
    if (songNs === this.#stoodNs) return;
    const ran = this.running;
    this.running = false;
    this.yielded = false;
    this.#stoodNs = songNs;
    const { timeline, transport } = this.#sync;
    const atNs = timeline.toTimeline(nowNs);
    const score = transport.score(atNs);
    if (isRunning(score.run)) {
      if (ran) this.steering.pauseAtMs(atNs, songNs / 1e6);
    } else if (Math.abs(songNs - songNsAt(score, atNs)) > 1e6)
      this.steering.seekToMs(atNs, songNs / 1e6);
  }

  foreign(command: TransportCommand): void {
    if (!this.running || command.command === 'TEMPO') return;
    const ownNs = this.#sync.timeline.toOwn(command.timestampNs);
    const away = this.follower.songNsAt(ownNs) - command.positionMs * 1e6;
    const stops = command.command === 'PAUSE' || command.command === 'STOP';
    if (!stops && Math.abs(away) < this.#options.jumpNs) return;
    if (!this.yielded) this.yields++;
    this.yielded = true;
  }

  stateAt(nowNs: number): FollowerState {
    return this.follower.stateAt(nowNs);
  }

  jitter(): ArrivalJitterStats {
    return this.follower.jitter();
  }

  stats(): MtcFollowerStats {
    return this.follower.stats();
  }

  reset(): void {
    this.follower.reset();
    this.running = this.yielded = false;
    this.#stoodNs = NaN;
  }
}
