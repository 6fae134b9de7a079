import {
  JamError,
  type Compute,
  type ComputeBinding,
  type ComputeKernel,
  type ComputeStep,
  type JamErrorCode,
  type PairedReading,
} from '@jamnet/wire';
import { appendStep } from './flat-steps.js';
import type { DeviceHandle, DeviceInfo, GpuAddon } from './gpu-addon.js';

/** The device's clock, from when it was first read, and the host's at one moment. */
export interface DeviceClockReadings extends PairedReading {
  /** CLOCK_REALTIME in nanoseconds since 1970 at that moment. */
  readonly realtimeNs: bigint;
  /** How far apart the realtime and the monotonic reading may be. */
  readonly realtimeMaxDeviationNs: number;
  /** Read by the driver together; otherwise by a query on the device between two readings of the host. */
  readonly calibrated: boolean;
}

/** A device that was opened here: `Compute`, and what only this package knows of it. */
export interface NativeCompute extends Compute {
  readonly deviceInfo: DeviceInfo;
  /** Why the device does not see the arena, one line; null where it does. */
  readonly notImported: string | null;
  sequence(steps: readonly ComputeStep[]): Promise<void>;
  /**
   * Reads the device's clock together with the host's. Takes some microseconds where the driver does it, and up to some
   * milliseconds of the device's time otherwise. Rejects with a JamError `device-lost`, `timed-out`, `closed`, or
   * `bad-option` for a device without a clock.
   */
  readClocks(): Promise<DeviceClockReadings>;
  /**
   * For tests that nothing is copied: the address of the device's view of the arena (0 where it has none), and that of
   * any bytes in this process.
   */
  addresses(bytes: Uint8Array): { readonly imported: bigint; readonly bytes: bigint };
}

export interface OpenedDevice {
  readonly addon: GpuAddon;
  readonly device: DeviceHandle;
  readonly info: DeviceInfo;
  readonly memory: 'mapped' | 'staged';
  readonly notImported: string;
  readonly importedAt: bigint;
}

class Kernel implements ComputeKernel {
  closed = false;

  constructor(
    readonly name: string,
    readonly id: number,
    readonly owner: NativeDevice,
  ) {}

  async run(bindings: readonly ComputeBinding[], invocations: number): Promise<void> {
    const flat: (number | Uint8Array)[] = [];
    this.owner.append(flat, this, bindings, invocations);
    await this.owner.submit(flat);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.owner.opened.addon.gpuCloseKernel(this.owner.opened.device, this.id);
  }
}

class NativeDevice implements NativeCompute {
  readonly name: string;
  readonly isGpu: boolean;
  readonly memory: 'mapped' | 'staged';
  readonly keeps = true;
  readonly deviceInfo: DeviceInfo;
  readonly notImported: string | null;
  submitCostUs = 0;
  #closing: Promise<void> | undefined;

  constructor(readonly opened: OpenedDevice) {
    this.name = opened.info.name;
    this.isGpu = opened.info.isGpu;
    this.memory = opened.memory;
    this.deviceInfo = opened.info;
    this.notImported = opened.notImported || null;
  }

  get failure(): string | null {
    if (this.#closing !== undefined) return 'closed';
    return this.opened.addon.gpuFailure(this.opened.device);
  }

  async load(name: string, spirv: Uint8Array): Promise<ComputeKernel> {
    if (!(spirv instanceof Uint8Array)) {
      throw new JamError('bad-option', `${name}: SPIR-V is given as a Uint8Array`);
    }
    const { addon, device } = this.opened;
    const { id } = await asJamError(addon.gpuLoad(device, name, spirv));
    return new Kernel(name, id, this);
  }

  async sequence(steps: readonly ComputeStep[]): Promise<void> {
    const flat: (number | Uint8Array)[] = [];
    for (const { kernel, bindings, invocations } of steps) {
      this.append(flat, kernel, bindings, invocations);
    }
    await this.submit(flat);
  }

  append(
    flat: (number | Uint8Array)[],
    kernel: ComputeKernel,
    bindings: readonly ComputeBinding[],
    invocations: number,
  ): void {
    if (!(kernel instanceof Kernel) || kernel.owner !== this) {
      throw new JamError('bad-option', `${kernel.name} was loaded by another device`);
    }
    if (kernel.closed) throw new JamError('closed', `the kernel ${kernel.name} has been closed`);
    appendStep(flat, kernel.name, kernel.id, bindings, invocations);
  }

  submit(flat: readonly (number | Uint8Array)[]): Promise<void> {
    return asJamError(this.opened.addon.gpuRun(this.opened.device, flat));
  }

  async readClocks(): Promise<DeviceClockReadings> {
    const { addon, device } = this.opened;
    const readings = await asJamError(addon.gpuReadClocks(device));
    const [deviceNs, monotonicNs, realtimeNs, maxDeviationNs, realtimeMaxDeviationNs, calibrated] =
      readings;
    return {
      deviceNs,
      monotonicNs,
      realtimeNs,
      maxDeviationNs,
      realtimeMaxDeviationNs,
      calibrated,
    };
  }

  addresses(bytes: Uint8Array): { readonly imported: bigint; readonly bytes: bigint } {
    return { imported: this.opened.importedAt, bytes: this.opened.addon.gpuAddressOf(bytes) };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.opened.addon.gpuClose(this.opened.device));
  }
}

/** The device behind an answer of the addon. What a run of it costs is set by who measures it. */
export function createNativeCompute(opened: OpenedDevice): NativeCompute & {
  submitCostUs: number;
} {
  return new NativeDevice(opened);
}

async function asJamError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as Error & { code?: JamErrorCode };
    throw new JamError(code ?? 'bad-option', message);
  }
}
