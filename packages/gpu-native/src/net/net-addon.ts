import type { Addon } from '../addon.js';

/** Where in the arena the engine's parts lie: offsets in bytes from its start, and how much of each there is. */
export interface EngineLayout {
  /** `counterBlocks` blocks of 16 doubles: see `engine-counters.ts`. */
  readonly counters: number;
  readonly counterBlocks: number;
  /** Words: lateness of timed sends. */
  readonly histogram: number;
  readonly histogramBuckets: number;
  readonly histogramLinear: number;
  /** A word: timed datagrams that wait, of at most `waitingMost`. */
  readonly waiting: number;
  readonly waitingMost: number;
  /** Bytes, by socket id modulo `blockedCount`: 1 while a socket takes no more. */
  readonly blocked: number;
  readonly blockedCount: number;
  /** Words, by source index: changes when the index is given to another address. */
  readonly generations: number;
  readonly sources: number;
  /** 64 bytes each: see `submission-queue.ts`. */
  readonly submissions: number;
  readonly submissionCount: number;
  /** The bytes of what is submitted. */
  readonly bytes: number;
  readonly byteCount: number;
  /** Batches of received datagrams, one after the other: descriptors, then their bytes. */
  readonly batch: number;
  readonly batchBytes: number;
  readonly batches: number;
  readonly descriptorBytes: number;
}

export interface NetEngineOptions {
  readonly receive: 'loop' | 'thread' | 'busy';
  readonly segmentation: boolean;
  readonly spinUs: number;
  readonly busyPollUs: number;
  readonly heldBatches: number;
}

/** What one socket has; see `EngineFacts`. */
export interface GrantedToSocket {
  readonly segmentBytes: number;
  readonly grouping: boolean;
  readonly kernelTimestamps: boolean;
  readonly busyPollUs: number;
  readonly receiveDrops: number;
}

/** The latest error of an engine. Without an address where it happened with none. */
export interface EngineError {
  readonly errno: number;
  readonly atNs: number;
  /** The address is where it was sent to; otherwise the socket's own. */
  readonly sending: boolean;
  readonly family?: 4 | 6;
  readonly address?: string;
  readonly port?: number;
}

/** The engine of the addon. What gives a number gives 0 or an errno where not said otherwise. */
export interface NetEngine {
  /** Null when it is closed. */
  layout(): EngineLayout | null;
  /** An id above 0, or a negative errno. */
  open(
    family: 4 | 6,
    address: string,
    port: number,
    shared: boolean,
    receiveBytes: number,
    sendBytes: number,
  ): number;
  port(socket: number): number;
  receiveBytes(socket: number): number;
  /** Null for a socket that is closed. */
  granted(socket: number): GrantedToSocket | null;
  pacesRealtime(): boolean;
  /** Null while there was none. */
  lastError(): EngineError | null;
  addMembership(socket: number, group: string, selector: string): number;
  setMulticastInterface(socket: number, selector: string): number;
  setMulticastTtl(socket: number, hops: number): number;
  setMulticastLoopback(socket: number, on: boolean): number;
  /** Writes an address as submissions hold it, 28 bytes. */
  address(family: 4 | 6, address: string, port: number, out: Uint8Array): number;
  /** Takes over the first `count` submissions. */
  flush(count: number): void;
  /** Keeps the batch that `onReceived` is being given. False where as many are held as may be. */
  holdBatch(): boolean;
  releaseBatch(batch: number): void;
  source(index: number): { family: 4 | 6; address: string; port: number } | null;
  closeSocket(socket: number): void;
  close(): void;
}

/** What the network room adds to the addon where there is one. */
export interface NetAddon extends Addon {
  /** `onReceived` gets the number of datagrams that were described, and which batch they are in. */
  readonly NetEngine?: new (
    options: NetEngineOptions,
    onReceived: (count: number, batch: number) => void,
  ) => NetEngine;
}
