import type { RemoteAudio } from '@jamnet/jdat';
import type { Clock } from '@jamnet/wire';
import { createPeakLevel } from '../report/peak-level.js';
import type { WaveWriter } from '../wave/wave-writer.js';

/** Takes a stream as a sound card would, at the rate of this machine's clock, and writes it down. */
export interface StreamRecorder {
  readonly stream: RemoteAudio;
  /** Takes what is due by now. To be called every few milliseconds. Throws JamError `not-permitted` when the disk refuses. */
  pull(): void;
  /** Frames written: from the first that was played on. */
  readonly frames: number;
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
/** A program that was stopped for a while skips what it has missed, as a sound card does. */
const MOST_BEHIND_MS = 250;
/** What comes meanwhile has to be read too: concealment on a busy machine must not keep from the sockets what would make it needless. */
const MOST_WORK_MS = 10;

export function createStreamRecorder(options: StreamRecorderOptions): StreamRecorder {
  const { stream, clock, file } = options;
  const { sampleRate, channels } = stream.format;
  const block = new Float32Array(BLOCK_FRAMES * channels);
  const levels = createPeakLevel(channels);
  const mostBehind = Math.floor((MOST_BEHIND_MS / 1_000) * sampleRate);
  const startNs = clock.nowNs();
  let taken = 0;
  let frames = 0;

  function take(): void {
    const before = playedFrames(stream);
    stream.pull(block, BLOCK_FRAMES);
    taken += BLOCK_FRAMES;
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

  return {
    stream,
    pull() {
      const due = Math.floor(((clock.nowNs() - startNs) / 1e9) * sampleRate);
      if (due - taken > mostBehind) taken = due - BLOCK_FRAMES;
      const untilNs = clock.nowNs() + MOST_WORK_MS * 1e6;
      while (taken + BLOCK_FRAMES <= due && clock.nowNs() <= untilNs) take();
    },
    get frames() {
      return frames;
    },
    takeLevels: () => levels.take(),
  };
}

function playedFrames({ counters }: RemoteAudio): number {
  return counters.exact + counters.halfRate + counters.concealed + counters.faded;
}
