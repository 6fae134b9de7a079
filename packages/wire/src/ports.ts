/**
 * The three ports that everything above is written against, and the timers that go with the clock.
 *
 * A package takes what it is given, so it runs on real sockets, on a simulator in virtual time, or on a native
 * backend without knowing which.
 */

/** A clock of nanoseconds. Before a session is synchronised this is CLOCK_MONOTONIC, which all processes of a host share. */
export interface Clock {
  /** Nanoseconds as a Number: exact for 104 days of uptime. Never goes back. Does not allocate. */
  nowNs(): number;
}

/** What a {@link Timers} hands out to take a timer back. 0 is never handed out. */
export type TimerId = number;

/** Timers on the time line of a {@link Clock}. The system's one and the virtual one behave alike. */
export interface Timers {
  /** Runs `run` once at `atNs` or as soon after it as the timer's granularity allows; never before, never synchronously. */
  schedule(atNs: number, run: () => void): TimerId;
  /** Takes a timer back. Unknown and already fired ids are ignored. */
  cancel(id: TimerId): void;
  /** Runs `run` at the end of the present turn of the loop. */
  defer(run: () => void): void;
}

/** A number from 0 (included) to 1 (excluded): `Math.random`, or a seeded generator in a test. */
export type RandomSource = () => number;

/** An address that datagrams are sent to. Make it once and keep it: ports recognise it by identity. */
export interface Destination {
  readonly family: 4 | 6;
  /** A numeric address; for a link-local IPv6 group with its zone (`ff12::1%eth0`). */
  readonly address: string;
  /** 1-65535. */
  readonly port: number;
}

/** What a port can do, said by the port itself. */
export interface DatagramCapabilities {
  /** How late the port may be with a datagram that has a time to be sent at, in microseconds: what its timers allow. */
  readonly pacingGranularityUs: number;
  /** Arrival times come from the kernel, not from the moment the program was called. */
  readonly kernelTimestamps: boolean;
  /** Several datagrams are handed over at once. */
  readonly batches: boolean;
  /** Joins multicast groups. */
  readonly multicast: boolean;
}

/** Counters of a port since it was opened. */
export interface DatagramPortStats {
  readonly datagramsSent: number;
  readonly bytesSent: number;
  readonly datagramsReceived: number;
  readonly bytesReceived: number;
  /** Sends refused because a queue was full. */
  readonly sendQueueFull: number;
  /** Sends that the system refused, by any error. */
  readonly sendErrors: number;
  /** The last error's message, for a person to read. */
  readonly lastError: string | null;
  /** What the system granted of the receive buffer asked for, in bytes; 0 where there is none. */
  readonly receiveBufferBytes: number;
  /** How far apart the first and the last copy of timed sends went out against what was asked: median of the last ones, in microseconds. */
  readonly pacingLatenessUs: number;
}

/**
 * Called with received datagrams. `view` holds the bytes, `descriptors` one 32-byte record for each (see `descriptor.ts`):
 * the port has written arrival, offset, length and source index. Both are borrowed until the call returns.
 */
export type BatchHandler = (view: Uint8Array, descriptors: DataView, count: number) => void;

/**
 * Sends and receives datagrams: sockets, a simulated network, a native engine, or a decorator over any of them.
 * The port owns the time of sending.
 */
export interface DatagramPort {
  readonly capabilities: DatagramCapabilities;
  /**
   * Sends `length` bytes from `offset` at `atNs` on the port's clock; 0 or a time that has passed means now.
   * The bytes are borrowed until the call returns. False when a queue is full or the port is closed; both are counted.
   * Does not block.
   */
  send(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean;
  /** Sets the one receiver of what arrives. */
  onBatch(handler: BatchHandler): void;
  /** Starts to receive a multicast group. Rejects with a JamError where that is impossible, saying why. */
  join(group: Destination): Promise<void>;
  /** Stops to receive a group. A group that was not joined is ignored. */
  leave(group: Destination): Promise<void>;
  /** Where peers reach this port by unicast: one per usable address; what heartbeats announce. */
  endpoints(): readonly Destination[];
  /** The source address behind a descriptor's source index, as long as the port remembers it. */
  source(index: number): Destination | undefined;
  stats(): DatagramPortStats;
  /** Sends nothing more, receives nothing more. Timed sends that have not gone out are dropped. */
  close(): Promise<void>;
}

/** A range of bytes that a kernel works on. */
export interface ComputeBinding {
  readonly bytes: Uint8Array;
  readonly access: 'read' | 'write' | 'read-write';
}

/** A kernel that has been loaded and can be run over and over. */
export interface ComputeKernel {
  readonly name: string;
  /** Runs the kernel over `invocations` items. Resolves when the results stand in the bound ranges. */
  run(bindings: readonly ComputeBinding[], invocations: number): Promise<void>;
  close(): void;
}

/** Batch work, on a GPU or on what stands in for one. */
export interface Compute {
  /** The device's own name. */
  readonly name: string;
  /** Whether a real GPU answers; a software device says false. */
  readonly isGpu: boolean;
  /** Fixed cost of one run in microseconds, measured when the device was opened. */
  readonly submitCostUs: number;
  /** Loads SPIR-V. Rejects with a JamError when the device cannot run it. */
  load(name: string, spirv: Uint8Array): Promise<ComputeKernel>;
  close(): Promise<void>;
}
