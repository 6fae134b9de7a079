import { MAX_DATAGRAM_BYTES } from '../v2/frame.js';

/** IPv4 and UDP headers: what a datagram costs beside its bytes. */
export const DATAGRAM_OVERHEAD_BYTES = 28;
/** Default ceiling of a session. */
export const DEFAULT_RATE_CEILING_BITS_PER_SECOND = 10_000_000;
/** The same for audio and video: eight channels of 48 kHz in plain JSON are 40 Mbit/s before any copy. */
export const DEFAULT_MEDIA_RATE_CEILING_BITS_PER_SECOND = 100_000_000;

/** The ceiling of a session that was given none. */
export function defaultRateCeiling(topic: string): number {
  const heavy = topic.startsWith('audio:') || topic.startsWith('video:');
  return heavy ? DEFAULT_MEDIA_RATE_CEILING_BITS_PER_SECOND : DEFAULT_RATE_CEILING_BITS_PER_SECOND;
}
const BURST_SECONDS = 0.1;
/** Twice the largest datagram: the lowest ceiling still lets it through. */
const LEAST_CAPACITY_BYTES = 2 * (MAX_DATAGRAM_BYTES + DATAGRAM_OVERHEAD_BYTES);

/**
 * Keeps all datagrams of a session under a ceiling: a bucket that holds a tenth of a second. First copies may empty it, further copies
 * only its upper half, so that copies are left out before anything else is.
 */
export interface RateCeiling {
  /** Takes room for a datagram of `length` bytes; false when it does not fit. Does not allocate. */
  take(length: number, firstCopy: boolean, nowNs: number): boolean;
  /** Takes room whether there is any or not: for control, which is never held back. */
  charge(length: number, nowNs: number): void;
  readonly bitsPerSecond: number;
  /** Copies left out, first copies refused. */
  readonly copiesRefused: number;
  readonly framesRefused: number;
}

export function createRateCeiling(bitsPerSecond: number): RateCeiling {
  return new Bucket(bitsPerSecond);
}

class Bucket implements RateCeiling {
  copiesRefused = 0;
  framesRefused = 0;
  readonly #capacity: number;
  readonly #bytesPerNs: number;
  #room: number;
  #lastNs = -1;

  constructor(readonly bitsPerSecond: number) {
    this.#capacity = Math.max(LEAST_CAPACITY_BYTES, (bitsPerSecond / 8) * BURST_SECONDS);
    this.#bytesPerNs = bitsPerSecond / 8e9;
    this.#room = this.#capacity;
  }

  take(length: number, firstCopy: boolean, nowNs: number): boolean {
    this.#refill(nowNs);
    const bytes = length + DATAGRAM_OVERHEAD_BYTES;
    const floor = firstCopy ? 0 : this.#capacity / 2;
    if (this.#room - bytes < floor) {
      if (firstCopy) this.framesRefused++;
      else this.copiesRefused++;
      return false;
    }
    this.#room -= bytes;
    return true;
  }

  charge(length: number, nowNs: number): void {
    this.#refill(nowNs);
    this.#room = Math.max(-this.#capacity, this.#room - length - DATAGRAM_OVERHEAD_BYTES);
  }

  #refill(nowNs: number): void {
    if (this.#lastNs >= 0) {
      this.#room = Math.min(this.#capacity, this.#room + (nowNs - this.#lastNs) * this.#bytesPerNs);
    }
    this.#lastNs = nowNs;
  }
}
