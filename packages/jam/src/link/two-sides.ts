import type { Link, LinkEvent, TransportCommand } from '@jamnet/sync';
import type { Clock } from '@jamnet/wire';
import type { JamSync } from '../session/sync-layer.js';
import {
  type LinkConnectionEventMap,
  type LinkSide,
  LinkStartStopEvent,
  LinkTempoEvent,
} from './events.js';
import { giveFromLink } from './give.js';
import { createLinkLine, type LinkLine } from './link-line.js';
import { LEAST_BPM, usPerBeatOf } from './phase.js';
import { createPhaseKeeper, type PhaseKeeper } from './phase-keeper.js';
import { placeAt, type SessionPlace } from './session-line.js';
import type { LinkCounts } from './stats.js';

/** Keeps a session and Link together: what has changed on one side since they agreed is carried to the other. */
export interface TwoSides {
  /** Link has become another session: a running session makes it its own, one that rests takes its tempo over. */
  meet(hasOthers: boolean): void;
  /** The session is on another timeline: what was due on the one before is not due any more. */
  newTimeline(): void;
  /** Looks what has changed on either side. To be called some times a second, and when this process becomes the active one. */
  look(): void;
  /** A command of the session is known. */
  learn(command: TransportCommand): void;
  onLinkTempo(event: LinkEvent): void;
  onLinkStartStop(event: LinkEvent): void;
  /** How far the session's phase is ahead of Link's, nanoseconds; NaN while nothing runs. */
  phaseErrorNs(): number;
}

export interface TwoSidesOptions {
  readonly sync: JamSync;
  readonly link: Link;
  readonly clock: Clock;
  readonly quantum: number;
  readonly startStopSync: boolean;
  readonly counts: LinkCounts;
  /** Whether this process may change anything. While it is not, it only notes on what the sides agree. */
  readonly isActive: () => boolean;
  /** Calls at a time of the timeline. */
  readonly schedule: (atNs: number, run: () => void) => void;
  readonly tell: (event: LinkConnectionEventMap[keyof LinkConnectionEventMap]) => void;
}

/** Changes of Link count from when they were made, if that is not longer ago. */
const LATE_NS = 1e9;
const AHEAD_NS = 10e9;
/** A command may lie a minute ahead; a clock that is still being steered may make it a little more. */
const LAUNCH_AHEAD_NS = 55e9;

export function createTwoSides(options: TwoSidesOptions): TwoSides {
  return new Sides(options);
}

class Sides implements TwoSides {
  readonly #options: TwoSidesOptions;
  readonly #line: LinkLine;
  readonly #phases: PhaseKeeper;
  /** What both sides had last. */
  #usPerBeat: number;
  #playing: boolean;
  /** When the tempo that was taken from Link takes effect, and when a start does; on the timeline. */
  #tempoDueNs = -Infinity;
  #launchNs = -Infinity;
  /** Whether this process could act at the last look, so that every command since then was carried over when it took effect. */
  #acting = false;

  constructor(options: TwoSidesOptions) {
    this.#options = options;
    this.#line = createLinkLine(options.link, options.quantum);
    this.#line.note(options.clock.nowNs());
    this.#phases = createPhaseKeeper(options, this.#line);
    const { usPerBeat } = this.#place();
    this.#usPerBeat = usPerBeat;
    this.#playing = options.link.isPlaying;
  }

  meet(hasOthers: boolean): void {
    const { link, clock, isActive } = this.#options;
    const ownNs = clock.nowNs();
    this.#line.note(ownNs);
    if (!isActive()) return;
    const place = this.#place();
    this.#tempoDueNs = -Infinity;
    if (hasOthers && !place.running) {
      this.#usPerBeat = place.usPerBeat;
      this.#playing = false;
      this.look();
      return;
    }
    this.#usPerBeat = usPerBeatOf(link.bpm);
    this.#playing = link.isPlaying;
    this.#tempoToLink(place);
    this.#runToLink(place.running, ownNs);
    this.#align();
  }

  newTimeline(): void {
    this.#tempoDueNs = -Infinity;
    this.#launchNs = -Infinity;
  }

  look(): void {
    const { clock, isActive } = this.#options;
    const ownNs = clock.nowNs();
    const moved = this.#line.movedAt(ownNs);
    if (!isActive()) {
      this.#agree();
      return;
    }
    const hadPlaying = this.#playing;
    this.#tempoToSession(ownNs);
    this.#runToSession(ownNs);
    if (!this.#acting) {
      this.#acting = true;
      this.#tempoToLink(this.#place());
      if (this.#playing === hadPlaying) this.#missedRunToLink(ownNs);
    }
    this.#phases.afterMove(moved, this.#place());
  }

  learn(command: TransportCommand): void {
    const { sync, schedule } = this.#options;
    const nowNs = sync.timeline.nowNs();
    this.#startAhead(command, nowNs);
    schedule(Math.max(command.timestampNs, nowNs), () => this.#takesEffect(command));
  }

  onLinkTempo(event: LinkEvent): void {
    const moved = this.#line.movedAt(event.atNs);
    if (!this.#options.isActive()) return;
    this.#tempoToSession(event.atNs);
    this.#phases.afterMove(moved, this.#place());
  }

  onLinkStartStop(event: LinkEvent): void {
    if (this.#options.isActive()) this.#runToSession(event.atNs);
  }

  phaseErrorNs(): number {
    return this.#phases.apartNs();
  }

  /** While another process keeps the sides together: what they have in common, to know later which of them has changed. */
  #agree(): void {
    const { link } = this.#options;
    this.#acting = false;
    const place = this.#place();
    if (usPerBeatOf(link.bpm) === place.usPerBeat) this.#usPerBeat = place.usPerBeat;
    if (link.isPlaying === place.running) this.#playing = place.running;
  }

  #tempoToSession(atOwnNs: number): void {
    const { link, sync, counts, tell } = this.#options;
    const usPerBeat = usPerBeatOf(link.bpm);
    if (usPerBeat === this.#usPerBeat) return;
    if (usPerBeat !== this.#place().usPerBeat) {
      const atNs = this.#stamp(atOwnNs);
      const command = giveFromLink(counts, () => sync.transport.tempo(link.bpm, { atNs }));
      if (command === undefined) return;
      this.#tempoDueNs = command.timestampNs;
      counts.toSession.tempos += 1;
      tell(new LinkTempoEvent(link.bpm, 'link'));
    }
    this.#usPerBeat = usPerBeat;
  }

  #tempoToLink(place: SessionPlace): void {
    const { link, sync, counts, clock, tell } = this.#options;
    const { usPerBeat, bpm } = place;
    if (Number.isNaN(usPerBeat) || usPerBeat === this.#usPerBeat) return;
    if (place.atNs < this.#tempoDueNs) return;
    const sinceNs = Math.max(place.tempoSinceNs, place.atNs - AHEAD_NS);
    this.#usPerBeat = usPerBeat;
    link.setTempo(bpm, sync.timeline.toOwn(sinceNs));
    this.#line.note(clock.nowNs());
    counts.toLink.tempos += 1;
    tell(new LinkTempoEvent(bpm, 'session'));
  }

  #runToSession(atOwnNs: number): void {
    const { link, startStopSync } = this.#options;
    if (!startStopSync || link.isPlaying === this.#playing) return;
    if (link.isPlaying) this.#launch(atOwnNs);
    else this.#halt(atOwnNs);
  }

  /** As every Link application does: from the first time on at which the phase is that of the beat to start from. */
  #launch(atOwnNs: number): void {
    const { link, sync, clock, quantum, counts } = this.#options;
    const place = this.#place();
    if (place.running) {
      this.#playing = true;
      return;
    }
    const ownNs = clock.nowNs();
    const latestNs = ownNs + LAUNCH_AHEAD_NS - (quantum * 60e9) / Math.max(link.bpm, LEAST_BPM);
    const fromNs = Math.min(latestNs, Math.max(atOwnNs, ownNs - LATE_NS));
    link.requestBeatAtTime(place.beat, fromNs);
    this.#line.note(ownNs);
    const atNs = Math.round(sync.timeline.toTimeline(link.timeOfBeat(place.beat)));
    // Before the command is given, or it would be taken for one of the session; `#given` takes it back.
    this.#playing = true;
    const command = giveFromLink(counts, () => sync.transport.play({ atNs, beat: place.beat }));
    this.#launchNs = command?.timestampNs ?? -Infinity;
    this.#given(command);
  }

  #halt(atOwnNs: number): void {
    const { sync, counts } = this.#options;
    // What was to start must not do so after it was stopped.
    const pending = sync.transport.pending().filter(({ command }) => command !== 'TEMPO');
    const lastNs = pending.at(-1)?.timestampNs ?? -Infinity;
    this.#playing = false;
    this.#launchNs = -Infinity;
    const atNs = Math.max(this.#stamp(atOwnNs), lastNs);
    this.#given(giveFromLink(counts, () => sync.transport.stop({ atNs })));
  }

  /** A start or stop of Link was given to the session. One for which there was no room is given again at the next look. */
  #given(command: TransportCommand | undefined): void {
    if (command !== undefined) {
      this.#tellRun(this.#playing, command.timestampNs, 'link');
      return;
    }
    this.#playing = !this.#playing;
  }

  #runToLink(running: boolean, atOwnNs: number): void {
    const { link, sync, startStopSync } = this.#options;
    if (!startStopSync || running === this.#playing) return;
    this.#playing = running;
    link.setPlaying(running, atOwnNs);
    this.#tellRun(running, sync.timeline.toTimeline(atOwnNs), 'session');
  }

  /** What the session was told to do while nobody could act. What is to come is carried over when it takes effect. */
  #missedRunToLink(ownNs: number): void {
    const { link, sync } = this.#options;
    const isSettled = sync.transport.pending().every(({ command }) => command === 'TEMPO');
    if (isSettled && link.isPlaying === this.#playing)
      this.#runToLink(this.#place().running, ownNs);
  }

  #tellRun(playing: boolean, atNs: number, from: LinkSide): void {
    const { counts, tell } = this.#options;
    const side = from === 'link' ? counts.toSession : counts.toLink;
    if (playing) side.starts += 1;
    else side.stops += 1;
    tell(new LinkStartStopEvent(playing, atNs, from));
  }

  /** Link is told of a start before its time, so that its peers start then and not when they hear of it. */
  #startAhead({ command, timestampNs }: TransportCommand, nowNs: number): void {
    const { sync, isActive } = this.#options;
    if (command !== 'PLAY' && command !== 'RECORD') return;
    if (this.#playing || timestampNs <= nowNs || this.#launchNs > nowNs || !isActive()) return;
    const place = placeAt(sync, timestampNs);
    if (!place.running || this.#place().running) return;
    this.#phases.toSessions(place);
    this.#runToLink(true, sync.timeline.toOwn(timestampNs));
  }

  #takesEffect({ command, timestampNs }: TransportCommand): void {
    const { sync, isActive } = this.#options;
    if (!isActive()) {
      this.#agree();
      return;
    }
    const place = this.#place();
    this.#tempoToLink(place);
    if (command !== 'TEMPO') {
      this.#overrule(place);
      this.#runToLink(place.running, sync.timeline.toOwn(timestampNs));
    }
    this.#align();
  }

  /** Somebody else has started or stopped the session before a start of Link was due: that one is to change nothing any more. */
  #overrule({ running, atNs }: SessionPlace): void {
    const { sync, counts } = this.#options;
    const launchNs = this.#launchNs;
    if (launchNs <= atNs) return;
    this.#launchNs = -Infinity;
    giveFromLink(counts, () =>
      running
        ? sync.transport.seek({ atNs: launchNs, beat: placeBefore(sync, launchNs) })
        : sync.transport.stop({ atNs: launchNs }),
    );
  }

  #align(): void {
    const place = this.#place();
    if (place.running) this.#phases.toSessions(place);
  }

  /** When something of Link was or will be, on the timeline. */
  #stamp(atOwnNs: number): number {
    const { clock, sync } = this.#options;
    const ownNs = clock.nowNs();
    const atNs = Math.min(ownNs + AHEAD_NS, Math.max(ownNs - LATE_NS, atOwnNs));
    return Math.max(0, Math.round(sync.timeline.toTimeline(atNs)));
  }

  #place(): SessionPlace {
    const { sync } = this.#options;
    return placeAt(sync, sync.timeline.nowNs());
  }
}

function placeBefore(sync: JamSync, atNs: number): number {
  return placeAt(sync, atNs - 1).beat;
}
