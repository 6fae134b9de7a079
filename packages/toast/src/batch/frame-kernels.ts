import type { Compute, ComputeKernel } from '@jamnet/wire';
import { burstDedupeSpirv } from '../generated/burst-dedupe-kernel.js';
import { frameWalkSpirv } from '../generated/frame-walk-kernel.js';
import { messageCountSpirv } from '../generated/message-count-kernel.js';
import { messageRouteSpirv } from '../generated/message-route-kernel.js';
import { sessionFilterSpirv } from '../generated/session-filter-kernel.js';

/** The kernels of the pipeline on one device. */
export interface FrameKernels {
  readonly walk: ComputeKernel;
  readonly filter: ComputeKernel;
  readonly dedupe: ComputeKernel;
  readonly count: ComputeKernel;
  readonly route: ComputeKernel;
  close(): void;
}

/** Rejects with JamError `device-lost` or `bad-option` when the device cannot run them. */
export async function loadFrameKernels(compute: Compute): Promise<FrameKernels> {
  const loaded: ComputeKernel[] = [];
  const close = (): void => loaded.forEach((kernel) => kernel.close());
  const load = async (name: string, spirv: Uint8Array): Promise<ComputeKernel> => {
    const kernel = await compute.load(name, spirv);
    loaded.push(kernel);
    return kernel;
  };
  try {
    return {
      walk: await load('frame_walk', frameWalkSpirv),
      filter: await load('session_filter', sessionFilterSpirv),
      dedupe: await load('burst_dedupe', burstDedupeSpirv),
      count: await load('message_count', messageCountSpirv),
      route: await load('message_route', messageRouteSpirv),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
