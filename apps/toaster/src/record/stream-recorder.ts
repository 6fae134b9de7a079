import type { RemoteAudio } from '@jamnet/jdat';
import type { Clock } from '@jamnet/wire';
import { createPeakLevel } from '../report/peak-level.js';
import type { WaveWriter } from '../wave/wave-writer.js';

/** Takes a stream as a sound card would, at the rate of this machine's clock, and writes it down. */
export interface StreamRecorder {
  readonly stream: RemoteAudio;
  /**
   * Takes what is due by now. To be called every few milliseconds. Returns false where it is behind and more has come since it was asked last: that is to be read
   * first, and then it is to be asked again. Throws JamError `not-permitted` when the disk refuses.
   */
  pull(): boolean;
  /** Frames written: from the first that was played on, what was missed in between as silence. */
  readonly frames: number;
  /** Frames skipped because this program stood still while a stream was there. */
  readonly missed: number;
  /** Peaks since they were asked for last, dB of full scale, one a channel. */
  takeLevels(): number[];
}

export interface StreamRecorderOptions {
  readonly stream: RemoteAudio;
  readonly clock: Clock;
  /** Absent: nothing is written, only played. */
  readonly file?: WaveWriter | undefined;
}

/** Frames taken at a time. */
const BLOCK_FRAMES = 128;
/** A program that was stopped for a while skips what it has missed, as a sound card does: no stream is kept for much longer. */
const MOST_BEHIND_NS = 800e6;
/** What was missed is silence, so that the file keeps the stream's time. After a longer stop nobody wants to hear how long it was. */
const MOST_SILENCE_SECONDS = 60;
/** After a stop of the program what came meanwhile is waiting, and would count as lost if it were not read first. */
const BEHIND_NS = 12e6;
/** Of a stream of many messages something comes in every turn. */
const MOST_READING_NS = 50e6;
/** What comes meanwhile has to be read too: concealment on a busy machine must not keep from the sockets what would make it needless. */
const MOST_WORK_NS = 10e6;

export function createStreamRecorder(options: StreamRecorderOptions): StreamRecorder {
  const { stream, clock, file } = options;
  const { sampleRate, channels } = stream.format;
  const block = new Float32Array(BLOCK_FRAMES * channels);
  const levels = createPeakLevel(channels);
  const blockNs = (BLOCK_FRAMES * 1e9) / sampleRate;
  const startNs = clock.nowNs();
  /** Taken or skipped. */
  let blocks = 0;
  let frames = 0;
  let missed = 0;
  let messages = 0;
  /** Since when it waits for what is to be read. */
  let readingNs = NaN;

  const dueNs = () => startNs + blocks * blockNs;

  function take(): void {
    const before = playedFrames(stream);
    // At its own time, however late this program is: a file is not heard while it is written.
    stream.pull(block, BLOCK_FRAMES, dueNs());
    blocks += 1;
    const played = playedFrames(stream) - before;
    // Before the first frame has been played there is silence, and after the last.
    const begins = frames === 0;
    const count = begins ? Math.min(played, BLOCK_FRAMES) : stream.ended ? 0 : BLOCK_FRAMES;
    if (count === 0) return;
    const part = begins ? block.subarray((BLOCK_FRAMES - count) * channels) : block;
    file?.write(part, count);
    levels.add(part, count);
    frames += count;
  }

  function miss(skipped: number): void {
    missed += skipped * BLOCK_FRAMES;
    // Before the first frame there is nothing to keep in its place.
    if (frames === 0 || skipped * blockNs > MOST_SILENCE_SECONDS * 1e9) return;
    block.fill(0);
    for (let at = 0; at < skipped; at += 1) file?.write(block, BLOCK_FRAMES);
    frames += skipped * BLOCK_FRAMES;
  }

  return {
    stream,
    pull() {
      const nowNs = clock.nowNs();
      const behindNs = nowNs - dueNs();
      const before = messages;
      messages = stream.counters.messages;
      if (behindNs > BEHIND_NS && behindNs < MOST_BEHIND_NS && messages > before) {
        if (Number.isNaN(readingNs)) readingNs = nowNs;
        if (nowNs - readingNs < MOST_READING_NS) return false;
      }
      readingNs = NaN;
      if (behindNs > MOST_BEHIND_NS) {
        const skipped = Math.floor(behindNs / blockNs);
        blocks += skipped;
        if (stream.counters.messages > 0 && !stream.ended) miss(skipped);
      }
      while (dueNs() <= nowNs && clock.nowNs() - nowNs <= MOST_WORK_NS) take();
      return true;
    },
    get frames() {
      return frames;
    },
    get missed() {
      return missed;
    },
    takeLevels: () => levels.take(),
  };
}

function playedFrames({ counters }: RemoteAudio): number {
  return counters.exact + counters.halfRate + counters.concealed + counters.faded;
}
