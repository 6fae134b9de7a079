import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { readMidiFile, SYSEX_MOST_BYTES } from '@jamnet/jmid';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { createSong, type Song } from './song.js';

/** A song and what was odd about its file. */
export interface LoadedSong {
  readonly song: Song;
  readonly problems: readonly string[];
}

const MEGABYTE = 1e6;
/** Parsing takes the process half a second a megabyte, in which it answers nobody: from here on people are told first. */
const LARGE_BYTES = MEGABYTE;
/** Sixteen million events: no music has that many. */
const MOST_BYTES = 64 * MEGABYTE;
const PIECE_BYTES = 65_536;

/**
 * Reads a Standard MIDI File. Throws JamError `file-unreadable`, `too-large` or `not-a-midi-file`. `log` is told before a large
 * file is read.
 */
export function loadSong(path: string, log: (line: string) => void = () => undefined): LoadedSong {
  const file = parse(path, read(path, log));
  const problems = [...file.problems];
  const events = file.events
    .map(({ timeUs, message }) => ({ atUs: timeUs, event: message }))
    .filter(({ event }) => {
      const fits = event.type !== 'sysex' || event.data.length <= SYSEX_MOST_BYTES;
      if (!fits)
        problems.push(
          `a SysEx of ${event.data.length} bytes is left out: the longest has ${SYSEX_MOST_BYTES}`,
        );
      return fits;
    });
  if (events.length === 0) {
    throw new JamError(
      'not-a-midi-file',
      `${path} holds nothing to play: no note and no other event`,
    );
  }
  const name = file.name ?? basename(path, extname(path));
  const tempo = file.tempoMap[0];
  const bpm = tempo === undefined ? null : 60e6 / tempo.microsecondsPerQuarter;
  return { song: createSong(name, events, bpm), problems };
}

function read(path: string, log: (line: string) => void): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size > LARGE_BYTES && size <= MOST_BYTES)
        log(`reading ${path} (${Math.round(size / MEGABYTE)} MB) …`);
      return readAll(path, file, size);
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

/** A pipe does not say its size and a device has no end, so what was read is counted as well. */
function readAll(path: string, file: number, size: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let bytes = size;
  for (let total = 0; bytes <= MOST_BYTES; bytes = total) {
    const piece = new Uint8Array(Math.max(PIECE_BYTES, size - total + 1));
    const length = readSync(file, piece);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, length));
    total += length;
  }
  const found = size > MOST_BYTES ? `${Math.round(size / MEGABYTE)} MB` : 'more';
  throw new JamError(
    'too-large',
    `${path} is too large: a file may have ${MOST_BYTES / MEGABYTE} MB, this one has ${found}`,
  );
}

function parse(path: string, bytes: Uint8Array) {
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF') {
    throw new JamError(
      'not-a-midi-file',
      `${path} is not a MIDI file: it is a RIFF file; take the MIDI file out of it, or give a Standard MIDI File (.mid)`,
    );
  }
  try {
    return readMidiFile(bytes);
  } catch (error) {
    if (!(error instanceof JamError)) throw error;
    throw new JamError(
      error.code,
      `${path} is ${error.message}; give a Standard MIDI File (.mid)`,
      { cause: error },
    );
  }
}
