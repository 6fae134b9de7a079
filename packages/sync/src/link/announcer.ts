import type { Clock, TimerId, Timers } from '@jamnet/wire';

/** Says when a peer's state is to be sent to everybody: every so often, and at once after a change, but never too close. */
export interface Announcer {
  /** The state has changed. */
  changed(): void;
  close(): void;
}

export const ANNOUNCE_INTERVAL_NS = 250e6;
export const LEAST_ANNOUNCE_GAP_NS = 50e6;

/** `send` is called from now on; first within this call. */
export function createAnnouncer(clock: Clock, timers: Timers, send: () => void): Announcer {
  return new TimedAnnouncer(clock, timers, send);
}

class TimedAnnouncer implements Announcer {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #send: () => void;
  #sentNs = -Infinity;
  #dueNs = Infinity;
  #timer: TimerId = 0;
  #sending = false;
  #closed = false;

  constructor(clock: Clock, timers: Timers, send: () => void) {
    this.#clock = clock;
    this.#timers = timers;
    this.#send = send;
    this.#announce();
  }

  changed(): void {
    const nowNs = this.#clock.nowNs();
    const earliestNs = this.#sentNs + LEAST_ANNOUNCE_GAP_NS;
    if (this.#closed) return;
    // What changes while the state is being sent may not be in it.
    if (!this.#sending && nowNs >= earliestNs) this.#announce();
    else if (earliestNs < this.#dueNs) this.#arm(earliestNs);
  }

  close(): void {
    this.#closed = true;
    this.#timers.cancel(this.#timer);
  }

  readonly #announce = (): void => {
    if (this.#closed) return;
    this.#sentNs = this.#clock.nowNs();
    this.#arm(this.#sentNs + ANNOUNCE_INTERVAL_NS);
    this.#sending = true;
    this.#send();
    this.#sending = false;
  };

  #arm(atNs: number): void {
    this.#timers.cancel(this.#timer);
    this.#dueNs = atNs;
    this.#timer = this.#timers.schedule(atNs, this.#announce);
  }
}
