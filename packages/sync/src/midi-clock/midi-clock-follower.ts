import type { ArrivalJitterStats } from './arrival-jitter.js';
import { inRange } from './option-range.js';
import { createPulseTracker, type FollowerState, type PulseTracker } from './pulse-tracker.js';
import {
  CLOCK,
  CLOCKS_PER_BEAT,
  CLOCKS_PER_SIXTEENTH,
  CONTINUE,
  SONG_POSITION,
  START,
  STOP,
  SYSTEM_RESET,
} from './realtime-bytes.js';

/** What a sender of MIDI Clock has done. `locate` is a song position. */
export type MidiClockTransport = 'start' | 'continue' | 'stop' | 'locate';

/** How MIDI Clock is followed. */
export interface MidiClockFollowerOptions {
  /**
   * Silence after which the clock counts as lost, 100-10,000. The tempo is held.
   * @default 1000
   */
  readonly lostAfterMs?: number;
  /**
   * What the way from the sender takes on average, 0-1000: arrivals are taken to have been sent that much earlier. It cannot be found
   * from the clock itself.
   * @default 0
   */
  readonly latencyMs?: number;
  /**
   * Called when the sender starts, stops or locates. A start is told at its first clock, which is when playing begins; `atNs` is
   * the time of `beat` on the arrival clock.
   */
  readonly onTransport?: (change: MidiClockTransport, beat: number, atNs: number) => void;
}

/** Counters of a follower since it was made. */
export interface MidiClockFollowerStats {
  readonly clocks: number;
  /** Clocks that did not come, as far as the others tell. */
  readonly lostClocks: number;
  /** Clocks that came far off their time. */
  readonly outliers: number;
  /** Times that the tempo had changed more than the loop could follow. */
  readonly tempoChanges: number;
  /** Song positions that another status byte cut off. */
  readonly truncated: number;
}

/**
 * Tempo, phase and position from MIDI Clock: MIDI 1.0 Detailed Specification 4.2, System Real Time and Song Position Pointer. Any
 * MIDI bytes may be fed; what is not of the clock is passed over. Nothing throws and nothing allocates on input.
 *
 * The first clock after Start is beat 0, the first after Continue the song position, or where Stop left it. The estimate is of the mean
 * arrival: a delay that is always there stays in it.
 */
export interface MidiClockFollower {
  /** Reads bytes that arrived at `arrivalNs`; they may be cut anywhere. */
  push(bytes: Uint8Array, arrivalNs: number): void;
  /** Reads one byte. */
  pushByte(byte: number, arrivalNs: number): void;
  /** Whether the sender plays; before the first clock of a start it does not yet move. */
  readonly running: boolean;
  /** Estimated tempo in quarter notes per minute; NaN before two clocks. Held when the clock is lost. */
  readonly bpm: number;
  /** `locked`: the tempo is known to 0.1 %. */
  stateAt(nowNs: number): FollowerState;
  /**
   * Quarter notes from the start of the song at a time; while stopped, the beat at which Continue goes on. Later than the last
   * clock it is what the tempo says, also when the clock is lost; before the first clock of this start it is that clock's.
   */
  beatAt(atNs: number): number;
  jitter(): ArrivalJitterStats;
  stats(): MidiClockFollowerStats;
  /** Forgets tempo and position, not the counters. */
  reset(): void;
}

/** Throws a JamError `bad-option` for a value out of its range. */
export function createMidiClockFollower(options: MidiClockFollowerOptions = {}): MidiClockFollower {
  const { lostAfterMs = 1000, latencyMs = 0, onTransport } = options;
  return new Follower(
    createPulseTracker(inRange('lostAfterMs', lostAfterMs, 100, 10_000) * 1e6),
    inRange('latencyMs', latencyMs, 0, 1000) * 1e6,
    onTransport,
  );
}

class Follower implements MidiClockFollower {
  running = false;
  readonly #pulses: PulseTracker;
  readonly #latencyNs: number;
  readonly #onTransport: MidiClockFollowerOptions['onTransport'];
  #clocks = 0;
  #truncated = 0;
  /** Number of the last clock from the start of the song, while running. */
  #clock = 0;
  /** Number of the first clock of this start. */
  #firstClock = 0;
  /** What began and awaits its first clock. */
  #awaits: 'start' | 'continue' | 'locate' | null = null;
  /** Number that the next clock has, while stopped or awaiting it. */
  #next = 0;
  /** Data bytes of a song position that are still to come. */
  #missing = 0;
  #low = 0;

  constructor(
    pulses: PulseTracker,
    latencyNs: number,
    onTransport: MidiClockFollowerOptions['onTransport'],
  ) {
    this.#pulses = pulses;
    this.#latencyNs = latencyNs;
    this.#onTransport = onTransport;
  }

  get bpm(): number {
    return 60e9 / (this.#pulses.periodNs * CLOCKS_PER_BEAT);
  }

  stateAt(nowNs: number): FollowerState {
    return this.#pulses.stateAt(nowNs - this.#latencyNs);
  }

  beatAt(atNs: number): number {
    const { atNs: clockNs, periodNs } = this.#pulses;
    if (!this.running || this.#awaits !== null) return this.#next / CLOCKS_PER_BEAT;
    const since = periodNs > 0 ? (atNs - clockNs) / periodNs : 0;
    return Math.max(this.#firstClock, this.#clock + since) / CLOCKS_PER_BEAT;
  }

  jitter(): ArrivalJitterStats {
    return this.#pulses.jitter();
  }

  stats(): MidiClockFollowerStats {
    const { lost, outliers, rateChanges } = this.#pulses;
    return {
      clocks: this.#clocks,
      lostClocks: lost,
      outliers,
      tempoChanges: rateChanges,
      truncated: this.#truncated,
    };
  }

  reset(): void {
    this.#pulses.reset();
    this.running = false;
    this.#awaits = null;
    this.#next = this.#missing = 0;
  }

  push(bytes: Uint8Array, arrivalNs: number): void {
    for (let i = 0; i < bytes.length; i++) this.pushByte(bytes[i]!, arrivalNs);
  }

  pushByte(byte: number, arrivalNs: number): void {
    if (byte >= CLOCK) this.#realTime(byte, arrivalNs - this.#latencyNs);
    else if (byte >= 0x80) {
      if (this.#missing > 0) this.#truncated++;
      this.#missing = byte === SONG_POSITION ? 2 : 0;
    } else if (this.#missing === 2) {
      this.#low = byte;
      this.#missing = 1;
    } else if (this.#missing === 1) {
      this.#missing = 0;
      this.#locate((this.#low | (byte << 7)) * CLOCKS_PER_SIXTEENTH, arrivalNs - this.#latencyNs);
    }
  }

  #realTime(byte: number, atNs: number): void {
    if (byte === CLOCK) this.#onClock(atNs);
    else if (byte === START) this.#go('start', 0);
    else if (byte === CONTINUE) {
      if (!this.running) this.#go('continue', this.#next);
    } else if (byte === STOP) this.#stop(atNs);
    else if (byte === SYSTEM_RESET) this.reset();
  }

  #onClock(atNs: number): void {
    this.#clocks++;
    const began = this.#awaits;
    if (began !== null) {
      this.#pulses.noteFirst(atNs);
      this.#awaits = null;
      this.#clock = this.#firstClock = this.#next;
      this.#tell(began, this.#pulses.atNs);
      return;
    }
    const steps = this.#pulses.note(atNs);
    if (this.running) this.#clock = Math.max(this.#firstClock, this.#clock + steps);
  }

  #go(change: 'start' | 'continue', clock: number): void {
    this.running = true;
    this.#awaits = change;
    this.#next = clock;
  }

  #stop(atNs: number): void {
    if (!this.running) return;
    this.running = false;
    if (this.#awaits === null) this.#next = this.#clock + 1;
    this.#awaits = null;
    this.#tell('stop', atNs);
  }

  /** Positions belong to a stopped sender; from one that plays it is the next clock's. */
  #locate(clock: number, atNs: number): void {
    this.#next = clock;
    if (this.running) this.#awaits ??= 'locate';
    else this.#tell('locate', atNs);
  }

  #tell(change: MidiClockTransport, atNs: number): void {
    const clock = change === 'stop' || change === 'locate' ? this.#next : this.#clock;
    this.#onTransport?.(change, clock / CLOCKS_PER_BEAT, atNs);
  }
}
