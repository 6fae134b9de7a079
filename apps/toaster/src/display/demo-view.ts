import type { TwoPlaces } from '../demo/two-timelines.js';
import type { PianoRollView } from './piano-roll.js';

/** One line of the display per player that the listener hears. */
export interface PeerView {
  readonly name: string;
  /** One-way latency of the latest events by their arrival, in microseconds, a value per tick; null where none came. */
  readonly latencyUs: ReadonlyArray<number | null>;
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  readonly maxUs: number | null;
  /** Share of the datagram copies that did not arrive, by the listener's own count. */
  readonly loss: number | null;
  readonly lossTicks: ReadonlyArray<number | null>;
}

/** The sender's present burst plan. */
export interface PlanView {
  /** When each copy goes out after the first, microseconds. */
  readonly offsetsUs: readonly number[];
  /** `narrow`: within the micro-jitter window. `wide`: over a schedule that outlives runs of loss. */
  readonly spread: 'narrow' | 'wide';
}

/** All that the demo's display shows, and nothing else: made from the children's lines, drawn by pure functions. */
export interface DemoView {
  readonly topic: string;
  readonly songName: string;
  readonly phase: 'starting' | 'playing' | 'finishing';
  readonly elapsedMs: number;
  readonly songMs: number;
  /** Share of the datagrams that each process throws away on purpose. */
  readonly lossAsked: number;
  /** Whether those losses come in runs. */
  readonly lossInRuns: boolean;
  readonly roll: PianoRollView;
  readonly peers: readonly PeerView[];
  readonly plan: PlanView | null;
  /** Bar and beat at both ends; null until both have said where they are. */
  readonly places: TwoPlaces | null;
  readonly sent: number;
  readonly heard: number;
  readonly repaired: number;
  /** Events repaired per tick. */
  readonly repairedTicks: ReadonlyArray<number | null>;
  readonly late: number;
  /** Sent, and not heard yet. */
  readonly missing: number;
  readonly lateAfterMs: number;
  readonly datagramsSent: number;
  /** Datagrams of others that reached the listener's socket, and how many of them were thrown away there. */
  readonly datagramsArrived: number;
  readonly datagramsThrownAway: number;
}
