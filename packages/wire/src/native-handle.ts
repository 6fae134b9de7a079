import type { Clock, Compute, DatagramPort } from './ports.js';

/** What a native port is opened with. */
export interface NativePortOptions {
  /** UDP port that is shared with the other processes of the host for multicast. */
  readonly port: number;
  /**
   * Names or addresses of the interfaces to use.
   * @default every interface that can do multicast, loopback included
   */
  readonly interfaces?: readonly string[];
  /**
   * Receive buffer to ask the system for, in bytes.
   * @default the port's own
   */
  readonly receiveBufferBytes?: number;
}

/** What the native package offers to every package of the process. What it cannot do here is absent. */
export interface NativeHandle {
  readonly clock?: Clock;
  readonly compute?: Compute;
  readonly createPort?: (options: NativePortOptions) => Promise<DatagramPort>;
}

// The registry of symbols is shared by everything in the process, so two copies of this package in one tree of
// node_modules still see one handle. The number changes with the shape of NativeHandle.
const key = Symbol.for('@jamnet/native/1');

/** The process-wide native backend, or undefined where none was imported. What a caller passes explicitly goes before it. */
export function nativeHandle(): NativeHandle | undefined {
  return (globalThis as { [key]?: NativeHandle })[key];
}

/** Called by the native package when it is imported; `undefined` takes the handle away. The last caller wins. */
export function setNativeHandle(handle: NativeHandle | undefined): void {
  (globalThis as { [key]?: NativeHandle | undefined })[key] = handle;
}
