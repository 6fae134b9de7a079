import type { AudioPort, AudioPortStats } from '@jamnet/wire';
import type { RecordsShape } from './audio-addon.js';

// The layout is drawn in native/audio/linux/audio_device.h.
const PERIODS = 0;
const RESTARTS = 2;
const START_NS = 4;
const REALTIME = 6;
const ENDED = 7;
const XRUNS = 8;
const PERIOD_FRAMES = 10;
const TELL_FRAMES = 11;
const TELL_NEVER = 0xffff_ffff;

const REASONS: Readonly<Record<number, string>> = {
  0: 'the thread has not run yet',
  2: 'the system does not permit it: allow real-time priorities (ulimit -r) or CAP_SYS_NICE',
  3: 'it was not asked for',
  4: 'the JACK server does not run in real time: start it with -R, and allow real-time priorities (ulimit -r)',
};

/** What the thread of a device tells about itself. */
export class DeviceRecords {
  #words: Uint32Array;
  readonly #shape: RecordsShape;

  constructor(bytes: Uint8Array, shape: RecordsShape) {
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, shape.recordWords);
    this.#shape = shape;
  }

  /** What stands there when the device has ended, before its memory is given back. */
  keep(): void {
    this.#words = this.#words.slice();
  }

  /** Whoever listens is told of periods once so many frames have passed; undefined = not at all. */
  tellEvery(frames: number | undefined): void {
    const words = frames === undefined ? TELL_NEVER : Math.min(TELL_NEVER - 1, Math.max(0, frames));
    Atomics.store(this.#words, TELL_FRAMES, words);
  }

  startNs(): number {
    return this.#wide(START_NS);
  }

  realtime(): AudioPort['realtime'] {
    const state = Atomics.load(this.#words, REALTIME);
    return state === 1 ? { ok: true } : { ok: false, reason: REASONS[state] ?? 'unknown' };
  }

  ended(): boolean {
    return Atomics.load(this.#words, ENDED) !== 0;
  }

  periodFrames(): number {
    return Atomics.load(this.#words, PERIOD_FRAMES);
  }

  stats(): AudioPortStats {
    const { histogramAt, histogramLinear } = this.#shape;
    const histogram = this.#words.slice(histogramAt);
    return {
      periods: this.#wide(PERIODS),
      restarts: this.#wide(RESTARTS),
      xruns: this.#wide(XRUNS),
      latenessUs: (share) => quantileUs(histogram, histogramLinear, share),
    };
  }

  #wide(at: number): number {
    return this.#words[at]! + this.#words[at + 1]! * 2 ** 32;
  }
}

/** The upper end of the bucket that a share of what was counted does not exceed. */
function quantileUs(buckets: Uint32Array, linear: number, share: number): number {
  const count = buckets.reduce((sum, each) => sum + each, 0);
  let left = Math.max(1, Math.ceil(count * share));
  for (let bucket = 0; count > 0 && bucket < buckets.length; bucket += 1) {
    left -= buckets[bucket]!;
    if (left <= 0) return bucket < linear ? bucket + 1 : 2 ** (bucket - linear + 1) * linear;
  }
  return 0;
}
