import {
  type BatchHandler,
  createSystemClock,
  type DatagramCapabilities,
  type Destination,
  type HeldBatch,
  JamError,
  type MappedArena,
} from '@jamnet/wire';
import type {
  SocketBinding,
  SocketBuffers,
  SocketDriver,
  SocketDriverStats,
  UdpSocket,
} from '@jamnet/wire/udp';
import type { Addon } from '../addon.js';
import { readCounters } from './engine-counters.js';
import { checkEngineOptions, type NativeEngineOptions } from './engine-options.js';
import { type EngineFacts, readEngineFacts } from './engine-facts.js';
import { createNativeSocket, type NativeUdpSocket, type SocketContext } from './native-socket.js';
import type { EngineError, EngineLayout, NetAddon, NetEngine } from './net-addon.js';
import { type PacingHistogram, readHistogram } from './pacing-histogram.js';
import { createSourceCache, type SourceCache } from './source-cache.js';
import { createSubmissionQueue, type SubmissionQueue } from './submission-queue.js';
import { describeEngineError, systemError } from './system-error.js';

export interface NativeDriverStats extends SocketDriverStats {
  /** Sends and receives that the engine asked the system for: how well datagrams are put together. */
  readonly systemCalls: number;
  /** Reads of dense traffic, where the socket is looked at each turn of the loop and not polled. */
  readonly unpolledReads: number;
}

/** Sockets of the native engine. Times are on CLOCK_MONOTONIC, which `createSystemClock` reads. */
export interface NativeDriver extends SocketDriver, NativeExtras {
  stats(): NativeDriverStats;
}

/** What the native engine has beyond any port. */
export interface NativeExtras {
  /** How late timed sends were handed to the system. */
  pacingHistogram(): PacingHistogram;
  /**
   * See `DatagramPort`; at most `heldBatches` at a time. The memory of an engine that is closed goes back with the release of
   * the last one.
   */
  holdBatch(): HeldBatch | undefined;
  /** What the system granted. Asks it, so not for the packet path. After `close`: as it was then. */
  engine(): EngineFacts;
}

/** Median with 100 microseconds of watching the clock, and of a thread that is woken by the system alone (bench/pacing.ts). */
const WATCHED_GRANULARITY_US = 20;
const WOKEN_GRANULARITY_US = 100;

/**
 * Opens an engine in the arena: about 8 MiB of it, 14 MiB with `receive: 'thread'`, of which the pages that were in use take
 * memory. A received datagram stays where the system has written it until the handler returns, or longer with `holdBatch`.
 *
 * Throws JamError `bad-option`, or `native-unavailable` where there is no engine for this system or no room in the arena.
 */
export function createNativeDriver(
  addon: Addon,
  arena: MappedArena,
  options: NativeEngineOptions = {},
): NativeDriver {
  return new EngineDriver(addon as NetAddon, arena, checkEngineOptions(options));
}

class EngineDriver implements NativeDriver {
  readonly capabilities: DatagramCapabilities;
  readonly #engine: NetEngine;
  readonly #layout: EngineLayout;
  readonly #buffer: ArrayBuffer;
  readonly #queue: SubmissionQueue;
  readonly #sources: SourceCache;
  readonly #context: SocketContext;
  readonly #clock = createSystemClock();
  readonly #open = new Set<NativeUdpSocket>();
  readonly #view: Uint8Array;
  readonly #descriptors: readonly DataView[];
  readonly #receive: EngineFacts['receive'];
  #handler: BatchHandler | undefined;
  #batch = 0;
  #held = 0;
  #refused = 0;
  #lastRefusal: EngineError | undefined;
  /** After `close`, when the arena's range is another's. */
  #finalStats: NativeDriverStats | undefined;
  #finalHistogram: PacingHistogram | undefined;
  #finalFacts: EngineFacts | undefined;

  constructor(addon: NetAddon, arena: MappedArena, options: Required<NativeEngineOptions>) {
    const { NetEngine: Engine, missing } = addon;
    if (Engine === undefined) {
      throw new JamError(
        'native-unavailable',
        missing.network ?? 'the addon has no network engine',
      );
    }
    try {
      this.#engine = new Engine(options, this.#onReceived);
    } catch (error) {
      throw new JamError('native-unavailable', (error as Error).message, { cause: error });
    }
    this.#receive = options.receive;
    const layout = this.#engine.layout()!;
    const { buffer } = arena;
    this.#layout = layout;
    this.#buffer = buffer;
    this.#view = new Uint8Array(buffer);
    this.#descriptors = Array.from({ length: layout.batches }, (_, batch) => {
      return new DataView(buffer, layout.batch + batch * layout.batchBytes, layout.descriptorBytes);
    });
    this.#queue = createSubmissionQueue(this.#engine, layout, buffer, this.#clock);
    this.#sources = createSourceCache(this.#engine, layout, buffer);
    this.#context = { engine: this.#engine, queue: this.#queue, refuse: this.#refuse };
    this.capabilities = {
      kind: 'native',
      pacingGranularityUs: options.spinUs > 0 ? WATCHED_GRANULARITY_US : WOKEN_GRANULARITY_US,
      kernelTimestamps: true,
      batches: true,
      multicast: true,
    };
  }

  open(binding: SocketBinding, buffers: SocketBuffers): Promise<UdpSocket> {
    const { family, address, port, shared } = binding;
    const { receiveBytes, sendBytes } = buffers;
    const id = this.#engine.open(family, address, port, shared, receiveBytes, sendBytes);
    if (id < 0) return Promise.reject(systemError(-id, 'bind', `${address}:${port}`));
    const socket: NativeUdpSocket = createNativeSocket(id, binding, this.#context, () => {
      this.#open.delete(socket);
    });
    this.#open.add(socket);
    return Promise.resolve(socket);
  }

  onBatch(handler: BatchHandler | undefined): void {
    this.#handler = handler;
  }

  source(index: number): Destination | undefined {
    return this.#finalStats === undefined ? this.#sources.at(index) : undefined;
  }

  stats(): NativeDriverStats {
    if (this.#finalStats !== undefined) return this.#finalStats;
    const counted = readCounters(this.#buffer, this.#layout);
    const last = this.#lastError();
    return {
      ...counted,
      sendErrors: counted.sendErrors + this.#refused,
      sendQueueFull: counted.sendQueueFull + this.#queue.full,
      lastError: last === null ? null : describeEngineError(last),
      lastErrorAtNs: last?.atNs ?? 0,
      pacingLatenessUs: this.pacingHistogram().quantileUs(0.5),
    };
  }

  pacingHistogram(): PacingHistogram {
    return this.#finalHistogram ?? readHistogram(this.#buffer, this.#layout);
  }

  engine(): EngineFacts {
    const ids = [...this.#open].map((socket) => socket.id);
    return this.#finalFacts ?? readEngineFacts(this.#engine, this.#receive, ids);
  }

  holdBatch(): HeldBatch | undefined {
    const batch = this.#batch;
    if (!this.#engine.holdBatch()) return undefined;
    this.#held++;
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        this.#engine.releaseBatch(batch);
        this.#held--;
        this.#closeUnheld();
      },
    };
  }

  async close(): Promise<void> {
    if (this.#finalStats !== undefined) return;
    this.#handler = undefined;
    const facts = this.engine();
    await Promise.all([...this.#open].map((socket) => socket.close()));
    // Called twice at the same time, the first one has done it.
    if (this.#finalStats !== undefined) return;
    this.#finalFacts = facts;
    this.#finalHistogram = this.pacingHistogram();
    this.#finalStats = this.stats();
    this.#closeUnheld();
    await handlesClosed();
  }

  /** A kernel may still be at what is held, and the arena would give its place to others. */
  #closeUnheld(): void {
    if (this.#finalStats !== undefined && this.#held === 0) this.#engine.close();
  }

  #lastError(): EngineError | null {
    const engine = this.#engine.lastError();
    const refusal = this.#lastRefusal;
    if (refusal === undefined) return engine;
    return engine !== null && engine.atNs > refusal.atNs ? engine : refusal;
  }

  readonly #onReceived = (count: number, batch: number): void => {
    this.#batch = batch;
    this.#handler?.(this.#view, this.#descriptors[batch]!, count);
  };

  readonly #refuse: SocketContext['refuse'] = (errno, family, address, port) => {
    this.#refused++;
    const atNs = this.#clock.nowNs();
    this.#lastRefusal = { errno, atNs, sending: true, family, address, port };
  };
}

/**
 * The event loop lets go of handles at the end of a turn, and the arena has the engine's range back then: who closes and opens engines in a row
 * would run out of it otherwise.
 */
async function handlesClosed(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
