import { closeSync, openSync, writeSync } from 'node:fs';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { sampleAccess } from './sample-coding.js';
import { bytesPerFrame, formatText, type WaveFormat } from './wave-format.js';
import { waveHead } from './wave-layout.js';

/** A WAV file that grows. Whenever the program is killed, what lies on the disk is a whole WAV file, up to the last `flush` or longer. */
export interface WaveWriter {
  readonly path: string;
  readonly format: WaveFormat;
  /** Frames that were written. */
  readonly frames: number;
  /** Appends interleaved frames, full scale 1; what lies beyond is clipped in whole numbers. Throws JamError `not-permitted` when the disk refuses. */
  write(samples: Float32Array, frames: number): void;
  /** Hands all to the system, and then says in the file's head that it is there; some 60 kB at a time go out by themselves. */
  flush(): void;
  /** Flushes and closes. */
  close(): void;
}

const BUFFER_BYTES = 65_536;

/**
 * Makes a WAV file, or overwrites one. Throws JamError `not-permitted` where none can be written and `bad-option` for a format that
 * WAV does not have.
 */
export function createWaveFile(path: string, format: WaveFormat): WaveWriter {
  const access = sampleAccess(format);
  if (!access)
    throw new JamError(
      'bad-option',
      `WAV has no ${formatText(format)}: choose 8, 16, 24 or 32 bits, or floating point of 32 or 64`,
    );
  const file = attempt(path, () => openSync(path, 'w'));
  const frameBytes = bytesPerFrame(format);
  const { channels, bytesPerSample } = format;
  const buffer = Buffer.alloc(Math.max(frameBytes, BUFFER_BYTES - (BUFFER_BYTES % frameBytes)));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const dataStart = waveHead(format, 0).length;
  let frames = 0;
  let buffered = 0;
  let writtenBytes = 0;

  function put(bytes: Uint8Array, length: number, position: number): void {
    let done = 0;
    while (done < length)
      done += attempt(path, () => writeSync(file, bytes, done, length - done, position + done));
  }

  function flush(): void {
    put(buffer, buffered, dataStart + writtenBytes);
    writtenBytes += buffered;
    buffered = 0;
    // Only now: whenever the program is killed, the head speaks of nothing that is not there.
    put(waveHead(format, writtenBytes / frameBytes), dataStart, 0);
  }

  flush();
  return {
    path,
    format,
    get frames() {
      return frames;
    },
    write(samples, count) {
      for (let at = 0; at < count * channels; at += 1) {
        if (buffered === buffer.length) flush();
        access.write(view, buffered, samples[at]);
        buffered += bytesPerSample;
      }
      frames += count;
    },
    flush,
    close() {
      try {
        flush();
        // Chunks end at even bytes; the next one would begin there.
        if (writtenBytes % 2 === 1) put(Buffer.alloc(1), 1, dataStart + writtenBytes);
      } finally {
        closeSync(file);
      }
    },
  };
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new JamError(
      'not-permitted',
      `cannot write ${path}: ${systemReason(error)}; name another file`,
      { cause: error },
    );
  }
}
