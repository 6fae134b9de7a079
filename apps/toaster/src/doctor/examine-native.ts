import type * as NativePackage from '@jamnet/gpu-native';
import { type Compute, nativeHandle } from '@jamnet/wire';
import {
  type ClockFacts,
  type ComputeFacts,
  missing,
  type NativeFacts,
  reasonOf,
  type SchedulingFacts,
} from './diagnosis.js';

/** The native package, or why it cannot be imported. Not a thing that every installation has: it may have been left out. */
export async function importNative(): Promise<typeof NativePackage | { readonly failure: string }> {
  try {
    return await import('@jamnet/gpu-native');
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

export async function examineNative(): Promise<NativeFacts> {
  const native = await importNative();
  if (!('failure' in native)) {
    const status = native.nativeStatus();
    if (status.ok) return status;
    return { ...missing(status.reason, status.hint), tried: status.tried };
  }
  const hint =
    'npm install @jamnet/gpu-native; all works without it, on node:dgram and the processor';
  return {
    ...missing(`@jamnet/gpu-native is not installed (${native.failure})`, hint),
    tried: ['@jamnet/gpu-native'],
  };
}

/** Tries it on the thread that asks, for a moment. */
export async function examineScheduling(): Promise<SchedulingFacts> {
  const native = await importNative();
  const hint = 'sound goes on all the same, less even on a busy machine';
  if ('failure' in native) return missing('an ordinary thread without the native part', hint);
  const scheduling = native.raiseThread();
  native.lowerThread();
  if (scheduling.realtime) return { ok: true, priority: scheduling.priority };
  return missing(`sound waits for other programs: ${scheduling.reason}`, scheduling.hint);
}

/** The device that packages share, and what is known of it. It is not closed: who shares it does not. */
export async function examineCompute(): Promise<{ facts: ComputeFacts; compute?: Compute }> {
  const native = await importNative();
  const answer = await nativeHandle()?.openCompute?.();
  if ('failure' in native || answer === undefined) {
    return { facts: missing('no device without the native part', 'batches run on the processor') };
  }
  if (!answer.ok) return { facts: missing(answer.reason, answer.hint) };
  const { compute } = answer;
  const { name, isGpu, memory } = compute;
  const submitCostUs = Math.round(compute.submitCostUs);
  const list = await native.listDevices();
  const devices = list.ok ? list.devices.map((device) => device.name) : [name];
  return { facts: { ok: true, name, isGpu, memory, submitCostUs, devices }, compute };
}

export async function examineClocks(compute: Compute | undefined): Promise<ClockFacts> {
  const native = await importNative();
  const hint = 'one-way latency within this machine is measured all the same';
  if ('failure' in native) return missing('no paired readings without the native part', hint);
  try {
    const { monotonicNs, realtimeNs, maxDeviationNs } = native.clockReadings();
    const gpu = await readGpuClock(compute);
    return { ok: true, monotonicNs, realtimeNs: String(realtimeNs), maxDeviationNs, gpu };
  } catch (error) {
    return missing(reasonOf(error), hint);
  }
}

type GpuClock = (ClockFacts & { ok: true })['gpu'];

/** Null for a device without a clock, and for one that is not the native package's. */
async function readGpuClock(compute: Compute | undefined): Promise<GpuClock> {
  if (compute === undefined || !('readClocks' in compute)) return null;
  try {
    const readings = await (compute as NativePackage.NativeCompute).readClocks();
    const { maxDeviationNs, calibrated } = readings;
    return { maxDeviationNs, calibrated };
  } catch {
    return null;
  }
}
