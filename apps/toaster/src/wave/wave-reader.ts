import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { sampleAccess } from './sample-coding.js';
import { bytesPerFrame } from './wave-format.js';
import { readWaveHead, type WaveHead } from './wave-head.js';

/** A WAV file that is read piece by piece, however large it is. Frames are numbered from 0. */
export interface WaveReader extends WaveHead {
  readonly path: string;
  /** Of the whole file, head and what follows the samples included. */
  readonly fileBytes: number;
  /**
   * Reads frames from `start` on into `out`, interleaved, full scale 1, as many as fit and are there; returns how many. Blocks while the disk
   * does. Throws JamError `file-unreadable`.
   */
  read(start: number, out: Float32Array): number;
  /** Bytes of the file as they are; the returned ones are borrowed until the next call. Throws JamError `file-unreadable`. */
  readBytes(position: number, length: number): Uint8Array;
  close(): void;
}

/** Opens a WAV file. Throws JamError `file-unreadable` or `not-a-wave-file`; the message names the file and says what is wrong with it. */
export function openWaveFile(path: string): WaveReader {
  const file = attempt(path, () => openSync(path, 'r'));
  try {
    const stat = attempt(path, () => fstatSync(file));
    if (stat.isDirectory()) refuse(path, 'it is a folder');
    if (!stat.isFile()) refuse(path, 'it is no ordinary file, and WAV files are read from those');
    return new FileReader(path, file, stat.size);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

class FileReader implements WaveReader {
  readonly path: string;
  readonly fileBytes: number;
  readonly format: WaveHead['format'];
  readonly dataStart: number;
  readonly frames: number;
  readonly problems: readonly string[];
  readonly #file: number;
  readonly #frameBytes: number;
  readonly #access;
  #buffer = Buffer.alloc(0);
  #view = new DataView(new ArrayBuffer(0));

  constructor(path: string, file: number, fileBytes: number) {
    this.path = path;
    this.fileBytes = fileBytes;
    this.#file = file;
    const head = this.#readHead();
    this.format = head.format;
    this.dataStart = head.dataStart;
    this.frames = head.frames;
    this.problems = head.problems;
    this.#frameBytes = bytesPerFrame(head.format);
    // A head of another coding has been refused.
    this.#access = sampleAccess(head.format)!;
  }

  read(start: number, out: Float32Array): number {
    const { channels, bytesPerSample } = this.format;
    const frames = Math.min(Math.floor(out.length / channels), this.frames - start);
    if (frames <= 0) return 0;
    const bytes = this.readBytes(
      this.dataStart + start * this.#frameBytes,
      frames * this.#frameBytes,
    );
    const got = Math.floor(bytes.length / this.#frameBytes);
    const { read } = this.#access;
    for (let at = 0; at < got * channels; at += 1) out[at] = read(this.#view, at * bytesPerSample);
    return got;
  }

  readBytes(position: number, length: number): Uint8Array {
    if (this.#buffer.length < length) {
      this.#buffer = Buffer.alloc(length);
      this.#view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, length);
    }
    let got = 0;
    while (got < length) {
      const more = attempt(this.path, () =>
        readSync(this.#file, this.#buffer, got, length - got, position + got),
      );
      if (more === 0) break;
      got += more;
    }
    return this.#buffer.subarray(0, got);
  }

  close(): void {
    closeSync(this.#file);
  }

  #readHead(): WaveHead {
    try {
      return readWaveHead((position, length) => this.readBytes(position, length), this.fileBytes);
    } catch (error) {
      if (!(error instanceof JamError) || error.code !== 'not-a-wave-file') throw error;
      throw new JamError(
        'not-a-wave-file',
        `${this.path} ${error.message}; give a WAV file (.wav)`,
        { cause: error },
      );
    }
  }
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    return refuse(path, systemReason(error), error);
  }
}

function refuse(path: string, reason: string, cause?: unknown): never {
  throw new JamError('file-unreadable', `cannot read ${path}: ${reason}`, { cause });
}
