import type { Addon } from '../addon.js';

/** A device of this machine, as its driver describes it. */
export interface DeviceInfo {
  readonly name: string;
  readonly type: 'discrete' | 'integrated' | 'virtual' | 'cpu' | 'other';
  /** The driver's name and version. */
  readonly driver: string;
  /** Of Vulkan, as `1.3.230`. */
  readonly apiVersion: string;
  /** False for a device of type cpu, which is no GPU, and for `other`. */
  readonly isGpu: boolean;
  /** Has Vulkan 1.1 and a queue for compute. */
  readonly usable: boolean;
  /** Kernels may use 64-bit integers. */
  readonly int64: boolean;
  /** Kernels may use subgroup operations: basic, ballot, arithmetic. */
  readonly subgroups: boolean;
  /** Sees memory of the host where it lies (VK_EXT_external_memory_host). */
  readonly hostImport: boolean;
  /** Of memory that it imports; 0 where it imports none. */
  readonly importAlignmentBytes: number;
  /** Its clock can be read together with the host's (VK_KHR_calibrated_timestamps or VK_EXT_…). */
  readonly calibratedClock: boolean;
  /** Of its clock; 0 where it has none. */
  readonly timestampBits: number;
  /** Length of the longest range that can be bound. */
  readonly maxBindingBytes: number;
  /** Groups of one dispatch. */
  readonly maxGroups: number;
}

/** What the addon gives of an opened device. */
export type DeviceHandle = { readonly deviceHandle: unique symbol };

/** Why there is no device. */
export interface GpuRefusal {
  readonly ok: false;
  /** One line: what is missing. */
  readonly reason: string;
  /** What was looked at: libraries, functions, names of devices. */
  readonly tried: readonly string[];
  /** One line: what would mend it. */
  readonly hint: string;
}

/** The executor's part of the addon. Rejected promises carry an error whose `code` is one of JamError's. */
export interface GpuAddon extends Addon {
  gpuList(): Promise<{ readonly ok: true; readonly devices: DeviceInfo[] } | GpuRefusal>;
  gpuOpen(options: {
    device: string;
    memory: 'mapped' | 'staged';
    importArena: boolean;
    timeoutMs: number;
    spinUs: number;
    fault: 'none' | 'lost' | 'hang';
    faultAfterSubmits: number;
    faultHangMs: number;
  }): Promise<
    | {
        readonly ok: true;
        readonly device: DeviceHandle;
        readonly info: DeviceInfo;
        readonly memory: 'mapped' | 'staged';
        /** Why the device does not see the arena; empty where it does. */
        readonly notImported: string;
        /** Address at which the device has the arena; 0 where it does not see it. */
        readonly importedAt: bigint;
      }
    | GpuRefusal
  >;
  gpuLoad(
    device: DeviceHandle,
    name: string,
    spirv: Uint8Array,
  ): Promise<{ readonly id: number; readonly bindings: number; readonly localSize: number }>;
  /** Steps one after the other: kernel id, invocations, number of bindings, and for each of them bytes and access (0, 1, 2). */
  gpuRun(device: DeviceHandle, steps: readonly (number | Uint8Array)[]): Promise<void>;
  gpuCloseKernel(device: DeviceHandle, id: number): void;
  gpuFailure(device: DeviceHandle): string | null;
  /** Device, monotonic and realtime nanoseconds, deviations of the first and the last from the second, and whether calibrated. */
  gpuReadClocks(
    device: DeviceHandle,
  ): Promise<readonly [number, number, bigint, number, number, boolean]>;
  gpuClose(device: DeviceHandle): Promise<void>;
  gpuAddressOf(bytes: Uint8Array): bigint;
}
