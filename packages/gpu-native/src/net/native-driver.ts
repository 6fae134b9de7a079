import {
  type BatchHandler,
  createSystemClock,
  type DatagramCapabilities,
  type Destination,
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
import { createNativeSocket, type SocketContext } from './native-socket.js';
import type { EngineLayout, NetAddon, NetEngine } from './net-addon.js';
import { type PacingHistogram, readHistogram } from './pacing-histogram.js';
import { createSourceCache, type SourceCache } from './source-cache.js';
import { createSubmissionQueue, type SubmissionQueue } from './submission-queue.js';
import { describeErrno, systemError } from './system-error.js';

export interface NativeDriverStats extends SocketDriverStats {
  /** Sends and receives that the engine asked the system for: how well datagrams are put together. */
  readonly systemCalls: number;
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
   * Called by a handler: the bytes and descriptors that it is being given stay as they are until the returned function is called,
   * so that a kernel can work on them where they lie. Undefined outside of a handler, and where `heldBatches` are held
   * already: then they are borrowed until the handler returns, and who needs them longer copies them. Closing ends it too.
   */
  holdBatch(): (() => void) | undefined;
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
  readonly #open = new Set<UdpSocket>();
  readonly #view: Uint8Array;
  readonly #descriptors: readonly DataView[];
  #handler: BatchHandler | undefined;
  #batch = 0;
  #refused = 0;
  #lastRefusal = 0;
  #lastRefusalAtNs = 0;
  /** After `close`, when the arena's range is another's. */
  #finalStats: NativeDriverStats | undefined;
  #finalHistogram: PacingHistogram | undefined;

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
    const socket: UdpSocket = createNativeSocket(id, binding, this.#context, () => {
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
    const refusedLast = this.#lastRefusalAtNs > counted.lastErrorAtNs;
    return {
      ...counted,
      sendErrors: counted.sendErrors + this.#refused,
      sendQueueFull: counted.sendQueueFull + this.#queue.full,
      lastError: refusedLast ? describeErrno(this.#lastRefusal) : counted.lastError,
      lastErrorAtNs: refusedLast ? this.#lastRefusalAtNs : counted.lastErrorAtNs,
      pacingLatenessUs: this.pacingHistogram().quantileUs(0.5),
    };
  }

  pacingHistogram(): PacingHistogram {
    return this.#finalHistogram ?? readHistogram(this.#buffer, this.#layout);
  }

  holdBatch(): (() => void) | undefined {
    const batch = this.#batch;
    if (!this.#engine.holdBatch()) return undefined;
    let held = true;
    return () => {
      if (held) this.#engine.releaseBatch(batch);
      held = false;
    };
  }

  async close(): Promise<void> {
    if (this.#finalStats !== undefined) return;
    this.#handler = undefined;
    await Promise.all([...this.#open].map((socket) => socket.close()));
    this.#finalHistogram = this.pacingHistogram();
    this.#finalStats = this.stats();
    this.#engine.close();
  }

  readonly #onReceived = (count: number, batch: number): void => {
    this.#batch = batch;
    this.#handler?.(this.#view, this.#descriptors[batch]!, count);
  };

  readonly #refuse = (errno: number): void => {
    this.#refused++;
    this.#lastRefusal = errno;
    this.#lastRefusalAtNs = this.#clock.nowNs();
  };
}
