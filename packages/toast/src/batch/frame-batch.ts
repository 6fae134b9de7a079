import {
  type Clock,
  type Compute,
  createSystemClock,
  JamError,
  type MappedArena,
  nativeHandle,
} from '@jamnet/wire';
import { createRejectedStats, type RejectedStats } from '../session/session-core.js';
import { createColumnMemory, type ColumnMemory } from './column-memory.js';
import { measureCrossing } from './crossing.js';
import { createDeviceStages, type DeviceStages } from './device-stages.js';
import type { FrameColumns } from './frame-columns.js';
import { type FrameKernels, loadFrameKernels } from './frame-kernels.js';
import { type BatchCounts, countFrames } from './judge-frames.js';
import { type BatchSizes, checkBatchOptions, type FrameBatchOptions } from './options.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import type { BatchSelector } from './route-table.js';

/** What a run found, in columns. The object and its columns are overwritten by the next run. */
export interface FrameBatchResults {
  /** Datagrams that were taken: all, or as many as surely fit `maxFrames`. Give the others to the next run. */
  readonly datagrams: number;
  /** Rows: frames, and statuses that stand for what was no frame, in order of arrival. */
  readonly frames: number;
  /** Routes up to the highest in use. */
  readonly routes: number;
  readonly ranOn: 'cpu' | 'device';
  /** Per row the eight words of a descriptor (`WORD_…`); the payload lies 38 bytes after its offset and is 42 shorter. */
  readonly descriptors: Uint32Array;
  /** Per datagram and one more: its first row. */
  readonly first: Uint32Array;
  /** Per row: index of the session, or a negative `Status` or `Outcome`. */
  readonly outcome: Int32Array;
  /** Per row: the sender's id, 0 for what was no frame. */
  readonly sender: Uint32Array;
  /** Per row: a number from 0 to `maxStreams` − 1 that stands for its (session, sender, stream id) while that is heard; −1 for none. */
  readonly stream: Int32Array;
  /** Per row: see `BatchVerdict`. Only new frames are routed. */
  readonly verdict: Uint32Array;
  /** The rows of route r, in order of arrival, stand in `routed` from `routeFirst[r]` to `routeFirst[r + 1]`. */
  readonly routeFirst: Uint32Array;
  readonly routed: Uint32Array;
}

export interface FrameBatchStats {
  readonly datagrams: number;
  readonly fresh: number;
  readonly duplicates: number;
  readonly late: number;
  readonly rejected: Readonly<RejectedStats>;
  /** Streams that have a window. */
  readonly streams: number;
  readonly deviceRuns: number;
  /** Why the device is used no more, or was never; null while it is in use or none was given. */
  readonly fallback: string | null;
}

/** A subscription of a batch. */
export interface BatchRoute {
  /** Its list in the results; others with the same selector share it. */
  readonly route: number;
  /** A second call does nothing. */
  end(): void;
}

/**
 * Filter, duplicate filter and router over whole batches of received datagrams: for relays and routers with many streams. A live session
 * does not need it. What is joined, left or subscribed counts from the next run on.
 */
export interface FrameBatch {
  /** From how many datagrams on `run` uses the device; `Infinity` for never. */
  readonly crossing: number;
  /** Takes frames of a session; returns its index. The name is `resolveTopic(topic).sessionName`. Throws JamError `bad-option`, `too-large`. */
  join(sessionName: Uint8Array): number;
  /** Drops a session, its windows and its routes; nothing for one that is not joined. */
  leave(session: number): void;
  /** Throws JamError `bad-option`, `too-large`. */
  subscribe(selector: BatchSelector): BatchRoute;
  /**
   * Runs the pipeline where it is faster. Bytes and descriptors must stay as they are until it resolves. One run at a time: JamError `bad-option`
   * otherwise, `closed` after `close`. When the device fails, the processor does the rest: nothing is lost or judged twice.
   */
  run(bytes: Uint8Array, descriptors: DataView, count: number): Promise<FrameBatchResults>;
  /** Runs the pipeline on the processor, at once; what a port's batch handler can call. Does not allocate. Throws as `run` rejects. */
  runNow(bytes: Uint8Array, descriptors: DataView, count: number): FrameBatchResults;
  stats(): FrameBatchStats;
  /** Gives memory and kernels back; a run that is under way ends first. The compute device stays open. */
  close(): Promise<void>;
}

interface Device {
  readonly compute: Compute;
  readonly kernels: FrameKernels;
  readonly arena: MappedArena | undefined;
}

/** Makes a pipeline. Rejects with JamError `bad-option`. A device that cannot run the kernels is not used; `stats().fallback` says why. */
export async function createFrameBatch(
  options: FrameBatchOptions & { readonly clock?: Clock } = {},
): Promise<FrameBatch> {
  const sizes = checkBatchOptions(options);
  const native = nativeHandle();
  const wanted = options.compute !== null && options.crossing !== Infinity;
  const answer =
    wanted && options.compute === undefined ? await native?.openCompute?.() : undefined;
  const compute = options.compute ?? (answer?.ok ? answer.compute : undefined);
  const arena = options.arena === null ? undefined : (options.arena ?? native?.arena);
  const batch = new Batch(sizes, createColumnMemory(arena), options.random ?? Math.random);
  if (answer?.ok === false) batch.fallback = `${answer.reason}: ${answer.hint}`;
  if (!wanted || compute === undefined) return batch;
  let kernels: FrameKernels | undefined;
  try {
    kernels = await loadFrameKernels(compute);
    const clock = options.clock ?? createSystemClock();
    const crossing =
      options.crossing ?? (await measureCrossing(compute, kernels, sizes, arena, clock));
    batch.useDevice({ compute, kernels, arena }, crossing);
  } catch (error) {
    kernels?.close();
    batch.fallback = (error as Error).message;
  }
  return batch;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class Batch implements FrameBatch {
  crossing = Infinity;
  fallback: string | null = null;
  readonly #pipeline: Pipeline;
  readonly #counts: BatchCounts = {
    datagrams: 0,
    fresh: 0,
    duplicates: 0,
    late: 0,
    rejected: createRejectedStats(),
  };
  readonly #results: Writable<FrameBatchResults>;
  readonly #progress = { frames: -1, routed: false };
  #stages: DeviceStages | undefined;
  #kernels: FrameKernels | undefined;
  #deviceRuns = 0;
  /** Sessions to be forgotten before the next run. */
  readonly #left: number[] = [];
  #running: Promise<unknown> | undefined;
  #deviceFailed = false;
  #closed = false;

  constructor(
    readonly sizes: BatchSizes,
    readonly memory: ColumnMemory,
    random: () => number,
  ) {
    this.#pipeline = createPipeline(sizes, memory, random);
    const { columns } = this.#pipeline;
    this.#results = { ...columns, datagrams: 0, frames: 0, routes: 0, ranOn: 'cpu' };
  }

  useDevice({ compute, kernels, arena }: Device, crossing: number): void {
    this.crossing = crossing;
    this.#kernels = kernels;
    if (crossing > this.sizes.maxDatagrams) return;
    const { sizes, memory } = this;
    this.#stages = createDeviceStages(compute, kernels, this.#pipeline, sizes, memory, arena);
  }

  join(sessionName: Uint8Array): number {
    this.#checkOpen();
    return this.#pipeline.sessions.add(sessionName);
  }

  leave(session: number): void {
    if (!this.#pipeline.sessions.remove(session)) return;
    this.#pipeline.routes.forgetSession(session);
    this.#left.push(session);
  }

  subscribe(selector: BatchSelector): BatchRoute {
    this.#checkOpen();
    const { routes } = this.#pipeline;
    const route = routes.add(selector);
    let ended = false;
    return {
      route: route.index,
      end() {
        if (!ended) routes.release(route);
        ended = true;
      },
    };
  }

  runNow(bytes: Uint8Array, descriptors: DataView, count: number): FrameBatchResults {
    const datagrams = this.#begin(bytes, descriptors, count);
    const frames = this.#pipeline.readAndJudge(bytes, datagrams);
    this.#pipeline.route(frames);
    return this.#finish(datagrams, frames, 'cpu');
  }

  async run(bytes: Uint8Array, descriptors: DataView, count: number): Promise<FrameBatchResults> {
    if (this.#stages === undefined || count < this.crossing) {
      return this.runNow(bytes, descriptors, count);
    }
    const datagrams = this.#begin(bytes, descriptors, count);
    const run = this.#runOnDevice(this.#stages, bytes, datagrams);
    this.#running = run;
    try {
      return await run;
    } finally {
      this.#running = undefined;
    }
  }

  async #runOnDevice(
    stages: DeviceStages,
    bytes: Uint8Array,
    datagrams: number,
  ): Promise<FrameBatchResults> {
    const progress = this.#progress;
    progress.frames = -1;
    progress.routed = false;
    try {
      await stages.run(bytes, datagrams, progress);
      if (progress.frames >= 0) this.#deviceRuns++;
    } catch (error) {
      this.#leaveDevice(error as Error);
    }
    const onDevice = progress.frames >= 0;
    if (!onDevice) progress.frames = this.#pipeline.readAndJudge(bytes, datagrams);
    if (!progress.routed) this.#pipeline.route(progress.frames);
    return this.#finish(datagrams, progress.frames, onDevice ? 'device' : 'cpu');
  }

  /**
   * A device that timed out may still be writing: the columns move out of its reach, and the ranges of the arena are not given back.
   */
  #leaveDevice(error: Error): void {
    this.fallback = error.message;
    this.#deviceFailed = true;
    this.crossing = Infinity;
    this.#stages = undefined;
    this.#pipeline.leaveDevice();
    Object.assign(this.#results, this.#pipeline.columns satisfies FrameColumns);
  }

  #begin(bytes: Uint8Array, descriptors: DataView, count: number): number {
    this.#checkOpen();
    if (this.#running !== undefined) {
      throw new JamError('bad-option', 'a run of this batch is under way: wait for it');
    }
    const { sessions, routes, rows } = this.#pipeline;
    for (const session of this.#left) rows.forgetSession(session);
    this.#left.length = 0;
    sessions.refresh();
    routes.refresh();
    return this.#pipeline.take(bytes, descriptors, count);
  }

  #finish(datagrams: number, frames: number, ranOn: 'cpu' | 'device'): FrameBatchResults {
    const { columns, routes } = this.#pipeline;
    this.#counts.datagrams += datagrams;
    countFrames(columns, frames, this.#counts);
    const results = this.#results;
    results.datagrams = datagrams;
    results.frames = frames;
    results.routes = routes.count;
    results.ranOn = ranOn;
    return results;
  }

  stats(): FrameBatchStats {
    const { datagrams, fresh, duplicates, late, rejected } = this.#counts;
    return {
      datagrams,
      fresh,
      duplicates,
      late,
      rejected: { ...rejected },
      streams: this.#pipeline.rows.used,
      deviceRuns: this.#deviceRuns,
      fallback: this.fallback,
    };
  }

  #checkOpen(): void {
    if (this.#closed) throw new JamError('closed', 'the batch is closed: create another');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#running?.catch(() => {});
    this.#kernels?.close();
    if (!this.#deviceFailed) this.memory.free();
  }
}
