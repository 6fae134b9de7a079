/** What the processes of the throughput benches agree on. */
import type { Destination } from '@jamnet/wire';

/** `bare` is node:dgram itself; the ports carry frames, with CRC and duplicate filter, and nothing else. */
export type Lane =
  'bare' | 'toast-1' | 'toast-3' | 'jmid' | 'port-dgram' | 'port-native' | 'port-native-whole';

export const FRAME_BYTES = 150;

/** Lanes without a topic of their own have a group and a UDP port of their own. */
export function groupOf(lane: Lane): { family: 4; address: string; port: number } {
  const grouped: readonly Lane[] = ['bare', 'port-dgram', 'port-native', 'port-native-whole'];
  const number = grouped.indexOf(lane);
  return { family: 4, address: `239.195.77.${31 + number}`, port: 28_531 + number };
}

/** What the two processes are started with. */
export interface ThroughputPlan {
  readonly lane: Lane;
  readonly topic: string;
  /** Where the sender of a port lane sends to. @default the lane's group */
  readonly to?: Destination;
}

/** One step of the ramp: the sender sends so much for a second. */
export interface Step {
  readonly kind: 'step';
  readonly perSecond: number;
}

export type SenderSays =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'ran';
      readonly sent: number;
      /** Sends that the port or the ceiling refused. */
      readonly refused: number;
      readonly seconds: number;
      /** Of the whole process, in user and system together. */
      readonly cpuSeconds: number;
    };
export interface Count {
  readonly kind: 'count';
}
export type ReceiverSays =
  | {
      readonly kind: 'ready';
      /** Where a port lane is reached by unicast. */
      readonly endpoint?: Destination;
    }
  | {
      readonly kind: 'counted';
      /** Both since the process began. */
      readonly received: number;
      readonly cpuSeconds: number;
    };
