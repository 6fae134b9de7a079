import { InvalidArgumentError } from 'commander';
import { parseDurationMs } from '../options/duration.js';

/** A place in the music as somebody wrote it: bars need the session's signatures to become a beat. */
export type Place = { readonly bars: string } | { readonly ms: number } | { readonly beat: number };

/** What `toaster transport` was asked for. */
export type TransportAction =
  | { readonly name: 'status' }
  | { readonly name: 'play' | 'record' | 'pause' | 'stop'; readonly place: Place | null }
  | { readonly name: 'seek'; readonly place: Place }
  | { readonly name: 'tempo'; readonly bpm: number }
  | { readonly name: 'signature'; readonly numerator: number; readonly denominator: number }
  | { readonly name: 'loop'; readonly bars: readonly [from: string, to: string] | null };

/** When it is to take effect: after so long, at a time of the timeline, or when the music is at a place. */
export type When =
  { readonly inMs: number } | { readonly atMs: number } | { readonly bars: string };

const ACTIONS = 'play, record, pause, stop, seek, tempo, signature, loop, status';
const BARS = /^[1-9]\d{0,6}(\.[1-9]\d{0,2}(\.\d{1,4})?)?$/;
const MOST_BEAT = 2 ** 23;
const MOST_AHEAD_MS = 60_000;

/**
 * Reads the words behind `toaster transport`. `beat` is the value of `--beat`. Throws InvalidArgumentError, which says what was written and what would do.
 */
export function parseAction(words: readonly string[], beat?: number): TransportAction {
  const [name = 'status', ...values] = words;
  switch (name) {
    case 'play':
    case 'record':
    case 'pause':
    case 'stop':
      expectValues(name, values, 0, 1);
      return { name, place: placeOf(name, values[0], beat) };
    case 'seek': {
      expectValues(name, values, beat === undefined ? 1 : 0, 1);
      const place = placeOf(name, values[0], beat);
      if (place === null) throw missing(name);
      return { name, place };
    }
    default:
      if (beat !== undefined) {
        throw new InvalidArgumentError(
          `--beat is a place to play, record, pause, stop or seek; ${name} has none`,
        );
      }
      return parsePlaceless(name, values);
  }
}

function parsePlaceless(name: string, values: readonly string[]): TransportAction {
  switch (name) {
    case 'status':
      expectValues(name, values, 0, 0);
      return { name };
    case 'tempo':
      expectValues(name, values, 1, 1);
      return { name, bpm: parseBpm(values[0]) };
    case 'signature':
      expectValues(name, values, 1, 1);
      return { name, ...parseSignature(values[0]) };
    case 'loop':
      if (values.length === 1 && values[0] === 'off') return { name, bars: null };
      expectValues(name, values, 2, 2);
      return { name, bars: [parseBars(values[0]), parseBars(values[1])] };
    default:
      throw new InvalidArgumentError(`'${name}' is nothing that the transport does: ${ACTIONS}`);
  }
}

const USAGE: Readonly<Record<string, string>> = {
  play: 'toaster transport play [bar]',
  record: 'toaster transport record [bar]',
  pause: 'toaster transport pause [bar]',
  stop: 'toaster transport stop [bar]',
  seek: 'toaster transport seek 5, seek 5.3.480 or seek 12.5s',
  tempo: 'toaster transport tempo 96.5',
  signature: 'toaster transport signature 3/4',
  loop: 'toaster transport loop 1 5 (from bar 1 to before bar 5) or loop off',
  status: 'toaster transport status',
};

function missing(name: string): InvalidArgumentError {
  return new InvalidArgumentError(`${name} needs to be told more: ${USAGE[name]}`);
}

function expectValues(name: string, values: readonly string[], least: number, most: number): void {
  if (values.length < least) throw missing(name);
  if (values.length <= most) return;
  const more = values.slice(most).join(' ');
  throw new InvalidArgumentError(`'${more}' is too much for ${name}: ${USAGE[name]}`);
}

function placeOf(name: string, text: string | undefined, beat: number | undefined): Place | null {
  if (text === undefined) return beat === undefined ? null : { beat };
  if (beat !== undefined) {
    throw new InvalidArgumentError(
      `${name} was given a place twice, '${text}' and --beat ${beat}: one will do`,
    );
  }
  return parsePlace(text);
}

/** Reads a bar such as `5`, `5.3` or `5.3.480`, or song time with its unit. */
export function parsePlace(text: string): Place {
  if (BARS.test(text)) return { bars: text };
  try {
    return { ms: parseDurationMs(text) };
  } catch {
    throw new InvalidArgumentError(
      `'${text}' is no place: write a bar such as 5, 5.3 or 5.3.480, counted from 1, or song time such as 12.5s`,
    );
  }
}

function parseBars(text: string): string {
  if (BARS.test(text)) return text;
  throw new InvalidArgumentError(
    `'${text}' is no bar: write one such as 5, 5.3 or 5.3.480, counted from 1`,
  );
}

function parseBpm(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= 1000) return value;
  throw new InvalidArgumentError(
    `'${text}' is no tempo: write quarter notes a minute from 1 to 1000, such as 96.5`,
  );
}

function parseSignature(text: string): { numerator: number; denominator: number } {
  const match = /^(\d{1,3})\/(\d{1,3})$/.exec(text);
  const numerator = Number(match?.[1]);
  const denominator = Number(match?.[2]);
  const fits = numerator >= 1 && numerator <= 255 && [1, 2, 4, 8, 16, 32, 64].includes(denominator);
  if (fits) return { numerator, denominator };
  throw new InvalidArgumentError(
    `'${text}' is no time signature: write one such as 3/4 or 7/8; 1 to 255 over 1, 2, 4, 8, 16, 32 or 64`,
  );
}

/** Reads the value of `--beat`. */
export function parseBeat(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value <= MOST_BEAT) return value;
  throw new InvalidArgumentError(
    'Write quarter notes from the start of the song, from 0 on, such as 16 or 2.5.',
  );
}

/** Reads the value of `--in`: what is further ahead than a minute is refused by everybody. */
export function parseIn(text: string): number {
  const ms = parseDurationMs(text);
  if (ms <= MOST_AHEAD_MS) return ms;
  throw new InvalidArgumentError('Commands are given a minute ahead at most, 1m.');
}

/** Reads the value of `--at`. */
export function parseAt(text: string): When {
  if (BARS.test(text)) return { bars: text };
  try {
    return { atMs: parseDurationMs(text) };
  } catch {
    throw new InvalidArgumentError(
      'Write a bar such as 9 or 9.3, for when the music is there, or a time of the timeline such as 93.5s.',
    );
  }
}
