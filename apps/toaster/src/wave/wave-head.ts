import { JamError } from '@jamnet/wire';
import { formatCount } from '../report/number-format.js';
import { sampleAccess } from './sample-coding.js';
import { bytesPerFrame, MOST_CHANNELS, type SampleCoding, type WaveFormat } from './wave-format.js';

/** Where the samples of a WAV file lie. */
export interface WaveHead {
  readonly format: WaveFormat;
  /** The first sample's byte. */
  readonly dataStart: number;
  /** Whole frames that are there. */
  readonly frames: number;
  /** What was odd about the file, a line each. */
  readonly problems: readonly string[];
}

/** Bytes of a file from a place on: as many as were asked for, or fewer where the file ends. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/** A file of millions of empty chunks would otherwise keep the program busy for a minute. */
const MOST_CHUNKS = 10_000;
const CHUNK_HEAD_BYTES = 8;
const UNKNOWN_SIZE = 0xffff_ffff;
const TAG = { pcm: 1, float: 3, extensible: 0xfffe } as const;
const EXTENSIBLE_BYTES = 40;
/** What follows the tag in the identifier of every extensible format that is a plain one. */
const PLAIN_GUID_TAIL = '000000001000800000aa00389b71';

/**
 * Walks the chunks of a RIFF, RF64 or BW64 file up to its samples; whatever else it holds is passed over. Throws JamError
 * `not-a-wave-file`, which says what is wrong and goes on from "<file> ".
 */
export function readWaveHead(readAt: ReadAt, fileBytes: number): WaveHead {
  const riff = readAt(0, 12);
  const kind = text(riff, 0);
  if (riff.length < 12 || !['RIFF', 'RF64', 'BW64'].includes(kind) || text(riff, 8) !== 'WAVE')
    fail(`is not a WAV file: ${whatItIs(riff, fileBytes)}`);
  const riffBytes = viewOf(riff).getUint32(4, true);
  let at = 12;
  let format: WaveFormat | undefined;
  let longDataBytes: number | undefined;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk += 1) {
    const head = readAt(at, CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) break;
    const id = text(head, 0);
    const size = viewOf(head).getUint32(4, true);
    const start = at + CHUNK_HEAD_BYTES;
    if (id === 'data') {
      if (!format) fail('says nothing of its samples before they begin: it has no fmt chunk there');
      const honest = riffBytes === fileBytes - 8;
      return locate(format, start, fileBytes, longDataBytes ?? size, honest);
    }
    if (id === 'fmt ') format = readFormat(readAt(start, Math.min(size, EXTENSIBLE_BYTES)));
    if (id === 'ds64' && kind !== 'RIFF') longDataBytes = readLongSize(readAt(start, 16));
    // Chunks begin at even bytes.
    at = start + size + (size % 2);
  }
  return fail(
    format ? 'ends before its samples begin: it has no data chunk' : 'has no fmt and no data chunk',
  );
}

function locate(
  format: WaveFormat,
  dataStart: number,
  fileBytes: number,
  saidBytes: number,
  honest: boolean,
): WaveHead {
  const problems: string[] = [];
  const there = fileBytes - dataStart;
  // A program that was killed, or that wrote to a pipe, has left 0 or all ones; an empty file says 0 in both places.
  const open = saidBytes === UNKNOWN_SIZE || (saidBytes === 0 && !honest && there > 0);
  if (open) problems.push('does not say how long it is; all that follows is taken for samples');
  else if (saidBytes > there)
    problems.push(
      `is cut off: ${formatCount(there)} of the ${formatCount(saidBytes)} bytes of its samples are there`,
    );
  const bytes = open ? there : Math.min(saidBytes, there);
  const frameBytes = bytesPerFrame(format);
  const frames = Math.floor(bytes / frameBytes);
  if (bytes % frameBytes !== 0) problems.push('ends within a frame, which is left out');
  return { format, dataStart, frames, problems };
}

function readFormat(bytes: Uint8Array): WaveFormat {
  if (bytes.length < 16) fail('has a damaged fmt chunk: it is too short');
  const view = viewOf(bytes);
  let tag = view.getUint16(0, true);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  if (tag === TAG.extensible) {
    if (bytes.length < EXTENSIBLE_BYTES) fail('has a damaged fmt chunk: it is too short');
    const guid = Buffer.from(bytes.subarray(26, 40)).toString('hex');
    tag = guid === PLAIN_GUID_TAIL ? view.getUint16(24, true) : 0;
  }
  if (tag !== TAG.pcm && tag !== TAG.float)
    fail(`holds samples in a form that is not read (format tag ${tag}): save it as plain PCM`);
  if (sampleRate < 1) fail('has a sample rate of 0');
  if (channels < 1 || channels > MOST_CHANNELS)
    fail(`has ${channels} channels: it may have 1 to ${MOST_CHANNELS}`);
  const coding: SampleCoding = tag === TAG.float ? 'float' : 'int';
  // Of 20 bits, say, in three bytes the upper ones count: the lower are zero.
  const bytesPerSample = Math.ceil(bits / 8);
  const format = { sampleRate, channels, coding, bytesPerSample };
  if (bits === 0 || !sampleAccess(format))
    fail(
      `has ${coding === 'float' ? 'floating-point ' : ''}samples of ${bits} bits: whole numbers of 8, 16, 24 or 32 bits and floating point of 32 or 64 are read`,
    );
  if (frameBytes !== bytesPerFrame(format))
    fail(
      `contradicts itself: ${channels} samples of ${bits} bits in frames of ${frameBytes} bytes`,
    );
  return format;
}

function readLongSize(bytes: Uint8Array): number | undefined {
  return bytes.length < 16 ? undefined : Number(viewOf(bytes).getBigUint64(8, true));
}

function whatItIs(bytes: Uint8Array, fileBytes: number): string {
  if (fileBytes === 0) return 'it is empty';
  const known: Readonly<Record<string, string>> = {
    RIFX: 'it is the big-endian kind of it',
    fLaC: 'it is FLAC',
    OggS: 'it is Ogg',
    FORM: 'it is AIFF or another IFF file',
    MThd: 'it is a MIDI file; toaster play plays those',
  };
  return known[text(bytes, 0)] ?? 'it does not begin with RIFF … WAVE';
}

function text(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fail(what: string): never {
  throw new JamError('not-a-wave-file', what);
}
