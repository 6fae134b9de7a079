import type { LinkLine } from './link-line.js';
import { isLooping, type Score } from '@jamnet/sync';
import { LinkPhaseEvent } from './events.js';
import { giveFromLink } from './give.js';
import { phaseApart } from './phase.js';
import { placeAt, type SessionPlace } from './session-line.js';
import type { TwoSidesOptions } from './two-sides.js';

/** Brings Link to the session's phase, and the session to Link's. */
export interface PhaseKeeper {
  /** How far the session's phase is ahead of Link's, nanoseconds; NaN while nothing runs. */
  apartNs(): number;
  /** Brings Link to the phase that the session has at a time. */
  toSessions(place: SessionPlace): void;
  /**
   * After Link's phase was moved by so many beats: what was moved by somebody is followed, or two who both hold on to theirs would never come to an end;
   * otherwise Link is brought to the session's phase.
   */
  afterMove(movedBeats: number, place: SessionPlace): void;
}

/** What clocks that drift apart come to between two looks stays far below. A count that moves by more was moved by somebody. */
const MOVED_NS = 5e6;
/** Less is left alone: each correction is a change for every Link peer. */
const TOLERATED_NS = 100e3;
/**
 * Corrections change Link's line at a point so long ago. Of two lines Link keeps the one of the later beat, so whoever changes the tempo at the same
 * time wins over a correction.
 */
const LONG_AGO_NS = 1e15;

export function createPhaseKeeper(options: TwoSidesOptions, line: LinkLine): PhaseKeeper {
  return new Keeper(options, line);
}

class Keeper implements PhaseKeeper {
  constructor(
    readonly options: TwoSidesOptions,
    readonly line: LinkLine,
  ) {}

  apartNs(): number {
    const { clock, sync } = this.options;
    const place = placeAt(sync, sync.timeline.toTimeline(clock.nowNs()));
    return place.running ? (this.#apart(place) * 60e9) / place.bpm : NaN;
  }

  toSessions(place: SessionPlace): void {
    const { link, sync, clock, quantum, counts, tell } = this.options;
    // A tempo that Link does not have cannot be followed.
    if (Number.isNaN(place.usPerBeat)) return;
    const ownNs = sync.timeline.toOwn(place.atNs);
    const by = this.#apart(place);
    const byNs = (Math.abs(by) * 60e9) / place.bpm;
    if (byNs <= TOLERATED_NS) return;
    const isMove = byNs >= MOVED_NS;
    const atNs = isMove ? ownNs : ownNs - LONG_AGO_NS;
    link.forceBeatAtTime(link.beatAt(atNs) + by, atNs, quantum);
    this.line.note(clock.nowNs());
    if (isMove) {
      counts.toLink.moves += 1;
      tell(new LinkPhaseEvent(by, 'session'));
    } else {
      counts.corrections += 1;
      counts.largestCorrectionUs = Math.max(counts.largestCorrectionUs, byNs / 1e3);
    }
  }

  afterMove(movedBeats: number, place: SessionPlace): void {
    if (!place.running) return;
    if (Math.abs(movedBeats * 60e9) < MOVED_NS * place.bpm) this.toSessions(place);
    else this.#toLinks(place);
  }

  #toLinks(place: SessionPlace): void {
    const { sync, quantum, counts, tell } = this.options;
    const nearest = place.beat - this.#apart(place);
    const beat = foldIntoLoop(
      nearest < 0 ? nearest + quantum : nearest,
      sync.transport.score(place.atNs),
    );
    const atNs = Math.round(place.atNs);
    if (giveFromLink(counts, () => sync.transport.seek({ atNs, beat })) === undefined) return;
    counts.toSession.moves += 1;
    tell(new LinkPhaseEvent(beat - place.beat, 'link'));
  }

  /** Quarter notes by which the session is ahead. */
  #apart(place: SessionPlace): number {
    const { link, sync, quantum } = this.options;
    const linkBeat = link.beatAt(sync.timeline.toOwn(place.atNs));
    return phaseApart(place.lineBeat, linkBeat, quantum);
  }
}

/** A seek to the end of a loop or beyond would leave it. */
function foldIntoLoop(beat: number, score: Score): number {
  if (!isLooping(score) || beat < score.loop!.endBeat) return beat;
  const { startBeat, endBeat } = score.loop!;
  return startBeat + ((beat - startBeat) % (endBeat - startBeat));
}
