import {
  type Compute,
  type ComputeBinding,
  type ComputeKernel,
  type ComputeStep,
  crc32Tables,
  type MappedArena,
} from '@jamnet/wire';
import type { ColumnMemory } from './column-memory.js';
import type { FrameKernels } from './frame-kernels.js';
import { findStreams } from './judge-frames.js';
import type { BatchSizes } from './options.js';
import type { Pipeline } from './pipeline.js';
import { createReceivedBytes, type ReceivedBytes } from './received-bytes.js';
import { createStreamGroups, type StreamGroups } from './stream-groups.js';

const KERNEL_TABLE_WORDS = 1024;
/** Frames that one invocation of the routing kernels looks at. */
const ROUTE_BLOCK = 256;
/** Of the table of counts by route and block. Above it the processor routes. */
const MAX_ROUTE_COUNTS = 2 ** 20;
const LEAST_INVOCATIONS = 64;

/** How far a device came with a batch. What it has not done, the processor does. */
export interface DeviceProgress {
  /** Outcomes, or −1 while the frames have not been read and judged. */
  frames: number;
  routed: boolean;
}

/** The stages of a pipeline on a device. */
export interface DeviceStages {
  /** Runs them over the datagrams that were taken. Rejects when the device fails; `progress` then says what holds. */
  run(bytes: Uint8Array, datagrams: number, progress: DeviceProgress): Promise<void>;
}

export function createDeviceStages(
  compute: Compute,
  kernels: FrameKernels,
  pipeline: Pipeline,
  sizes: BatchSizes,
  memory: ColumnMemory,
  arena: MappedArena | undefined,
): DeviceStages {
  const received = createReceivedBytes(compute, arena);
  return new Stages(compute, kernels, pipeline, sizes, memory, received);
}

const bind = (
  column: Uint32Array | Int32Array,
  access: ComputeBinding['access'],
): ComputeBinding => ({
  bytes: new Uint8Array(column.buffer as ArrayBuffer, column.byteOffset, column.byteLength),
  access,
});

/** The commands of a run are recorded for each number of invocations: few numbers, few recordings. Kernels know the true one. */
const invocationsFor = (items: number): number =>
  Math.max(LEAST_INVOCATIONS, 2 ** Math.ceil(Math.log2(items)));

class Stages implements DeviceStages {
  readonly #params: Uint32Array;
  readonly #dedupeParams: Uint32Array;
  readonly #routeParams: Uint32Array;
  /** Counts by route and block, then, summed up, where each block's rows begin. */
  readonly #counts: Uint32Array;
  readonly #groups: StreamGroups;
  readonly #walkBindings: ComputeBinding[];
  readonly #filterBindings: ComputeBinding[];
  readonly #dedupeBindings: ComputeBinding[];
  readonly #countBindings: ComputeBinding[];
  readonly #routeBindings: ComputeBinding[];

  constructor(
    readonly compute: Compute,
    readonly kernels: FrameKernels,
    readonly pipeline: Pipeline,
    sizes: BatchSizes,
    memory: ColumnMemory,
    readonly received: ReceivedBytes,
  ) {
    const { columns, sessions, windows, routes } = pipeline;
    const { maxFrames, maxRoutes, maxStreams } = sizes;
    this.#params = memory.words(3);
    this.#dedupeParams = memory.words(1);
    this.#routeParams = memory.words(3);
    const tables = memory.words(KERNEL_TABLE_WORDS);
    tables.set(crc32Tables.subarray(0, KERNEL_TABLE_WORDS));
    const blocks = Math.ceil(maxFrames / ROUTE_BLOCK);
    this.#counts = memory.words(Math.min(blocks * maxRoutes, MAX_ROUTE_COUNTS));
    this.#groups = createStreamGroups(memory, windows, maxFrames, maxStreams);

    const params = bind(this.#params, 'read');
    const datagrams = bind(columns.datagrams, 'read');
    const noBytes = datagrams;
    this.#walkBindings = [
      params,
      bind(tables, 'read'),
      noBytes,
      datagrams,
      bind(columns.walked, 'write'),
    ];
    this.#filterBindings = [
      params,
      bind(sessions.table, 'read'),
      noBytes,
      datagrams,
      bind(columns.walked, 'read'),
      bind(columns.first, 'read'),
      bind(columns.descriptors, 'write'),
      bind(columns.outcome, 'write'),
      bind(columns.sender, 'write'),
    ];
    this.#dedupeBindings = [
      bind(this.#dedupeParams, 'read'),
      bind(this.#groups.words, 'read'),
      bind(this.#groups.order, 'read'),
      bind(columns.descriptors, 'read'),
      bind(windows.words, 'read-write'),
      bind(columns.verdict, 'read-write'),
    ];
    const routing = [
      bind(this.#routeParams, 'read'),
      bind(routes.words, 'read'),
      bind(columns.descriptors, 'read'),
      bind(columns.outcome, 'read'),
      bind(columns.verdict, 'read'),
    ];
    this.#countBindings = [...routing, bind(this.#counts, 'write')];
    this.#routeBindings = [...routing, bind(this.#counts, 'read'), bind(columns.routed, 'write')];
  }

  async run(bytes: Uint8Array, datagrams: number, progress: DeviceProgress): Promise<void> {
    const { columns, rows } = this.pipeline;
    const binding = this.received.bind(bytes, columns.datagrams, datagrams);
    if (binding === undefined) return;
    const frames = await this.#read(binding, datagrams);
    findStreams(columns, frames, rows);
    const counts = await this.#judge(frames);
    progress.frames = frames;
    if (counts === 0) return;
    await this.#route(frames, counts);
    progress.routed = true;
  }

  async #read(bytes: ComputeBinding, datagrams: number): Promise<number> {
    const { walk, filter } = this.kernels;
    const { columns, sessions } = this.pipeline;
    this.#params[0] = datagrams;
    this.#params[1] = this.received.lead;
    this.#params[2] = sessions.mask;
    this.#walkBindings[2] = bytes;
    this.#filterBindings[2] = bytes;
    await walk.run(this.#walkBindings, invocationsFor(datagrams));
    let frames = 0;
    for (let i = 0; i < datagrams; i++) {
      columns.first[i] = frames;
      frames += columns.walked[i] & 0xff;
    }
    columns.first[datagrams] = frames;
    if (frames > 0) await filter.run(this.#filterBindings, invocationsFor(datagrams));
    return frames;
  }

  /** Judges, and counts for the router in the same submission where that can be; returns how many counts there are. */
  async #judge(frames: number): Promise<number> {
    const { columns, routes } = this.pipeline;
    const { dedupe, count } = this.kernels;
    const groups = this.#groups.group(columns.stream, frames);
    if (groups === 0) return 0;
    const blocks = Math.ceil(frames / ROUTE_BLOCK);
    const counts = blocks * routes.count > this.#counts.length ? 0 : blocks * routes.count;
    this.#dedupeParams[0] = groups;
    this.#routeParams[0] = blocks;
    this.#routeParams[1] = frames;
    this.#routeParams[2] = routes.count;
    const judging = this.#step(dedupe, this.#dedupeBindings, groups);
    await this.#runAll(
      counts === 0 ? [judging] : [judging, this.#step(count, this.#countBindings, counts)],
    );
    this.#groups.turn(groups);
    return counts;
  }

  async #route(frames: number, counts: number): Promise<void> {
    const { columns, routes } = this.pipeline;
    const blocks = Math.ceil(frames / ROUTE_BLOCK);
    let at = 0;
    for (let i = 0; i < counts; i++) {
      const count = this.#counts[i];
      if (i % blocks === 0) columns.routeFirst[i / blocks] = at;
      this.#counts[i] = at;
      at += count;
    }
    columns.routeFirst[routes.count] = at;
    if (at > 0) await this.kernels.route.run(this.#routeBindings, invocationsFor(counts));
  }

  #step(kernel: ComputeKernel, bindings: readonly ComputeBinding[], items: number): ComputeStep {
    return { kernel, bindings, invocations: invocationsFor(items) };
  }

  async #runAll(steps: readonly ComputeStep[]): Promise<void> {
    if (this.compute.sequence !== undefined) return this.compute.sequence(steps);
    for (const { kernel, bindings, invocations } of steps) await kernel.run(bindings, invocations);
  }
}
