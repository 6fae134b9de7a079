import type { LinkStats } from '@jamnet/sync';

/** What the process of our peer is started with. */
export interface OurRole {
  readonly bpm: number;
  /** How much faster than the system's its clock runs, in millionths. */
  readonly ppm: number;
}

/** `state` asks for the beat at a time of CLOCK_MONOTONIC. */
export type OurOrder =
  | { readonly order: 'state'; readonly monoNs: number }
  | { readonly order: 'tempo'; readonly bpm: number }
  | { readonly order: 'play' | 'stop' | 'end' };

/** The state after an order. */
export interface OurState {
  readonly peers: number;
  readonly tempo: number;
  readonly beat: number;
  /** Of 4. */
  readonly phase: number;
  readonly playing: boolean;
  readonly sessionId: string;
  readonly nodeId: string;
  readonly stats: LinkStats;
}
