import type { Timecode } from '@jamnet/sync';
import { JamError } from '@jamnet/wire';
import { inRange } from './option-checks.js';

/** What is followed, and how closely. */
export interface MidiClockInputOptions {
  /** What the session follows: MIDI Clock with Start, Stop, Continue and Song Position, or MIDI Time Code. @default 'clock' */
  readonly follow?: 'clock' | 'mtc';
  /** Sender id of the peer whose events are followed. @default the first that sends any, until it is silent for `lostAfterMs` */
  readonly peer?: number;
  /**
   * What the way from the sender takes on average, 0-1000: it cannot be found from the clock, so with raw bytes the session is late by what is
   * missing here. Events bear the time of sending and need none. @default 0
   */
  readonly latencyMs?: number;
  /** Silence after which the sender counts as lost, 100-10,000. MIDI Clock is held then, MIDI Time Code has stopped. @default 1000; of MIDI Time Code 300 */
  readonly lostAfterMs?: number;
  /** How far ahead tempo and place are changed, 0-1000, so that all hosts do so at once. Start and Stop are told at once. @default 150 */
  readonly leadMs?: number;
  /** Changes of tempo below this are left to the correction of phase, 0.001-10 quarter notes per minute. @default 0.1 */
  readonly tempoThresholdBpm?: number;
  /** A phase that is off by more is corrected slowly, 0.05-50. @default 1 */
  readonly phaseToleranceMs?: number;
  /** A place that is off by more is jumped to, 10-10,000. @default 50 */
  readonly jumpMs?: number;
  /** The timecode at song time 0. @default 00:00:00:00 */
  readonly songStart?: Readonly<Timecode>;
}

export interface CheckedInput {
  readonly follow: 'clock' | 'mtc';
  readonly peer: number | undefined;
  readonly latencyMs: number;
  readonly lostAfterMs: number;
  readonly leadNs: number;
  readonly tempoThresholdBpm: number;
  readonly toleranceNs: number;
  readonly jumpNs: number;
  readonly songStart: Readonly<Timecode> | undefined;
}

/** Throws JamError `bad-option`. */
export function checkInputOptions(options: MidiClockInputOptions): CheckedInput {
  const { follow = 'clock', peer } = options;
  if (follow !== 'clock' && follow !== 'mtc') {
    throw new JamError('bad-option', `follow is '${String(follow)}': pass 'clock' or 'mtc'`);
  }
  if (peer !== undefined) inRange('peer', peer, 0, 0xffffffff);
  const lostAfterMs = options.lostAfterMs ?? (follow === 'clock' ? 1000 : 300);
  return {
    follow,
    peer,
    latencyMs: inRange('latencyMs', options.latencyMs ?? 0, 0, 1000),
    lostAfterMs: inRange('lostAfterMs', lostAfterMs, 100, 10_000),
    leadNs: inRange('leadMs', options.leadMs ?? 150, 0, 1000) * 1e6,
    tempoThresholdBpm: inRange('tempoThresholdBpm', options.tempoThresholdBpm ?? 0.1, 0.001, 10),
    toleranceNs: inRange('phaseToleranceMs', options.phaseToleranceMs ?? 1, 0.05, 50) * 1e6,
    jumpNs: inRange('jumpMs', options.jumpMs ?? 50, 10, 10_000) * 1e6,
    songStart: options.songStart,
  };
}
