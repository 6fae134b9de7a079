import { writeFileSync } from 'node:fs';
import { writeMidiFile } from '@jamnet/jmid';
import { openOutputPath } from '../output-path.js';
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
  const output = openOutputPath(path, 'name another file with --out');
  return {
    path,
    write(events) {
      const { bytes, written, leftOut } = writeMidiFile(
        events.map(({ atUs, event }) => ({ timeUs: atUs, message: event })),
        { name: 'JAMNet recording' },
      );
      output.fill(() => writeFileSync(output.temporary, bytes));
      return { written, leftOut };
    },
  };
}
