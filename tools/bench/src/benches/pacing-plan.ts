/** What the processes of the pacing bench agree on. */
import type { PortKind } from '../open-port.js';

export interface PacingPlan {
  /** How the sender's port is opened. */
  readonly kind: PortKind;
  readonly bursts: number;
}

export const PACING_GROUP = { family: 4, address: '239.195.77.41', port: 28_541 } as const;
export const COPY_OFFSETS_NS = [0, 250_000, 500_000] as const;
export const FRAME_BYTES = 150;
/** In a packet: the time it is to go out at, which burst, which copy. */
export const PLANNED_OFFSET = 0;
export const BURST_OFFSET = 8;
export const COPY_OFFSET = 12;

export type PacingSenderSays =
  | { readonly kind: 'progress'; readonly burst: number }
  | { readonly kind: 'sent'; readonly refused: number; readonly cpuSeconds: number };
export type PacingReceiverSays =
  | { readonly kind: 'ready'; readonly kernelTimestamps: boolean }
  | {
      readonly kind: 'received';
      /** Arrival minus planned time, nanoseconds, NaN where nothing came: burst after burst, copy after copy. */
      readonly errorsNs: Float64Array;
      /** From the first copy to the last, nanoseconds. */
      readonly windowsNs: Float64Array;
    };
export interface Collect {
  readonly kind: 'collect';
}
