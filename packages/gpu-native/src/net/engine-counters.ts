import type { SocketDriverStats } from '@jamnet/wire/udp';
import type { EngineLayout } from './net-addon.js';

/** Doubles in a block, in the order of native/net/counters.h. */
const BLOCK = 16;
const DATAGRAMS_SENT = 0;
const BYTES_SENT = 1;
const DATAGRAMS_RECEIVED = 2;
const BYTES_RECEIVED = 3;
const SEND_QUEUE_FULL = 4;
const SEND_ERRORS = 5;
const SOCKET_ERRORS = 6;
const SYSTEM_CALLS = 7;
const UNPOLLED_READS = 8;

export type CountedStats = Omit<
  SocketDriverStats,
  'pacingLatenessUs' | 'lastError' | 'lastErrorAtNs'
> & {
  /** Sends and receives that the engine asked the system for: how well datagrams are put together. */
  readonly systemCalls: number;
  /** Reads of dense traffic, where the socket is looked at each turn of the loop and not polled. */
  readonly unpolledReads: number;
};

/** Reads the engine's counters where its threads write them, without a call. */
export function readCounters(buffer: ArrayBuffer, layout: EngineLayout): CountedStats {
  const { counters, counterBlocks } = layout;
  const words = new Float64Array(buffer, counters, counterBlocks * BLOCK);
  const sum = (which: number): number => {
    let total = 0;
    for (let at = which; at < words.length; at += BLOCK) total += words[at]!;
    return total;
  };
  return {
    datagramsSent: sum(DATAGRAMS_SENT),
    bytesSent: sum(BYTES_SENT),
    datagramsReceived: sum(DATAGRAMS_RECEIVED),
    bytesReceived: sum(BYTES_RECEIVED),
    sendQueueFull: sum(SEND_QUEUE_FULL),
    sendErrors: sum(SEND_ERRORS),
    socketErrors: sum(SOCKET_ERRORS),
    systemCalls: sum(SYSTEM_CALLS),
    unpolledReads: sum(UNPOLLED_READS),
  };
}
