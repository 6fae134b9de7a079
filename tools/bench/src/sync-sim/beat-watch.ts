import { beatAt, timeOfBeat } from '@jamnet/sync';
import type { SyncHost } from './sync-room.js';

/** Counts the beats of a host as a program does that looks at the position now and then, and as one does that sets timers. */
export interface BeatWatch {
  /** To be called as often as the program looks. */
  look(): void;
  /** Of those that look: beats passed over, and times that the position went back. */
  readonly missing: number;
  readonly doubled: number;
  /** Beats that were counted, by looking and by timers. */
  readonly looked: number;
  readonly timed: number;
  /** Beats whose timer ran when the position was at another beat. */
  readonly mistimed: number;
  /** Shortest and longest time between two timers, of true time. */
  readonly shortestNs: number;
  readonly longestNs: number;
}

/** The host has to be playing. @param trueNs the true time now */
export function watchBeats(host: SyncHost, trueNs: () => number): BeatWatch {
  const { transport, timers } = host.jam.sync;
  const beat = (): number => {
    const nowNs = host.now();
    return beatAt(transport.score(nowNs), nowNs);
  };
  let last = Math.floor(beat());
  let lastNs = NaN;
  const watch = {
    missing: 0,
    doubled: 0,
    looked: 0,
    timed: 0,
    mistimed: 0,
    shortestNs: Infinity,
    longestNs: 0,
    look(): void {
      const now = Math.floor(beat());
      if (now > last) watch.looked++;
      if (now > last + 1) watch.missing += now - last - 1;
      if (now < last) watch.doubled += last - now;
      last = now;
    },
  };
  const schedule = (next: number): void => {
    const atNs = timeOfBeat(transport.score(host.now()), next);
    timers.schedule(atNs, () => {
      const ns = trueNs();
      watch.timed++;
      if (Math.floor(beat() + 1e-6) !== next) watch.mistimed++;
      if (!Number.isNaN(lastNs)) {
        watch.shortestNs = Math.min(watch.shortestNs, ns - lastNs);
        watch.longestNs = Math.max(watch.longestNs, ns - lastNs);
      }
      lastNs = ns;
      schedule(next + 1);
    });
  };
  schedule(last + 1);
  return watch;
}
