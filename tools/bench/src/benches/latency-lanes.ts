/** What the two processes of the latency bench agree on. */

/** Ways from one process to the other. `bare` stands there twice: what the two differ by, nothing else can be told apart by. */
export const LANES = ['bare', 'bare again', 'toast', 'jmid'] as const;

export interface LatencyPlan {
  readonly rounds: number;
  /** Rounds before those that count: until then compilers and the burst plan settle. */
  readonly warmUpRounds: number;
  /** Copies of each frame; 0 is the default, adaptive. */
  readonly copies: number;
  readonly topic: string;
}

export const FRAME_BYTES = 150;
export const BARE_GROUPS = [
  { address: '239.195.77.11', port: 28_511 },
  { address: '239.195.77.12', port: 28_511 },
] as const;

/** One sender's and one receiver's messages to the bench. */
export type SenderSays =
  | { readonly kind: 'progress'; readonly round: number }
  | {
      readonly kind: 'sent';
      /** Mean bytes of a frame of the jmid lane, with its history. */
      readonly jmidFrameBytes: number;
      readonly copies: number;
      readonly heartbeats: number;
    };
export type ReceiverSays =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'received';
      /** One-way nanoseconds of each round, NaN where nothing came; lane after lane. */
      readonly latenciesNs: readonly Float64Array[];
    };
export interface SaySomething {
  readonly kind: 'collect';
}
