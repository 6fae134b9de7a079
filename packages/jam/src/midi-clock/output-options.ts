import type { MtcRate, Timecode } from '@jamnet/sync';
import { JamError } from '@jamnet/wire';
import type { JamMidi } from '../session/midi-layer.js';
import { inRange } from './option-checks.js';

/** Takes one MIDI message with the time at which its first byte is due, nanoseconds of this process's clock; times never fall. `bytes` is borrowed. */
export type TimedBytes = (ownNs: number, bytes: Uint8Array) => void;

/** What is sent, and where to: `onBytes`, `midi` or both. */
export interface MidiClockOutputOptions {
  /** Is handed each message up to `lookAheadMs` before its time: for what keeps times itself, as a port does (`DatagramPort.send`). */
  readonly onBytes?: TimedBytes;
  /** The MIDI layer: each message is an event there, sent at its time by this process's timers, its exact time as `timestamp`. */
  readonly midi?: Pick<JamMidi, 'send'>;
  /** MIDI Clock, Start, Stop, Continue and Song Position. @default true */
  readonly clock?: boolean;
  /** MIDI Time Code: quarter frames and full frames. @default false */
  readonly mtc?: boolean;
  /** Frames per second of the time code: 24, 25, 29.97 (drop-frame) or 30. @default 25 */
  readonly rate?: MtcRate;
  /** The timecode at song time 0. @default 00:00:00:00 */
  readonly songStart?: Readonly<Timecode>;
  /** Clocks go on while nothing plays, so that receivers know the tempo before the start. @default false */
  readonly clockWhileStopped?: boolean;
  /** How long before the first clock Start or Continue goes out, where the start is known that early, 0-100. @default 1 */
  readonly startLeadMs?: number;
  /** How far ahead messages are made, 5-1000: a command that comes later than that before its time takes effect so much late in them. @default 30 */
  readonly lookAheadMs?: number;
  /** What the way to the receiver takes, 0-1000: everything goes out so much earlier. @default 0 */
  readonly latencyMs?: number;
}

export interface CheckedOutput {
  readonly lookAheadNs: number;
  readonly latencyNs: number;
  readonly startLeadNs: number;
}

/** Throws JamError `bad-option`. */
export function checkOutputOptions(options: MidiClockOutputOptions): CheckedOutput {
  const { onBytes, midi, clock = true, mtc = false } = options;
  if (onBytes === undefined && midi === undefined) {
    throw new JamError('bad-option', 'MIDI Clock has nowhere to go: pass onBytes or midi');
  }
  if (!clock && !mtc) {
    throw new JamError('bad-option', 'neither clock nor mtc is to be sent: pass one as true');
  }
  return {
    lookAheadNs: inRange('lookAheadMs', options.lookAheadMs ?? 30, 5, 1000) * 1e6,
    latencyNs: inRange('latencyMs', options.latencyMs ?? 0, 0, 1000) * 1e6,
    startLeadNs: inRange('startLeadMs', options.startLeadMs ?? 1, 0, 100) * 1e6,
  };
}
