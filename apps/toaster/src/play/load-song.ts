import { readFileSync } from 'node:fs';
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

/** Reads a Standard MIDI File. Throws JamError `file-unreadable` or `not-a-midi-file`. */
export function loadSong(path: string): LoadedSong {
  const file = parse(path, read(path));
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
  return { song: createSong(name, events), problems };
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new JamError('file-unreadable', `cannot read ${path}: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

function parse(path: string, bytes: Uint8Array) {
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
