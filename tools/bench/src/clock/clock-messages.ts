/** What the two processes of the clock-offset bench are told at their start, and what they say. */
export interface ClockRole {
  readonly name: string;
  readonly topic: string;
  readonly native: 'require' | 'off';
  readonly interfaceName: string;
  /** What is left out at the start, and how long is measured. */
  readonly settleSeconds: number;
  readonly seconds: number;
}

export type ClockSays =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'measured';
      /** Since when it is, on the clock that both share. */
      readonly startNs: number;
      readonly timesNs: Float64Array;
      /** The other's clock less the own one, as estimated, which would be 0; and the bound that was stated. */
      readonly errorsNs: Float64Array;
      readonly boundsNs: Float64Array;
      /** The session's timeline at the same times, to be held against the other's. */
      readonly timelineNs: Float64Array;
      readonly driftsPpm: Float64Array;
      readonly roundTripNs: number;
      /** Mean delays beyond the shortest, there and back. */
      readonly inJitterUs: number;
      readonly outJitterUs: number;
      /** From the call of join until the other's clock was known, and until the timeline was locked with somebody; NaN for never. */
      readonly knownMs: number;
      readonly lockedMs: number;
      readonly isMaster: boolean;
      readonly kernelTimestamps: boolean;
    };

export type ClockOrder = 'end';
