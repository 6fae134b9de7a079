import type { Clock, MidiPort, TimerId, Timers } from '@jamnet/wire';

/** A port is given what is to sound this long before: it is more exact than a timer, but takes messages in the order of their times only. */
const AHEAD_NS = 2e6;
/** More than this wait for their time in no music: they sound at once. */
const MOST_WAITING = 4096;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly atNs: number;
}

/** Messages of several players, each with its time, in the order in which they are to sound; those of one time in the order in which they came. */
export class NoteOutbox {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #waiting: Waiting[] = [];
  #port: MidiPort | undefined;
  #timer: TimerId = 0;
  #timerNs = Infinity;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
  }

  use(port: MidiPort | undefined): void {
    this.#port = port;
  }

  /** `bytes` is the caller's again afterwards; what has passed, or 0, means at once. */
  add(bytes: Uint8Array, atNs: number): void {
    const nowNs = this.#clock.nowNs();
    const first = this.#waiting[0];
    if (atNs <= nowNs + AHEAD_NS && (first === undefined || atNs < first.atNs)) {
      this.#port?.send(bytes, atNs <= nowNs ? 0 : atNs);
      return;
    }
    let place = this.#waiting.length;
    while (place > 0 && this.#waiting[place - 1]!.atNs > atNs) place--;
    this.#waiting.splice(place, 0, { bytes: Uint8Array.from(bytes), atNs });
    if (this.#waiting.length > MOST_WAITING) this.#give(Infinity);
    this.#arm();
  }

  /** Gives what is to sound before a time. */
  #give(untilNs: number): void {
    const { length } = this.#waiting;
    const count = this.#waiting.findIndex(({ atNs }) => atNs > untilNs);
    for (const { bytes, atNs } of this.#waiting.splice(0, count < 0 ? length : count)) {
      this.#port?.send(bytes, untilNs === Infinity ? 0 : atNs);
    }
  }

  #arm(): void {
    const nextNs = this.#waiting[0]?.atNs ?? Infinity;
    if (nextNs === this.#timerNs) return;
    this.#timers.cancel(this.#timer);
    this.#timerNs = nextNs;
    if (nextNs === Infinity) return;
    this.#timer = this.#timers.schedule(nextNs - AHEAD_NS, () => {
      this.#timerNs = Infinity;
      this.#give(this.#clock.nowNs() + AHEAD_NS);
      this.#arm();
    });
  }

  /** Gives all that waits at once: releases are among it. */
  flush(): void {
    this.#give(Infinity);
    this.#arm();
  }
}
