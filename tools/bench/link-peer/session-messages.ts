import type { LinkConnectionStats } from '@jamnet/jam';

/** What a process of the session is started with. */
export interface SessionRole {
  readonly name: string;
  readonly topic: string;
  /** Whether it connects the session with Link. */
  readonly linked: boolean;
  /** How much faster than the system's its clock runs, in millionths; its ports are those of `node:dgram` then. */
  readonly ppm: number;
}

/** `state` asks for the beat at a time of CLOCK_MONOTONIC. */
export type SessionOrder =
  | { readonly order: 'state'; readonly monoNs: number }
  | { readonly order: 'tempo'; readonly bpm: number }
  | { readonly order: 'play' | 'stop' };

/** The state after an order. */
export interface SessionState {
  /** Other processes of the session. */
  readonly peers: number;
  readonly isMaster: boolean;
  readonly locked: boolean;
  readonly tempo: number;
  readonly playing: boolean;
  readonly beat: number;
  /** What the process that is connected has done, and its Link peers. */
  readonly linkPeers: number;
  readonly stats: LinkConnectionStats | null;
  readonly notice: string | null;
}
