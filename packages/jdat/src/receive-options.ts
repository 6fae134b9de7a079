import type { ConcealerFactory } from './session/concealer.js';

/** What fills frames that did not come in time. */
export type Concealment = 'pnbtr' | 'repeat' | 'none';

/** Tells when something on a sender's timeline happened on the clock of this process. */
export interface PlayoutTimeline {
  /** Nanoseconds on this process's clock; null while that is not known, then the stream is played as one without a timeline. Does not allocate. */
  toOwnNs(senderId: number, timestampNs: number): number | null;
}

/** How the streams of others are received and played. */
export interface AudioReceiveOptions {
  /**
   * Frames a second that readers get, 8,000 to 192,000. @default the rate that a stream has when it is first heard; it stays when the stream's rate
   * changes
   */
  readonly sampleRate?: number;
  /**
   * Play every frame so long after its timestamp, milliseconds from 0 to 1,000: the same delay for all. @default none: the least delay that what is
   * measured asks for
   */
  readonly playoutDelayMs?: number;
  /** Bounds of the delay where it adapts, milliseconds from 0 to 1,000. @default 0 */
  readonly minDelayMs?: number;
  /** At least `minDelayMs`. @default 200 */
  readonly maxDelayMs?: number;
  /** Share of messages that the adaptive delay is to be enough for, 0.5 to 1. @default 0.99 */
  readonly inTime?: number;
  /** What is added to the measured need, milliseconds from 0 to 100. @default 0 */
  readonly marginMs?: number;
  /** For peers on other clocks. @default peers on this process's clock are played by it, others by the adaptive delay */
  readonly timeline?: PlayoutTimeline;
  /** @default 'pnbtr' */
  readonly concealment?: Concealment;
  /** Makes the concealers of a stream, one a channel, in place of `concealment`. @default as `concealment` says */
  readonly createConcealer?: ConcealerFactory;
  /** A stream ends when nothing of it has come for so long, milliseconds from 100 to 60,000. @default 2000 */
  readonly silenceMs?: number;
}
