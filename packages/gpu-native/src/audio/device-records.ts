import type { AudioPort, AudioPortStats } from '@jamnet/wire';
import type { AudioAddon } from './audio-addon.js';

// The layout is drawn in native/audio/linux/null_device.h.
const PERIODS = 0;
const RESTARTS = 2;
const START_NS = 4;
const REALTIME = 6;

const REASONS: Readonly<Record<number, string>> = {
  0: 'the thread has not run yet',
  2: 'the system does not permit it: allow real-time priorities (ulimit -r) or CAP_SYS_NICE',
  3: 'it was not asked for',
};

/** What the thread of a device tells about itself. */
export class DeviceRecords {
  #words: Uint32Array;
  readonly #shape: AudioAddon['NullAudio'];

  constructor(bytes: Uint8Array, shape: AudioAddon['NullAudio']) {
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, shape.recordWords);
    this.#shape = shape;
  }

  /** What stands there when the device has ended, before its memory is given back. */
  keep(): void {
    this.#words = this.#words.slice();
  }

  startNs(): number {
    return this.#wide(START_NS);
  }

  realtime(): AudioPort['realtime'] {
    const state = Atomics.load(this.#words, REALTIME);
    return state === 1 ? { ok: true } : { ok: false, reason: REASONS[state] ?? 'unknown' };
  }

  stats(): AudioPortStats {
    const { histogramAt, histogramLinear } = this.#shape;
    const histogram = this.#words.slice(histogramAt);
    return {
      periods: this.#wide(PERIODS),
      restarts: this.#wide(RESTARTS),
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
