import type { LinkEvents } from './link-events.js';
import type { LinkStats } from './link-stats.js';

/**
 * A peer of Ableton Link's protocol: shares tempo, phase and start/stop with every Link application of the network.
 *
 * Host times are nanoseconds of the injected clock; beats are quarter notes, fractional. `ghost` time is the session's own, in
 * microseconds since it was founded. Methods that take options of a wrong kind throw JamError `bad-option`.
 */
export interface Link {
  readonly events: LinkEvents;
  /** Other peers in this session. */
  readonly peers: number;
  /** Beats a minute, as the session has it. */
  readonly bpm: number;
  readonly isPlaying: boolean;
  /** Sixteen hexadecimal digits: the id of the peer that founded the session. */
  readonly sessionId: string;
  /** This peer's id, in the same form. */
  readonly nodeId: string;
  /** This side's own count of beats, in phase with everybody's. */
  beatAt(hostNs: number): number;
  /** Beats since the last multiple of `quantum`, 0 up to `quantum`: equal for all peers that use the same quantum. */
  phaseAt(hostNs: number, quantum?: number): number;
  /** When this side's own count reaches a beat, host nanoseconds. */
  timeOfBeat(beat: number): number;
  ghostUsAt(hostNs: number): number;
  hostNsOfGhost(ghostUs: number): number;
  /** Changes everybody's tempo; the beat at `atNs` stays what it is. */
  setTempo(bpm: number, atNs: number): void;
  /**
   * Asks for the count to be `beat` at `atNs`. Alone in the session it is; with others it is at the first time from `atNs` on whose
   * phase is that of `beat`, so that nobody else notices.
   */
  requestBeatAtTime(beat: number, atNs: number, quantum?: number): void;
  /** Makes the count `beat` at `atNs` by shifting everybody's phase. For following a clock that cannot be moved. */
  forceBeatAtTime(beat: number, atNs: number, quantum?: number): void;
  /** Starts or stops, for everybody where `startStopSync` is on. */
  setPlaying(playing: boolean, atNs: number): void;
  stats(): LinkStats;
  /** Says goodbye and leaves the group. The port stays open. A second call does nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
