import type { AudioPlan } from './redundancy/audio-plan.js';

/** How audio is written on the wire. */
export type AudioFormName = 'standard' | 'compact' | 'binary' | 'msgpack';

/** What is sent and how. */
export interface AudioSendOptions {
  /** Frames a second: 44,100, 48,000, 96,000 or 192,000. @default 48000 */
  readonly sampleRate?: number;
  /** 1 to 8. @default 1 */
  readonly channels?: number;
  /** @default 'compact' */
  readonly form?: AudioFormName;
  /** Frames of a chunk, from 16 to 512. @default the most of 128, 64, 32 and 16 that fit one datagram whatever their values */
  readonly chunkFrames?: number;
  /** How chunks are repeated and spread in time. @default 'adaptive' */
  readonly plan?: AudioPlan;
  /** The most that an adaptive plan may send, times the bit rate of one plain copy, from 1 to 16. @default 4 */
  readonly maxBitRateFactor?: number;
  /**
   * Go down to 96, 48 and 44.1 kHz where the path carries no more, and back. Loads the sample-rate converter.
   * @default true above 48 kHz, where there is much to be gained
   */
  readonly throttle?: boolean;
}
