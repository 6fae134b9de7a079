/** What the processes on the hosts of the LAN are told at their start, and what they say. */
export interface LanRole {
  readonly name: string;
  readonly topic: string;
  /** The Standard MIDI File to play; a listener has none. */
  readonly file?: string;
}

export interface FoundPeer {
  readonly name: string;
  readonly atNs: number;
}

export type LanSays =
  | { readonly kind: 'open'; readonly atNs: number }
  | {
      readonly kind: 'played';
      readonly events: number;
      readonly refused: number;
      /** Copies of a frame at the end, times that congestion took copies back, and the least level of repetition. */
      readonly copies: number;
      readonly congestionTrips: number;
      readonly leastLevel: number;
      readonly bitsPerSecond: number;
    }
  | {
      readonly kind: 'heard';
      readonly found: readonly FoundPeer[];
      /** Sequence of each event in the order in which it came, what was made here left out. */
      readonly sequences: readonly number[];
      readonly noteOns: number;
      /** Note-ons later than 50 ms: when they were played, microseconds, and how late they came. */
      readonly late: readonly { readonly playedUs: number; readonly lateUs: number }[];
      readonly firstPlayedUs: number;
      readonly missing: number;
      readonly repaired: number;
      readonly synthesised: number;
      readonly lossRate: number;
    };

export type LanOrder = 'play' | 'tell' | 'end';
