import type { Clock, Timers } from '@jamnet/wire';
import type { WaveReader } from '../wave/wave-reader.js';

/** Plays a file as if it were recorded here and now: each piece goes out when its last frame has been played. */
export interface FileStreamer {
  /** Frames handed over, and how many of them were refused. */
  readonly frames: number;
  readonly refused: number;
  /** Resolves when the last frame is out, or after `stop`. Rejects when the file cannot be read any more. */
  readonly done: Promise<void>;
  /** Nothing further goes out. */
  stop(): void;
}

export interface FileStreamerOptions {
  readonly source: Pick<WaveReader, 'format' | 'frames' | 'read'>;
  /** Begins again at its end. */
  readonly loop: boolean;
  /** Frames handed over at a time. */
  readonly blockFrames: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** `timestampNs`: when the first of the frames was played. False when they were refused. */
  readonly send: (samples: Float32Array, frames: number, timestampNs: number) => boolean;
  /** How long after its time each piece went out, microseconds. */
  readonly onSent?: (lateUs: number, samples: Float32Array) => void;
}

const READ_BLOCKS = 64;
/** A program that was stopped for a while goes on from there: nobody wants a second of sound at once. */
const MOST_BEHIND_NS = 250e6;

export function createFileStreamer(options: FileStreamerOptions): FileStreamer {
  const { source, loop, blockFrames, clock, timers, send, onSent } = options;
  const { sampleRate, channels } = source.format;
  const ahead = new Float32Array(blockFrames * READ_BLOCKS * channels);
  let aheadFrom = 0;
  let aheadTo = 0;
  let frames = 0;
  let refused = 0;
  let startNs = clock.nowNs();
  let timer = 0;
  let running = true;
  let settle = () => {};
  let fail = (_error: unknown) => {};
  const done = new Promise<void>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });

  const timeOf = (frame: number) => startNs + (frame * 1e9) / sampleRate;
  /** Of the file; what was read ahead never reaches over its end. */
  const place = () => (loop ? frames % source.frames : frames);

  /** The next piece, empty at the end of the file. */
  function nextBlock(): Float32Array {
    const at = place();
    if (at < aheadFrom || at >= aheadTo) {
      aheadFrom = at;
      aheadTo = at + source.read(at, ahead);
    }
    const end = Math.min(at + blockFrames, aheadTo);
    return ahead.subarray((at - aheadFrom) * channels, (end - aheadFrom) * channels);
  }

  function end(): void {
    if (!running) return;
    running = false;
    timers.cancel(timer);
    settle();
  }

  function work(): void {
    const nowNs = clock.nowNs();
    const behindNs = nowNs - timeOf(frames + blockFrames);
    if (behindNs > MOST_BEHIND_NS) startNs += behindNs;
    while (running) {
      const block = nextBlock();
      const count = block.length / channels;
      if (count === 0) return end();
      const dueNs = timeOf(frames + count);
      if (dueNs > nowNs) {
        timer = timers.schedule(dueNs, tick);
        return;
      }
      if (!send(block, count, timeOf(frames))) refused += count;
      frames += count;
      onSent?.((nowNs - dueNs) / 1e3, block);
    }
  }

  function tick(): void {
    try {
      work();
    } catch (error) {
      running = false;
      fail(error);
    }
  }

  tick();
  return {
    get frames() {
      return frames;
    },
    get refused() {
      return refused;
    },
    done,
    stop: end,
  };
}
