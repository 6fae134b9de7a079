import { createTimeBridge, type TimeBridge, type TimelineSource } from '@jamnet/sync';
import {
  type Clock,
  type Compute,
  isSystemClock,
  type PairedReading,
  type Timers,
} from '@jamnet/wire';
import { openBackend } from '../native-backend.js';

/** The clock of this machine's GPU, bridged to its CPU's (rows S2, S3). */
export interface GpuClock {
  /** The device's own name. */
  readonly device: string;
  readonly bridge: TimeBridge;
  /** What a timeline runs on with it. */
  readonly source: TimelineSource;
  read(): Promise<PairedReading>;
}

export type GpuClockAnswer =
  | { readonly ok: true; readonly gpu: GpuClock }
  /** One line for people. */
  | { readonly ok: false; readonly reason: string };

/**
 * Opens the GPU's clock where there is a GPU and its clock can be read. A software device is no GPU: its clock is the CPU's. Never rejects.
 *
 * @param open gives the device. @default that of the native package, which all packages share
 */
export async function openGpuClock(
  clock: Clock,
  timers: Timers,
  open: () => Promise<{ compute: Compute | undefined; reason: string }> = openBackend,
): Promise<GpuClockAnswer> {
  if (!isSystemClock(clock)) {
    return {
      ok: false,
      reason: "the session runs on a clock of its own, which the GPU's is not read with",
    };
  }
  const { compute, reason } = await open();
  if (compute === undefined) return { ok: false, reason };
  const { name } = compute;
  if (!compute.isGpu)
    return { ok: false, reason: `${name} is no GPU, and has no clock of its own` };
  if (compute.readClocks === undefined) {
    return { ok: false, reason: `the clock of ${name} cannot be read together with the CPU's` };
  }
  const read = (): Promise<PairedReading> => compute.readClocks!();
  try {
    await read();
  } catch (error) {
    return {
      ok: false,
      reason: `the clock of ${name} cannot be read: ${(error as Error).message}`,
    };
  }
  const bridge = createTimeBridge({ clock, timers, read });
  const source: TimelineSource = {
    kind: 'gpu',
    get quality() {
      return bridge.quality;
    },
    // Unlike the GPU's own time it does not jump when that does.
    read: (ownNs) => bridge.timeAtCpu(ownNs),
  };
  return { ok: true, gpu: { device: name, bridge, source, read } };
}
