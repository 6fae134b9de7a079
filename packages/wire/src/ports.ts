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
  /** What the port is made of, for people: `dgram`, `native`, `simulated`. */
  readonly kind: string;
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

/** Received datagrams that are kept for longer than their handler takes. */
export interface HeldBatch {
  /** Lets the port write over them. A second call does nothing. */
  release(): void;
}

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
  /**
   * Called by the handler while it is being given a batch: its bytes and descriptors stay as they are until they are released, so
   * that a device can work on them where they lie, also when the port is closed meanwhile. Undefined outside of a handler, and
   * where the port holds as many as it can: then the bytes are borrowed as ever, and who needs them longer copies them. A port that
   * cannot hold any leaves it out. Allocates; does not block.
   */
  holdBatch?(): HeldBatch | undefined;
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

/**
 * Memory that the network engine, JavaScript in any thread and the GPU see at once. One mapping for the process, page-aligned;
 * offsets are from its start.
 */
export interface MappedArena {
  /** The whole of it. Each thread has an ArrayBuffer of its own over the same memory. */
  readonly buffer: ArrayBuffer;
  /** A zeroed range at a multiple of 256 bytes, or undefined where no room is left. Not for the packet path. */
  allocate(bytes: number): ArenaRange | undefined;
  /** Bytes that are not handed out, in pieces of any size. */
  freeBytes(): number;
}

/** A part of an arena. */
export interface ArenaRange {
  readonly bytes: Uint8Array;
  /** Where it starts in the arena. */
  readonly offset: number;
  /** Gives it back; the bytes must not be touched any more. A second call does nothing. */
  free(): void;
}

/**
 * A range of bytes that a kernel works on. Bytes in the arena are seen by the device where they lie, or fetched from there by
 * the device itself; others are copied to it and back. The length must be a multiple of 4, and so must the view's offset; in
 * the arena the offset must be a multiple of 256. From the call of `run` until its end the bytes belong to the device.
 */
export interface ComputeBinding {
  readonly bytes: Uint8Array;
  /**
   * `write` says that nothing of what is there is needed: what the kernel then leaves unwritten is undefined afterwards. A
   * kernel that writes only some of a range has it as `read-write`. `kept` is for memory of the device's own that no copy goes to or
   * comes from and that keeps what kernels wrote from run to run: the bytes, in the arena, only say which and how much. Undefined at
   * first, and again after a kept range that overlaps it and is not the same. Only where {@link Compute.keeps} says so.
   */
  readonly access: 'read' | 'write' | 'read-write' | 'kept';
}

/**
 * A kernel that has been loaded and can be run over and over. Binding number i of the call is `layout(set = 0, binding = i)`,
 * a storage buffer; the number of invocations is the `uint` at the start of the push constants. A kernel whose push constants
 * go on with `uint first` is run in slices where the device takes no more groups at once, and counts its items from there.
 */
export interface ComputeKernel {
  readonly name: string;
  /**
   * Runs the kernel over `invocations` items, 0 to 2^32 - 1, and resolves when the results stand in the bound ranges. Runs on
   * one device follow one another in the order of the calls; each sees what those before it wrote. The commands are recorded
   * once for the same ranges and number. Does not block; allocates. Rejects with a JamError: `bad-option`; `too-large` where
   * the device has no room; `device-lost`; `closed`; `timed-out`. After a time-out the device may still write to ranges that
   * were bound until it answers again or is closed, and until then every run is refused with `timed-out`.
   */
  run(bindings: readonly ComputeBinding[], invocations: number): Promise<void>;
  /** Takes no more runs. Those that were submitted end as they would have. A second call does nothing. */
  close(): void;
}

/** One run out of several that are submitted together. */
export interface ComputeStep {
  readonly kernel: ComputeKernel;
  readonly bindings: readonly ComputeBinding[];
  readonly invocations: number;
}

/** A device's clock and the host's at one moment. */
export interface PairedReading {
  /** The device's clock in nanoseconds, its wraps undone. Where it begins is its own affair. */
  readonly deviceNs: number;
  /** The host's monotonic clock in nanoseconds, the line of every {@link Clock}. */
  readonly monotonicNs: number;
  /** The two were read at most this far apart. Taken at its word: what is said about errors rests on it. */
  readonly maxDeviationNs: number;
}

/** Batch work, on a GPU or on what stands in for one. */
export interface Compute {
  /** The device's own name. */
  readonly name: string;
  /** Whether a real GPU answers; a software device says false. */
  readonly isGpu: boolean;
  /** Whether kernels work on the arena where it lies; `staged` copies to the device and back. */
  readonly memory: 'mapped' | 'staged';
  /** Whether bindings can have the access `kept`. @default false */
  readonly keeps?: boolean;
  /** Fixed cost of one run in microseconds, from the call to the result, measured when the device was opened. */
  readonly submitCostUs: number;
  /** Why the device can be used no more (lost, closed); null while it can. */
  readonly failure: string | null;
  /** Loads SPIR-V. Rejects with a JamError `bad-option`, `device-lost` or `closed` when the device cannot run it. */
  load(name: string, spirv: Uint8Array): Promise<ComputeKernel>;
  /**
   * Runs kernels of this device one after the other in one submission, at the fixed cost of one run; each step sees what the
   * steps before it wrote. Rejects as `ComputeKernel.run` does. What stands in for a device may leave it out: then the steps
   * are run one by one.
   */
  sequence?(steps: readonly ComputeStep[]): Promise<void>;
  /**
   * Reads the device's clock together with the host's: some microseconds where the driver can do that, up to some milliseconds
   * otherwise. Rejects with a JamError `device-lost`, `timed-out`, `closed`, or `bad-option` for a device without a clock. What stands
   * in for a device may leave it out.
   */
  readClocks?(): Promise<PairedReading>;
  /** Ends what is pending with `closed` and resolves when the device has let go of all ranges. A second call does nothing more. */
  close(): Promise<void>;
}
