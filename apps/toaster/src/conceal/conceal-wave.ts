import { closeSync, openSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { sampleAccess } from '../wave/sample-coding.js';
import { bytesPerFrame } from '../wave/wave-format.js';
import type { WaveReader } from '../wave/wave-reader.js';
import type { Gap } from './gaps.js';

/** Fills what is lost of one channel. It is given the sound in order, and knows nothing but what it was given. */
export interface ChannelConcealer {
  /** Takes sound that is there and gives what is to be heard, after a gap cross-faded. Both of one length. */
  accept(input: Float32Array, output: Float32Array): void;
  /** Makes up sound that was lost; returns how sure it is, 0 to 1. */
  fill(output: Float32Array): number;
  close(): void;
}

export interface ConcealWaveOptions {
  /** By their start, not overlapping, within the file. */
  readonly gaps: readonly Gap[];
  readonly createConcealer: (sampleRate: number) => ChannelConcealer;
  /** Nobody wants the rest any more. */
  readonly stop: AbortSignal;
  /** Told now and then which share of the frames is done. */
  readonly onProgress: (share: number) => void;
  /** Milliseconds, of any origin. */
  readonly nowMs: () => number;
}

export interface ConcealedWave {
  /** False when it was stopped: the file is not complete. */
  readonly complete: boolean;
  readonly lostFrames: number;
  /** How sure the concealer was, over all lost samples, 0 to 1; null where none were lost. */
  readonly meanConfidence: number | null;
}

/** The longest piece that a concealer is given: as in a session, it never learns how long a gap will be. */
const PIECE_FRAMES = 128;
const READ_FRAMES = 16_384;
/** Beyond this after a gap the output is the input, whatever the concealer says. */
const FADE_MS = 10;
/** How long signals and timers may have to wait. */
const WORK_MS = 50;

/**
 * Writes a copy of a WAV file to `path` in which the gaps are filled. All that is not in a gap or within 10 ms after one is copied byte by byte:
 * form, head and other chunks stay as they are. What the input has within gaps is not looked at. Works in pieces and lets others run between them; each channel
 * stands for itself.
 */
export async function concealWave(
  input: WaveReader,
  path: string,
  options: ConcealWaveOptions,
): Promise<ConcealedWave> {
  await copyFile(input.path, path);
  const file = openSync(path, 'r+');
  try {
    return await fillGaps(input, file, options);
  } finally {
    closeSync(file);
  }
}

async function fillGaps(
  input: WaveReader,
  file: number,
  { gaps, createConcealer, stop, onProgress, nowMs }: ConcealWaveOptions,
): Promise<ConcealedWave> {
  const { format, frames, dataStart } = input;
  const { channels, sampleRate } = format;
  const frameBytes = bytesPerFrame(format);
  const fadeFrames = Math.floor((FADE_MS / 1_000) * sampleRate);
  const patch = createPatch(input, file);
  const concealers = Array.from({ length: channels }, () => createConcealer(sampleRate));
  const read = new Float32Array(READ_FRAMES * channels);
  const before = new Float32Array(PIECE_FRAMES);
  const after = new Float32Array(PIECE_FRAMES);
  let readStart = 0;
  let readEnd = 0;
  let confidence = 0;
  let lostFrames = 0;
  let gapIndex = 0;
  let fadeEnd = 0;
  let restMs = nowMs() + WORK_MS;

  function lose(at: number, count: number): void {
    const lost = after.subarray(0, count);
    concealers.forEach((concealer, channel) => {
      confidence += concealer.fill(lost) * count;
      for (let frame = 0; frame < count; frame += 1) patch.set(frame, channel, lost[frame]);
    });
    lostFrames += count;
    patch.write(dataStart + at * frameBytes, count);
  }

  function keep(at: number, count: number): void {
    const fades = at < fadeEnd;
    if (fades) patch.load(dataStart + at * frameBytes, count);
    const given = before.subarray(0, count);
    const heard = after.subarray(0, count);
    concealers.forEach((concealer, channel) => {
      const first = (at - readStart) * channels + channel;
      for (let frame = 0; frame < count; frame += 1) given[frame] = read[first + frame * channels];
      concealer.accept(given, heard);
      const faded = fades ? Math.min(count, fadeEnd - at) : 0;
      for (let frame = 0; frame < faded; frame += 1) {
        // A sample that was left alone keeps all its bits, also those that a Float32 does not have.
        if (heard[frame] !== given[frame]) patch.set(frame, channel, heard[frame]);
      }
    });
    if (fades) patch.write(dataStart + at * frameBytes, count);
  }

  for (let at = 0; at < frames;) {
    const gap: Gap | undefined = gaps[gapIndex];
    if (gap && at >= gap.start) {
      const count = Math.min(PIECE_FRAMES, gap.start + gap.length - at);
      lose(at, count);
      at += count;
      if (at === gap.start + gap.length) {
        gapIndex += 1;
        fadeEnd = at + fadeFrames;
      }
    } else {
      if (at >= readEnd) {
        readStart = at;
        readEnd = at + input.read(at, read);
        // Somebody has made the file shorter since it was opened.
        if (readEnd === readStart) break;
      }
      const count = Math.min(PIECE_FRAMES, (gap?.start ?? frames) - at, readEnd - at);
      keep(at, count);
      at += count;
    }
    if (nowMs() < restMs) continue;
    onProgress(at / frames);
    await setImmediate();
    if (stop.aborted) return { complete: false, lostFrames, meanConfidence: null };
    restMs = nowMs() + WORK_MS;
  }
  for (const concealer of concealers) concealer.close();
  const samples = lostFrames * channels;
  return { complete: true, lostFrames, meanConfidence: samples > 0 ? confidence / samples : null };
}

/** A piece of the output as it will lie in the file. */
function createPatch(input: WaveReader, file: number) {
  const { format } = input;
  const frameBytes = bytesPerFrame(format);
  const access = sampleAccess(format)!;
  const bytes = new Uint8Array(PIECE_FRAMES * frameBytes);
  const view = new DataView(bytes.buffer);
  return {
    /** Starts from what the input has. */
    load: (position: number, frames: number) =>
      bytes.set(input.readBytes(position, frames * frameBytes)),
    set: (frame: number, channel: number, value: number) =>
      access.write(view, frame * frameBytes + channel * format.bytesPerSample, value),
    write: (position: number, frames: number) =>
      void writeSync(file, bytes, 0, frames * frameBytes, position),
  };
}
