import type { BatchHandler, Clock, DatagramCapabilities, Destination, Timers } from '@jamnet/wire';
import type {
  SocketBinding,
  SocketBuffers,
  SocketDriver,
  SocketDriverStats,
  UdpSocket,
} from '@jamnet/wire/udp';
import { createDgramSocket } from './dgram-socket.js';
import { closeSocket, openSocket } from './open-socket.js';
import { createReceiver, type Receiver } from './receiver.js';
import { createSendCounts, type SendCounts } from './send-counts.js';
import { createTimedSends, type TimedSends } from './timed-sends.js';
import type { DgramTarget } from './dgram-target.js';

/** Node's timers count milliseconds and are up to one late (bench/dgram-send.ts). */
const TIMER_GRANULARITY_US = 1_000;

/** The sockets of `node:dgram`: one datagram per call, stamped when Node hands it over, timed by Node's timers. */
export function createDgramDriver(clock: Clock, timers: Timers): SocketDriver {
  return new DgramDriver(clock, timers);
}

class DgramDriver implements SocketDriver {
  readonly capabilities: DatagramCapabilities = {
    kind: 'dgram',
    pacingGranularityUs: TIMER_GRANULARITY_US,
    kernelTimestamps: false,
    batches: false,
    multicast: true,
  };
  readonly #clock: Clock;
  readonly #counts: SendCounts;
  readonly #receiver: Receiver;
  readonly #timed: TimedSends<DgramTarget>;
  readonly #open = new Set<UdpSocket>();
  #socketErrors = 0;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#counts = createSendCounts(clock);
    this.#receiver = createReceiver(clock);
    this.#timed = createTimedSends(clock, timers, (bytes, length, target: DgramTarget) =>
      target.handOver(bytes, 0, length),
    );
  }

  async open(binding: SocketBinding, buffers: SocketBuffers): Promise<UdpSocket> {
    const events = { onMessage: this.#receiver.onMessage, onError: this.#onError };
    const socket = await openSocket(binding, events);
    const close = async (): Promise<void> => {
      if (this.#open.delete(opened)) await closeSocket(socket);
    };
    const sending = { clock: this.#clock, timed: this.#timed, counts: this.#counts };
    const opened = createDgramSocket(socket, buffers, sending, close);
    this.#open.add(opened);
    return opened;
  }

  onBatch(handler: BatchHandler | undefined): void {
    this.#receiver.handler = handler;
  }

  source(index: number): Destination | undefined {
    return this.#receiver.source(index);
  }

  stats(): SocketDriverStats {
    const { datagrams, bytes, queueFull, errors, lastError, lastErrorAtNs } = this.#counts;
    return {
      datagramsSent: datagrams,
      bytesSent: bytes,
      datagramsReceived: this.#receiver.datagrams,
      bytesReceived: this.#receiver.bytes,
      sendQueueFull: queueFull,
      sendErrors: errors,
      socketErrors: this.#socketErrors,
      lastError,
      lastErrorAtNs,
      pacingLatenessUs: this.#timed.latenessUs(),
    };
  }

  async close(): Promise<void> {
    this.#timed.clear();
    this.#receiver.handler = undefined;
    await Promise.all([...this.#open].map((socket) => socket.close()));
  }

  readonly #onError = (error: Error): void => {
    this.#socketErrors++;
    this.#counts.setLastError(error.message);
  };
}
