/** What the processes of the MIDI Clock bench agree on. */
import type { ArrivalJitterStats } from '@jamnet/sync';
import type { PortKind } from '../open-port.js';

/** `events`: as events of the MIDI layer; `bytes`: as datagrams that hold raw bytes. */
export interface MidiClockPlan {
  readonly way: 'events' | 'bytes';
  /** What carries the clock at the sender; with events at the receiver too. */
  readonly port: PortKind;
  readonly topic: string;
  readonly seconds: number;
  readonly bpm: number;
}

export const MIDI_CLOCK_GROUP = { family: 4, address: '239.195.77.42', port: 28_542 } as const;
/** In a datagram: the time it is due, then the MIDI message. */
export const DUE_OFFSET = 0;
export const MESSAGE_OFFSET = 8;

export interface Settled {
  readonly jitter: ArrivalJitterStats;
  readonly bpm: number;
}

export type MidiClockSenderSays = {
  readonly kind: 'sent';
  readonly clocks: number;
  readonly overdue: number;
  readonly cpuSeconds: number;
};
export type MidiClockReceiverSays =
  | { readonly kind: 'ready'; readonly kernelTimestamps: boolean }
  | {
      readonly kind: 'received';
      /** Arrival minus due time of each clock, nanoseconds. */
      readonly lateNs: Float64Array;
      /** What followers come to that believe the arrivals, and the times that the messages bear. */
      readonly byArrival: Settled;
      readonly byStamp: Settled;
      readonly lostClocks: number;
    };
export interface Collect {
  readonly kind: 'collect';
}
