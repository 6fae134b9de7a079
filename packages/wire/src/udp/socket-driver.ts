import type { BatchHandler, DatagramCapabilities, Destination } from '../ports.js';

/** Where a socket is bound. */
export interface SocketBinding {
  readonly family: 4 | 6;
  /** Numeric, with its zone where it needs one. */
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Shares the port with other sockets that were opened so. */
  readonly shared: boolean;
}

/** Which buffers to ask the system for, in bytes; it may grant less. */
export interface SocketBuffers {
  readonly receiveBytes: number;
  /** 0 leaves the system's own: the socket will not send. */
  readonly sendBytes: number;
}

/** An address as one socket sends to it, worked out once. */
export interface SendTarget {
  /**
   * Sends at `atNs`; 0 or a time that has passed means now, which may be the end of the present turn of the loop. The port has
   * checked that the range lies within `bytes` and is no longer than a datagram may be. The bytes are borrowed until the
   * call returns. What waits goes out by this socket; if that is closed by then, it is dropped and counted as a send error.
   * False when a queue is full or the socket is closed, counted by the driver. Does not throw, block or allocate.
   */
  send(bytes: Uint8Array, offset: number, length: number, atNs: number): boolean;
}

/** A bound UDP socket. The setters throw the system's error. */
export interface UdpSocket {
  /** The port that it is bound to. */
  readonly port: number;
  /** What the system granted of the receive buffer asked for, in bytes. */
  readonly receiveBufferBytes: number;
  /** `selector` is what `multicast-interfaces.ts` makes: an IPv4 address of the interface, or `::%zone`. */
  addMembership(group: string, selector: string): void;
  setMulticastInterface(selector: string): void;
  setMulticastTtl(hops: number): void;
  setMulticastLoopback(on: boolean): void;
  /**
   * Numeric address, with its zone where it has one. Does not throw: one that cannot be used gives a target whose sends are
   * counted as errors. Asked for once per destination, and again when interfaces change.
   */
  target(address: string, port: number): SendTarget;
  /** Resolves when the socket has let go of its port. A second call does nothing. */
  close(): Promise<void>;
}

/** Counters of a driver since it was made; see `DatagramPortStats`. */
export interface SocketDriverStats {
  readonly datagramsSent: number;
  readonly bytesSent: number;
  readonly datagramsReceived: number;
  readonly bytesReceived: number;
  readonly sendQueueFull: number;
  /** Sends that the system refused. */
  readonly sendErrors: number;
  /** Errors that sockets reported by themselves. */
  readonly socketErrors: number;
  /** The latest of both kinds of error, in the system's words. */
  readonly lastError: string | null;
  /** When that was, on the port's clock; 0 when there was none. */
  readonly lastErrorAtNs: number;
  /** Median of how late timed sends went out, in microseconds. */
  readonly pacingLatenessUs: number;
}

/**
 * What a UDP port stands on: sockets of `node:dgram`, or those of the native engine. A driver knows sockets and times; which
 * interfaces, groups and families there are is the port's affair (`udp-port.ts`), so that this is decided in one place.
 *
 * The port calls straight through: a send is one look at the route and one call per target, a batch goes from the driver to
 * the handler with nothing between.
 */
export interface SocketDriver {
  readonly capabilities: DatagramCapabilities;
  /**
   * Opens and binds a socket. IPv6 sockets take IPv6 alone. Rejects with the system's error, whose `code` is EADDRINUSE and the
   * like; nothing is left open then.
   */
  open(binding: SocketBinding, buffers: SocketBuffers): Promise<UdpSocket>;
  /** Sets the one receiver of what all sockets get; undefined drops it, counted. */
  onBatch(handler: BatchHandler | undefined): void;
  source(index: number): Destination | undefined;
  stats(): SocketDriverStats;
  /** Closes every socket that is still open. Timed sends that have not gone out are dropped. Called once, last. */
  close(): Promise<void>;
}
