import type { JamError } from '@jamnet/wire';
import { loadAddon, type AddonResult } from '../addon.js';
import { arenaOf } from '../native-arena.js';
import type { DeviceInfo, GpuAddon, GpuRefusal } from './gpu-addon.js';
import { createNativeCompute, type NativeCompute } from './native-compute.js';
import { checkComputeOptions, type OpenComputeOptions } from './options.js';
import { measureSubmitCost } from './submit-cost.js';

/** The answer to "is there a device for batch work?". */
export type OpenComputeResult = { readonly ok: true; readonly compute: NativeCompute } | GpuRefusal;

/**
 * Opens a device of its own for this thread: queue, memory and waiting thread are shared with no other opening, and a worker
 * that is terminated takes its device along. Maps the arena if nothing has yet. Takes 40 to 200 ms, most of it on another
 * thread. Rejects with a JamError `bad-option` for options that are wrong; everything else is an answer.
 */
export async function openCompute(
  options: OpenComputeOptions = {},
  loaded: AddonResult = loadAddon(),
): Promise<OpenComputeResult> {
  const { fault, ...checked } = checkComputeOptions(options);
  if (!loaded.ok) return refusal(loaded);
  const addon = loaded.addon as GpuAddon;
  // Without an arena everything still works, copied.
  arenaOf(loaded);
  const opened = await addon.gpuOpen({
    ...checked,
    fault: fault?.kind ?? 'none',
    faultAfterSubmits: fault?.afterSubmits ?? 0,
    faultHangMs: fault?.hangMs ?? 0,
  });
  if (!opened.ok) return opened;
  const compute = createNativeCompute({ addon, ...opened });
  try {
    // A device that is to fail counts its runs, and these would be among them.
    if (!fault) compute.submitCostUs = await measureSubmitCost(compute);
  } catch (error) {
    await compute.close();
    return {
      ok: false,
      reason: `${compute.name} does not run a kernel: ${(error as JamError).message}`,
      tried: [compute.name],
      hint: 'update the graphics driver, or name another device in JAMNET_GPU_DEVICE',
    };
  }
  return { ok: true, compute };
}

/** The answer to "which devices are there?". */
export type ListDevicesResult =
  { readonly ok: true; readonly devices: readonly DeviceInfo[] } | GpuRefusal;

/** All devices of the machine, best first, without opening any. Takes 20 to 200 ms on another thread. Does not reject. */
export async function listDevices(loaded: AddonResult = loadAddon()): Promise<ListDevicesResult> {
  if (!loaded.ok) return refusal(loaded);
  return (loaded.addon as GpuAddon).gpuList();
}

function refusal({ reason, tried, hint }: Extract<AddonResult, { ok: false }>): GpuRefusal {
  return { ok: false, reason, tried, hint };
}
