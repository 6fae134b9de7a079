import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { writeMidiFile } from '@jamnet/jmid';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import type { TimedEvent } from '../play/song.js';

/** What became of a recording. */
export interface WrittenRecording {
  readonly written: number;
  /** Events that a Standard MIDI File cannot hold. */
  readonly leftOut: number;
}

/** Where a recording will be written. */
export interface RecordingFile {
  readonly path: string;
  /** Writes the whole file beside its place and moves it there: nobody ever sees half a file. */
  write(events: readonly TimedEvent[]): WrittenRecording;
}

/**
 * Checks at once that a file can be written there, for nobody wants to learn it after an hour's recording. Throws JamError
 * `not-permitted` that says why not.
 */
export function openRecordingFile(path: string): RecordingFile {
  const target = attempt(path, () => checkedTarget(path));
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  attempt(path, () => {
    closeSync(openSync(temporary, 'w'));
    rmSync(temporary);
  });
  return {
    path,
    write(events) {
      const { bytes, written, leftOut } = writeMidiFile(
        events.map(({ atUs, event }) => ({ timeUs: atUs, message: event })),
        { name: 'JAMNet recording' },
      );
      attempt(path, () => {
        try {
          writeFileSync(temporary, bytes);
          renameSync(temporary, target);
        } catch (error) {
          rmSync(temporary, { force: true });
          throw error;
        }
      });
      return { written, leftOut };
    },
  };
}

/** The file itself where `path` is a link to one, be it there already or not. */
function checkedTarget(path: string): string {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (!existing) {
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (!link?.isSymbolicLink()) return resolve(path);
    // Links that lead round in a circle have been refused by the first question.
    return checkedTarget(resolve(realpathSync(dirname(path)), readlinkSync(path)));
  }
  if (!existing.isFile())
    throw new Error(existing.isDirectory() ? 'it is a folder' : 'it is no ordinary file');
  accessSync(path, constants.W_OK);
  return realpathSync(path);
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new JamError(
      'not-permitted',
      `cannot write ${path}: ${systemReason(error)}; name another file with --out`,
      { cause: error },
    );
  }
}
