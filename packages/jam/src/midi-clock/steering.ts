import type { Transport, TransportCommand } from '@jamnet/sync';
import { JamError } from '@jamnet/wire';
import type { MidiClockTarget } from './clock-session.js';

const LAST_BEAT = 2 ** 23;
const MOST_BPM = 1000;
/** The transport takes a minute; the rest is for a timeline that runs a little differently elsewhere. */
const MOST_AHEAD_NS = 55e9;

/** Gives commands to a session for a sender that is followed, and tells of what others command there. */
export interface Steering {
  readonly given: number;
  /** Commands that the transport had no room for, and those that would have been out of range. */
  readonly refused: number;
  play(atNs: number, beat: number): void;
  playAtMs(atNs: number, positionMs: number): void;
  pause(atNs: number, beat: number): void;
  pauseAtMs(atNs: number, positionMs: number): void;
  seek(atNs: number, beat: number): void;
  seekToMs(atNs: number, positionMs: number): void;
  tempo(atNs: number, bpm: number): void;
  close(): void;
}

/** @param onForeign called with each command that did not come from here */
export function createSteering(
  sync: MidiClockTarget['sync'],
  onForeign: (command: TransportCommand) => void,
): Steering {
  return new CountedSteering(sync, onForeign);
}

class CountedSteering implements Steering {
  given = 0;
  refused = 0;
  close: () => void;
  readonly #transport: Transport;
  readonly #timeline: MidiClockTarget['sync']['timeline'];
  #giving = false;

  constructor(sync: MidiClockTarget['sync'], onForeign: (command: TransportCommand) => void) {
    this.#transport = sync.transport;
    this.#timeline = sync.timeline;
    this.close = sync.onCommand((command) => {
      if (!this.#giving) onForeign(command);
    });
  }

  play(atNs: number, beat: number): void {
    this.#give(atNs, isBeat(beat), () => this.#transport.play({ atNs, beat }));
  }

  playAtMs(atNs: number, positionMs: number): void {
    this.#give(atNs, positionMs >= 0, () => this.#transport.play({ atNs, positionMs }));
  }

  pause(atNs: number, beat: number): void {
    this.#give(atNs, isBeat(beat), () => this.#transport.pause({ atNs, beat }));
  }

  pauseAtMs(atNs: number, positionMs: number): void {
    this.#give(atNs, positionMs >= 0, () => this.#transport.pause({ atNs, positionMs }));
  }

  seek(atNs: number, beat: number): void {
    this.#give(atNs, isBeat(beat), () => this.#transport.seek({ atNs, beat }));
  }

  seekToMs(atNs: number, positionMs: number): void {
    this.#give(atNs, positionMs >= 0, () => this.#transport.seek({ atNs, positionMs }));
  }

  tempo(atNs: number, bpm: number): void {
    this.#give(atNs, bpm > 0 && bpm <= MOST_BPM, () => this.#transport.tempo(bpm, { atNs }));
  }

  /** What comes from outside must not throw, as it would if it were out of the transport's range. */
  #give(atNs: number, inRange: boolean, give: () => TransportCommand | undefined): void {
    if (!inRange || !(atNs >= 0) || atNs > this.#timeline.nowNs() + MOST_AHEAD_NS) {
      this.refused++;
      return;
    }
    this.#giving = true;
    try {
      if (give() === undefined) this.refused++;
      else this.given++;
    } catch (error) {
      if (!(error instanceof JamError && error.code === 'bad-option')) throw error;
      this.refused++;
    } finally {
      this.#giving = false;
    }
  }
}

function isBeat(beat: number): boolean {
  return beat >= 0 && beat <= LAST_BEAT;
}
