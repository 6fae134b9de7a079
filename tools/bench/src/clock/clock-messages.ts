import type { PortKind } from '../open-port.js';

export interface ClockRole {
  readonly name: string;
  readonly topic: string;
  readonly port: PortKind;
  /** What is left out at the start, and how long is measured. */
  readonly settleSeconds: number;
  readonly seconds: number;
}

export interface ClockSays {
  readonly kind: 'measured';
  /** The other's clock less the own one, as estimated: 0 would be right. */
  readonly errorsNs: Float64Array;
  readonly boundsNs: Float64Array;
  readonly roundTripNs: number;
  readonly lockedMs: number;
  readonly kernelTimestamps: boolean;
}
