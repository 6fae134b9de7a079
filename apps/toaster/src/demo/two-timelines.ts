import { createSamples, type Spread } from '../report/samples.js';
import type { Music } from '../timeline/music.js';
import type { TimelineFields } from '../timeline/timeline-fields.js';
import type { Role } from './demo-state.js';

/** Where the music is at both ends at the latest instant of which both have told. */
export interface TwoPlaces {
  readonly player: Music;
  readonly listener: Music;
  /** The listener's timeline less the player's; null while they are not on the same one. */
  readonly apartNs: number | null;
}

/** How far apart the two timelines were. Exact: both processes read their clocks at the same instants, and those are one clock. */
export interface TimelineVerdict {
  /** At how many instants both were compared. */
  readonly instants: number;
  readonly apartNs: Spread;
  /** At how many of those the music ran at both ends, and in how many of these bar and beat were the same. */
  readonly running: number;
  readonly sameBeat: number;
  /** Never further apart than anybody could hear. */
  readonly together: boolean;
}

/** Puts together what the player and the listener say of the timeline. */
export interface TwoTimelines {
  add(role: Role, fields: TimelineFields): void;
  readonly latest: TwoPlaces | null;
  /** Null until both have been on one timeline. */
  verdict(): TimelineVerdict | null;
}

/** What is heard as one. */
const TOGETHER_NS = 5e6;
/** Beside the boundary of a beat the two may stand on either side of it: not nearer than this is looked at. */
const BOUNDARY_BEATS = 0.01;
/** The children's lines race, by some instants at most. */
const WAITING = 64;

export function createTwoTimelines(): TwoTimelines {
  const waiting: Record<Role, Map<number, TimelineFields>> = {
    player: new Map(),
    listener: new Map(),
  };
  const apart = createSamples();
  let latest: TwoPlaces | null = null;
  let running = 0;
  let sameBeat = 0;

  function compare(player: TimelineFields, listener: TimelineFields): void {
    const isOne =
      player.founder === listener.founder &&
      player.state !== 'joining' &&
      listener.state !== 'joining';
    const apartNs = isOne ? listener.timelineNs - player.timelineNs : null;
    latest = { player: player.music, listener: listener.music, apartNs };
    if (apartNs === null) return;
    apart.add(Math.abs(apartNs));
    const share = player.music.beat % 1;
    const isClear = share > BOUNDARY_BEATS && share < 1 - BOUNDARY_BEATS;
    if (!player.music.running || !listener.music.running || !isClear) return;
    running += 1;
    const { bar, beatInBar } = player.music;
    if (listener.music.bar === bar && listener.music.beatInBar === beatInBar) sameBeat += 1;
  }

  return {
    add(role, fields) {
      const others = waiting[role === 'player' ? 'listener' : 'player'];
      const other = others.get(fields.ownNs);
      if (other === undefined) {
        const own = waiting[role];
        own.set(fields.ownNs, fields);
        const [oldest] = own.keys();
        if (own.size > WAITING) own.delete(oldest);
        return;
      }
      others.delete(fields.ownNs);
      if (role === 'player') compare(fields, other);
      else compare(other, fields);
    },
    get latest() {
      return latest;
    },
    verdict() {
      const apartNs = apart.roundedSpread();
      if (apartNs === null) return null;
      const together = apartNs.max <= TOGETHER_NS && sameBeat === running;
      return { instants: apart.count, apartNs, running, sameBeat, together };
    },
  };
}
