/** What the two processes of an audio path agree on: a device that counts, a sender, a receiver, a device that plays. */
import type { AudioFormName, Concealment } from '@jamnet/jdat';

export interface PathPlan {
  readonly topic: string;
  readonly sampleRate: number;
  /** Of both devices, and frames of a chunk. */
  readonly periodFrames: number;
  readonly channels: number;
  readonly form: AudioFormName;
  /** When the counting device begins, nanoseconds on CLOCK_MONOTONIC. */
  readonly startNs: number;
  /** By how much later than the counting device's the playing device's periods are, nanoseconds, 0 to a period. */
  readonly phaseNs: number;
  /** Play-out delay in milliseconds; null is the adaptive one. */
  readonly delayMs: number | null;
  /** How the receiving process waits: `busy` takes a core of its own. @default 'loop' */
  readonly receive?: 'loop' | 'busy';
  /** What fills frames that are not there in time. */
  readonly concealment: Concealment;
  /** Seconds for which the stream is heard before it is played. */
  readonly listenSeconds: number;
  /** Seconds of playing before those that count. */
  readonly settleSeconds: number;
  readonly seconds: number;
}

/** A look at a process. */
export interface PathSample {
  readonly kind: 'sample';
  readonly atNs: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
  /** Share of one processor that the process took since the last look, its device's thread included. */
  readonly cpuShare: number;
}

/** How prompt a device's thread was, microseconds. */
export interface DeviceLateness {
  readonly realtime: boolean;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface SenderEnd {
  readonly kind: 'end';
  readonly startNs: number;
  readonly frames: number;
  readonly refused: number;
  readonly messages: number;
  /** Copies of each message. */
  readonly copies: number;
  readonly cpuShare: number;
  readonly device: DeviceLateness;
}

export interface ReceiverEnd {
  readonly kind: 'end';
  /** When each period that counts was played, and the number that its first sample tells; −1 where the samples are not in a row. */
  readonly playedNs: Float64Array;
  readonly counted: Float64Array;
  /** Of each message: from when its last frame was sampled to the receiving process's handler. */
  readonly underWayNs: Float64Array;
  /** Of the reads of the ring that count: those in which a frame was not even predicted. */
  readonly missing: number;
  /** Of the periods that count: those in which a frame was predicted or missing. */
  readonly underruns: number;
  readonly predictedFrames: number;
  readonly missedFrames: number;
  readonly tornReads: number;
  /** As the stream says. */
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly cpuShare: number;
  readonly device: DeviceLateness;
}

export type PathSays =
  { readonly kind: 'ready' } | { readonly kind: 'begun' } | PathSample | SenderEnd | ReceiverEnd;
export interface PathHears {
  readonly kind: 'finish';
}

/** Of the counting device: what its sample of a frame and a channel is, as an integer of 24 bits from 0. */
export const COUNTS = 2 ** 24;
export const countOf = (sample: number): number => sample * 2 ** 23 + 2 ** 23;
