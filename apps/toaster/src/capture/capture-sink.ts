import { closeSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { checkWritable } from '../output-path.js';

/** Where the lines of a capture go: at most so much waits in memory as `flush` has not written yet. */
export interface CaptureSink {
  /** As it was named; `-` is standard output. */
  readonly path: string;
  /** Lines that were left out because their reader is too slow. */
  readonly leftOut: number;
  /** Throws JamError `not-permitted` when the disk is full. */
  line(value: object): void;
  /** Hands what waits to the system. */
  flush(): void;
  close(): void;
}

const FLUSH_BYTES = 256 * 1024;
/** A reader of standard output may be so far behind. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
const HINT = 'name another file with --out';

/** Checks at once that the file can be written. Throws JamError `not-permitted`. */
export function openCaptureFile(path: string): CaptureSink {
  checkWritable(path, HINT);
  const file = openSync(path, 'w');
  let waiting = '';
  function flush(): void {
    if (waiting === '') return;
    const bytes = Buffer.from(waiting);
    waiting = '';
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    } catch (error) {
      throw new JamError(
        'not-permitted',
        `cannot write ${path}: ${systemReason(error)}; it holds what came before, ${HINT} or make room`,
        { cause: error },
      );
    }
  }
  return {
    path,
    leftOut: 0,
    line(value) {
      waiting += `${JSON.stringify(value)}\n`;
      if (waiting.length >= FLUSH_BYTES) flush();
    },
    flush,
    close() {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Writes to a stream that somebody reads, such as standard output. */
export function createCaptureStream(stream: Writable): CaptureSink {
  let leftOut = 0;
  return {
    path: '-',
    get leftOut() {
      return leftOut;
    },
    line(value) {
      if (stream.writableLength > MOST_WAITING_BYTES || stream.destroyed) leftOut += 1;
      else stream.write(`${JSON.stringify(value)}\n`);
    },
    flush: () => undefined,
    close: () => undefined,
  };
}
