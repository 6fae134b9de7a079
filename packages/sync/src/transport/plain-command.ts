import { Status } from '@jamnet/wire';
import type { CommandName } from './command.js';
import type { PartialCommand } from './compose-command.js';

/** What a plain string may be at most; longer ones are not looked at. */
const MAX_CHARS = 64;

const NAMES: Readonly<Record<string, CommandName>> = {
  PLAY: 'PLAY',
  START: 'PLAY',
  STOP: 'STOP',
  PAUSE: 'PAUSE',
  RECORD: 'RECORD',
  SEEK: 'SEEK',
  POSITION: 'SEEK',
  TEMPO: 'TEMPO',
  BPM: 'TEMPO',
  TIME_SIGNATURE: 'TEMPO',
};

const written =
  /^(?:TRANSPORT[\s:]+)?([A-Z_]+)(?:\s*[\s:=]\s*(\d{1,15}(?:\.\d{1,15})?)(?:\s*(MS|BPM)|\s*\/\s*(\d{1,3}))?)?$/;

/**
 * Reads the plain strings of before the messages: `PLAY`, `STOP`, `PAUSE`, `RECORD`, each with a position in milliseconds or without one,
 * `SEEK 1500` and `POSITION:1500` (ms), `TEMPO 120` and `BPM:120`, `TIME_SIGNATURE:3/4`; in any case, trimmed, with a blank, a colon or an
 * equals sign between, after `TRANSPORT:` or not. What they leave open, `composeCommand` takes from the score of who receives them. A negative
 * `Status` for what is none of them (`malformed`) and for numbers out of range (`outOfRange`). Does not throw.
 */
export function readPlainCommand(text: string): PartialCommand | number {
  if (text.length > MAX_CHARS) return Status.malformed;
  const match = written.exec(text.trim().toUpperCase());
  if (match === null) return Status.malformed;
  const [, word = '', digits, unit, denominator] = match;
  const command = Object.hasOwn(NAMES, word) ? NAMES[word]! : undefined;
  if (command === undefined) return Status.malformed;
  const value = digits === undefined ? undefined : Number(digits);
  if (word === 'TIME_SIGNATURE') return signatureOf(value, denominator);
  if (denominator !== undefined) return Status.malformed;
  if (command === 'TEMPO') {
    if (value === undefined || unit === 'MS') return Status.malformed;
    return value > 0 && value <= 1000 ? { command, bpm: value } : Status.outOfRange;
  }
  if (unit === 'BPM' || (command === 'SEEK' && value === undefined)) return Status.malformed;
  return value === undefined ? { command } : { command, positionMs: value };
}

function signatureOf(
  numerator: number | undefined,
  below: string | undefined,
): PartialCommand | number {
  if (numerator === undefined || below === undefined) return Status.malformed;
  const denominator = Number(below);
  const isShare = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 255;
  if (!isShare(numerator) || !isShare(denominator)) return Status.outOfRange;
  return { command: 'TEMPO', signature: [numerator, denominator] };
}
