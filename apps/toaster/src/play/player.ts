import type { JmidEvent } from '@jamnet/schemas';
import type { Clock, TimerId, Timers } from '@jamnet/wire';
import type { Song } from './song.js';
import { createSoundingNotes } from './sounding-notes.js';

/**
 * An event later than this was not held up by a busy machine: the process was stopped and has gone on. It is stamped with the
 * present, for its own time is of no use to anyone any more.
 */
const STOPPED_NS = 1e9;
/** A refused event is offered again after this long, for as long as it is not older than {@link STOPPED_NS}. */
const RETRY_NS = 2e6;

export interface PlayerOptions {
  readonly song: Song;
  /** When the song begins, nanoseconds on the clock. */
  readonly startNs: number;
  /** How many times as fast as written. */
  readonly speed: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly send: (event: JmidEvent) => boolean;
  /** Told each event that was sent, with how late it went out. */
  readonly onSent: (event: JmidEvent, lateUs: number) => void;
}

export interface Player {
  /** Resolves when nothing is left to send. */
  readonly done: Promise<void>;
  /** Events that were refused and given up. */
  readonly refused: number;
  /** Ends now: what sounds is released. */
  stop(): void;
}

/**
 * Sends a song's events, each stamped with the time it is due and not with the moment a timer got round to it. Due times are
 * counted from the start, so nothing drifts however long the song is.
 */
export function createPlayer(options: PlayerOptions): Player {
  const { song, startNs, speed, clock, timers } = options;
  const sounding = createSoundingNotes();
  let next = 0;
  let refused = 0;
  let timer: TimerId = 0;
  let finish: () => void;
  let finished = false;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const dueNs = (index: number) => startNs + (song.events[index].atUs * 1_000) / speed;

  function send(event: JmidEvent, stampNs: number, lateNs: number): boolean {
    const stamped = { ...event, timestamp: Math.round(stampNs / 1_000) };
    if (!options.send(stamped)) return false;
    sounding.note(stamped);
    options.onSent(stamped, Math.max(0, lateNs / 1_000));
    return true;
  }

  function step(): void {
    timer = 0;
    const nowNs = clock.nowNs();
    while (next < song.events.length && dueNs(next) <= nowNs) {
      const lateNs = nowNs - dueNs(next);
      const stopped = lateNs > STOPPED_NS;
      if (!send(song.events[next].event, stopped ? nowNs : dueNs(next), lateNs)) {
        if (!stopped) return wait(nowNs + RETRY_NS);
        refused += 1;
      }
      next += 1;
    }
    if (next < song.events.length) wait(dueNs(next));
    else end();
  }

  function wait(untilNs: number): void {
    timer = timers.schedule(untilNs, step);
  }

  /** A song may end, or be ended, with notes or pedals down. */
  function end(): void {
    if (finished) return;
    finished = true;
    const nowNs = clock.nowNs();
    for (const release of sounding.takeReleases()) if (!send(release, nowNs, 0)) refused += 1;
    finish();
  }

  wait(startNs);
  return {
    done,
    get refused() {
      return refused;
    },
    stop() {
      timers.cancel(timer);
      end();
    },
  };
}
