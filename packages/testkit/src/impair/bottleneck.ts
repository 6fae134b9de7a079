import { checkNumber } from '../check-option.js';
import { IP_UDP_OVERHEAD_BYTES } from '../datagram-limits.js';

export interface BottleneckOptions {
  /** What the link carries, IP and UDP headers (28 bytes a datagram) included. */
  readonly bitsPerSecond: number;
  /** What may wait before the link, headers included; a datagram that would exceed it is dropped (drop-tail). */
  readonly queueBytes: number;
}

/** A link that sends one datagram after the other at a fixed rate. Several ports may be given the same one. */
export interface Bottleneck {
  /**
   * Puts a datagram with `length` bytes of payload on the link. Gives the time at which its last bit has left, or -1
   * where the queue is full. `nowNs` does not go back.
   */
  enter(length: number, nowNs: number): number;
  /** How long a datagram that comes now waits before it begins to be sent, in nanoseconds. */
  backlogNs(nowNs: number): number;
}

/** Makes a link. Throws a JamError `bad-option`. */
export function createBottleneck(options: BottleneckOptions): Bottleneck {
  const bitsPerSecond = checkNumber('bitsPerSecond', options.bitsPerSecond, 1, 1e15);
  const queueBytes = checkNumber('queueBytes', options.queueBytes, 0, 2 ** 40);
  const nsPerByte = 8e9 / bitsPerSecond;
  let freeAtNs = 0;
  return {
    enter(length, nowNs) {
      const bytes = length + IP_UDP_OVERHEAD_BYTES;
      const backlogNs = freeAtNs - nowNs;
      // An idle link takes a datagram however small its queue is: nothing has to wait.
      if (backlogNs > 0 && backlogNs / nsPerByte + bytes > queueBytes) return -1;
      freeAtNs = Math.max(freeAtNs, nowNs) + bytes * nsPerByte;
      return freeAtNs;
    },
    backlogNs: (nowNs) => Math.max(0, freeAtNs - nowNs),
  };
}
