/** What the two processes of the latency benches agree on. */

/** Ways from one process to the other. What a lane and its twin differ by, nothing else can be told apart by. */
export type Lane =
  | 'bare'
  | 'bare again'
  | 'toast'
  | 'jmid'
  | 'jdat'
  | 'dgram'
  | 'dgram again'
  | 'native'
  | 'native again'
  | 'busy'
  // Received by a C program; sent by the native port, or by another C program.
  | 'blocking C'
  | 'C to C';

export interface LatencyPlan {
  readonly lanes: readonly Lane[];
  readonly rounds: number;
  /** Rounds before those that count: until then compilers and the burst plan settle. */
  readonly warmUpRounds: number;
  /** Copies of each frame of the toast and jmid lanes; 0 is the default, adaptive. */
  readonly copies: number;
  readonly topic: string;
  /** Bytes of the packets that hold nothing but their lane and round. @default FRAME_BYTES */
  readonly frameBytes?: number;
  /** What the jdat lane sends. */
  readonly audio?: AudioLane;
  /** The compiled `udp_lane`, where its lanes are asked for. */
  readonly program?: string;
}

export const FRAME_BYTES = 150;

/** Chunks of one channel at 48 kHz. */
export interface AudioLane {
  readonly form: 'compact' | 'binary';
  readonly frames: number;
  /** How the receiving process waits: `busy` takes a core of its own. */
  readonly receive: 'loop' | 'busy';
}

/** Where a packet says which lane it is of, by the lane's place in {@link GROUPED}: a port has one receiver for all its groups. */
export const LANE_OFFSET = 12;
/** The lanes that have a group and a UDP port of their own. */
export const GROUPED: readonly Lane[] = [
  'bare',
  'bare again',
  'dgram',
  'dgram again',
  'native',
  'native again',
  'busy',
  'blocking C',
  'C to C',
];

export function groupOf(lane: Lane): { family: 4; address: string; port: number } {
  const number = GROUPED.indexOf(lane);
  return { family: 4, address: `239.195.77.${11 + number}`, port: 28_511 + number };
}

/** One sender's and one receiver's messages to the bench. */
export type SenderSays =
  | { readonly kind: 'progress'; readonly round: number }
  | {
      readonly kind: 'sent';
      /** Mean bytes of a frame of the jmid lane, with its history; NaN without one. */
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
