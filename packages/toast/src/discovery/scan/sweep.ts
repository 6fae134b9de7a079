import type { Clock, TimerId, Timers } from '@jamnet/wire';

/** Asks many addresses one after the other, at a gentle pace. */
export interface Sweep {
  readonly running: boolean;
  /** Asks each of them once; `done` is called a pace after the last. Takes the place of a sweep that runs. */
  start(targets: readonly string[], done: () => void): void;
  stop(): void;
}

/** 125 probes a second in all: the 253 others of a /24 are asked in two seconds. */
export const PROBE_PACE_NS = 8e6;
/** What timers have held up is made good by so many at once at most. */
const MOST_AT_ONCE = 4;

export function createSweep(clock: Clock, timers: Timers, ask: (address: string) => void): Sweep {
  let timer: TimerId = 0;
  let running = false;
  const stop = (): void => {
    if (running) timers.cancel(timer);
    running = false;
  };
  return {
    get running() {
      return running;
    },
    stop,
    start(targets, done) {
      stop();
      running = true;
      let next = 0;
      let dueNs = clock.nowNs();
      const step = (): void => {
        if (next >= targets.length) {
          running = false;
          done();
          return;
        }
        const nowNs = clock.nowNs();
        dueNs = Math.max(dueNs, nowNs - MOST_AT_ONCE * PROBE_PACE_NS);
        while (next < targets.length && dueNs <= nowNs) {
          ask(targets[next++]!);
          dueNs += PROBE_PACE_NS;
        }
        timer = timers.schedule(dueNs, step);
      };
      step();
    },
  };
}
