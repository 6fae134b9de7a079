import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { formatCount } from '../report/number-format.js';

/** Frames that were lost: from `start` on, `length` of them. */
export interface Gap {
  readonly start: number;
  readonly length: number;
}

/** What a file of gaps says. */
export interface GapList {
  readonly sampleRate: number;
  /** By their start; none reaches into the next. */
  readonly gaps: readonly Gap[];
}

const MOST_BYTES = 64e6;
const FORM = '{"fs":48000,"gaps":[[start,length],…]}, in samples';

/** Reads a file of gaps. Throws JamError `file-unreadable` or `too-large`, which says what is wrong with which gap. */
export function loadGaps(path: string): GapList {
  return parseGaps(path, read(path));
}

/** The same of text that has been read; `path` is what the messages call it. */
export function parseGaps(path: string, text: string): GapList {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse(path, `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(path, `it is no object; it has to be ${FORM}`);
  const { fs, gaps } = value as { fs?: unknown; gaps?: unknown };
  if (typeof fs !== 'number' || !(fs > 0))
    refuse(path, `"fs", the sample rate, is ${shown(fs)}; it has to be ${FORM}`);
  if (!Array.isArray(gaps)) refuse(path, `"gaps" is no list; it has to be ${FORM}`);
  let end = 0;
  const list = gaps.map((each: unknown, index): Gap => {
    const where = `gap ${formatCount(index + 1)} is ${shown(each)}`;
    if (!Array.isArray(each) || each.length !== 2 || !each.every(Number.isSafeInteger))
      refuse(path, `${where}; a gap is two whole numbers, [start,length]`);
    const [start, length] = each as [number, number];
    if (start < 0 || length < 1)
      refuse(path, `${where}; a start is at least 0 and a length at least 1`);
    if (start < end)
      refuse(
        path,
        `${where} and begins before the gap ahead of it ends, at ${end}; sort the gaps and join those that overlap`,
      );
    end = start + length;
    return { start, length };
  });
  return { sampleRate: fs, gaps: list };
}

/** Throws JamError `bad-option` where gaps do not belong to sound of that rate and length. */
export function checkGaps(
  path: string,
  { sampleRate, gaps }: GapList,
  sound: { readonly path: string; readonly sampleRate: number; readonly frames: number },
): void {
  if (sampleRate !== sound.sampleRate) {
    throw new JamError(
      'bad-option',
      `${path} is for ${sampleRate} Hz and ${sound.path} has ${sound.sampleRate} Hz: gaps count samples, so the two have to agree`,
    );
  }
  const last = gaps.at(-1);
  if (last && last.start + last.length > sound.frames) {
    const index = gaps.findIndex(({ start, length }) => start + length > sound.frames);
    const { start, length } = gaps[index];
    throw new JamError(
      'bad-option',
      `gap ${formatCount(index + 1)} of ${path}, [${start},${length}], reaches beyond the end of ${sound.path}, which has ${formatCount(sound.frames)} samples`,
    );
  }
}

function read(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size > MOST_BYTES) {
        throw new JamError(
          'too-large',
          `${path} is too large: a list of gaps may have ${MOST_BYTES / 1e6} MB, this one has ${Math.round(size / 1e6)} MB`,
        );
      }
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof JamError) throw error;
    throw new JamError('file-unreadable', `cannot read ${path}: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

function refuse(path: string, reason: string): never {
  throw new JamError('file-unreadable', `cannot use ${path}: ${reason}`);
}

/** A value in a message, however long it is. */
function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
