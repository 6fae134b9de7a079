import {
  type Clock,
  type Compute,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  JamError,
  type MappedArena,
} from '@jamnet/wire';
import { encodeFrameAround, FRAME_HEADER_BYTES, frameByteLength } from '../v2/frame.js';
import { type ColumnMemory, createColumnMemory } from './column-memory.js';
import { createDeviceStages } from './device-stages.js';
import type { FrameKernels } from './frame-kernels.js';
import type { BatchSizes } from './options.js';
import { createPipeline } from './pipeline.js';

/** Batches that are tried, in datagrams. */
const TRIED = [64, 256, 1024, 4096, 16_384];
const REPEATS = 3;
/** A device that loses by so much at one size is not asked for the next. */
const HOPELESS = 8;
const STREAMS = 64;
const PAYLOAD_BYTES = 108;
/** Room that a datagram of 150 bytes is given. */
const TRIAL_OUTCOMES = 4;

/**
 * From how many datagrams on the device is faster than the processor, of those tried: frames of 150 bytes from 64 streams, the best of three
 * runs each. `Infinity` when it never is. Takes some tens of milliseconds.
 */
export async function measureCrossing(
  compute: Compute,
  kernels: FrameKernels,
  sizes: BatchSizes,
  arena: MappedArena | undefined,
  clock: Clock,
): Promise<number> {
  const most = TRIED.findLast((size) => size <= sizes.maxDatagrams);
  if (most === undefined) return Infinity;
  const memory = createColumnMemory(arena);
  try {
    const trial = { ...sizes, maxDatagrams: most };
    const crossing = await tryOut(compute, kernels, trial, memory, arena, clock);
    memory.free();
    return crossing;
  } catch (error) {
    // One that is lost has ended; one that timed out writes however late, and keeps what it was given.
    if (error instanceof JamError && error.code === 'device-lost') memory.free();
    throw error;
  }
}

async function tryOut(
  compute: Compute,
  kernels: FrameKernels,
  sizes: BatchSizes,
  memory: ColumnMemory,
  arena: MappedArena | undefined,
  clock: Clock,
): Promise<number> {
  const most = sizes.maxDatagrams;
  const trial = {
    ...sizes,
    maxFrames: most * TRIAL_OUTCOMES,
    maxStreams: STREAMS,
    maxRoutes: 1,
  };
  const pipeline = createPipeline(trial, memory, () => 0);
  const { bytes, descriptors } = writeTrial(pipeline, memory.words(most * 64), most);
  const device = createDeviceStages(compute, kernels, pipeline, trial, memory, arena);
  const timeCpu = (size: number): number => {
    const startNs = clock.nowNs();
    pipeline.take(bytes, descriptors, size);
    pipeline.route(pipeline.readAndJudge(bytes, size));
    return clock.nowNs() - startNs;
  };
  const timeDevice = async (size: number): Promise<number> => {
    const startNs = clock.nowNs();
    pipeline.take(bytes, descriptors, size);
    await device.run(bytes, size, { frames: -1, routed: false });
    return clock.nowNs() - startNs;
  };
  let crossing = Infinity;
  for (const size of TRIED.filter((each) => each <= most)) {
    timeCpu(size);
    await timeDevice(size);
    let cpuNs = Infinity;
    let deviceNs = Infinity;
    for (let i = 0; i < REPEATS; i++) {
      cpuNs = Math.min(cpuNs, timeCpu(size));
      deviceNs = Math.min(deviceNs, await timeDevice(size));
    }
    if (deviceNs >= cpuNs) crossing = Infinity;
    else if (crossing === Infinity) crossing = size;
    if (deviceNs > HOPELESS * cpuNs) break;
  }
  return crossing;
}

function writeTrial(
  pipeline: ReturnType<typeof createPipeline>,
  words: Uint32Array<ArrayBuffer>,
  count: number,
): { bytes: Uint8Array; descriptors: DataView } {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const descriptors = new DataView(new ArrayBuffer(count * DESCRIPTOR_BYTES));
  const length = frameByteLength(PAYLOAD_BYTES);
  const sessionName = new Uint8Array(12).fill(0x8a);
  pipeline.sessions.add(sessionName);
  pipeline.sessions.refresh();
  pipeline.routes.add({ streamType: 1 });
  pipeline.routes.refresh();
  for (let i = 0; i < count; i++) {
    const at = i * length;
    const header = {
      streamType: 1,
      formatType: 1,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId: 1,
      timestampNs: i,
      sequence: Math.floor(i / STREAMS),
      sessionName,
      senderId: i % STREAMS,
    };
    bytes.fill(i, at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + PAYLOAD_BYTES);
    encodeFrameAround(header, PAYLOAD_BYTES, bytes, at);
    descriptors.setUint32(i * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, at, true);
    descriptors.setUint16(i * DESCRIPTOR_BYTES + DESCRIPTOR_LENGTH, length, true);
  }
  return { bytes, descriptors };
}
