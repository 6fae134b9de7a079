import { beatAt } from '../conductor/beat-at.js';
import { bpmAt } from '../conductor/beat-line.js';
import type { Score } from '../conductor/score.js';
import { songNsAt } from '../conductor/song-time.js';
import type { CommandName, TransportCommand } from './command.js';

/** As much of a command as somebody said. */
export interface PartialCommand {
  readonly command: CommandName;
  /** Quarter notes. */
  readonly beat?: number | undefined;
  /** Song time, milliseconds. */
  readonly positionMs?: number | undefined;
  /** Quarter notes per minute. */
  readonly bpm?: number | undefined;
  readonly signature?: readonly [number, number] | undefined;
  readonly loop?: readonly [number, number] | undefined;
}

/** When a command is given, and by whom. */
export interface CommandOrigin {
  /** Time on the timeline, a whole number of ns. */
  readonly timestampNs: number;
  /** Sender id. */
  readonly peer: number;
  readonly masterPeer: string;
}

/**
 * Completes a command from the score that holds at its time. Of a beat and a song time that are not both said, one follows from the other at
 * the command's tempo; where neither is, a STOP goes to the song's start and everything else happens where the music is by then.
 */
export function composeCommand(
  part: PartialCommand,
  score: Score,
  origin: CommandOrigin,
): TransportCommand {
  const { timestampNs } = origin;
  const bpm = part.bpm ?? bpmAt(score, timestampNs);
  const latest = score.signatures.at(-1)!;
  const { beat, positionMs } = placeOf(part, score, timestampNs, bpm);
  return {
    command: part.command,
    timestampNs,
    beat,
    positionMs,
    bpm,
    signature: part.signature ?? [latest.numerator, latest.denominator],
    ...(part.loop === undefined ? {} : { loop: part.loop }),
    peer: origin.peer,
    masterPeer: origin.masterPeer,
  };
}

function placeOf(
  { command, beat, positionMs }: PartialCommand,
  score: Score,
  atNs: number,
  bpm: number,
): { beat: number; positionMs: number } {
  if (beat !== undefined) return { beat, positionMs: positionMs ?? (beat * 60_000) / bpm };
  if (positionMs !== undefined) return { beat: beatOfMs(positionMs, bpm), positionMs };
  if (command === 'STOP') return { beat: 0, positionMs: 0 };
  return { beat: beatAt(score, atNs), positionMs: songNsAt(score, atNs) / 1e6 };
}

/** The beat at a song time, where nothing says it, by the tempo that is in force. */
export const beatOfMs = (positionMs: number, bpm: number): number => (positionMs * bpm) / 60_000;
