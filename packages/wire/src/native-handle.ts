import type { AudioPort, NullAudioOptions } from './audio-port.js';
import type { Clock, Compute, DatagramPort, MappedArena } from './ports.js';
import type { RaiseThreadOptions, ThreadScheduling } from './thread-scheduling.js';
import type { UdpPortOptions } from './udp/options.js';

/** The answer to "is there a device for batch work?". Never an exception: a machine without one is an ordinary machine. */
export type ComputeAnswer =
  | { readonly ok: true; readonly compute: Compute }
  | {
      readonly ok: false;
      /** One line: what is missing. */
      readonly reason: string;
      /** One line: what would mend it. */
      readonly hint: string;
    };

/**
 * What the native package offers to every package of this JavaScript thread. What it cannot do here is absent. Nothing is
 * opened before it is asked for: reading `arena` or `createPort` maps the memory, calling `createPort` and `openCompute`
 * starts what they need.
 */
export interface NativeHandle {
  readonly clock?: Clock;
  /** The process's arena as this thread sees it. */
  readonly arena?: MappedArena;
  /**
   * The device that all packages of this thread share. The first call opens it, which takes 40 to 200 ms; the others get the
   * same answer, a refusal included. Who uses it does not close it. A device that was lost is opened anew by the next call.
   */
  readonly openCompute?: () => Promise<ComputeAnswer>;
  /** Opens an audio device that has no sound card. Throws a JamError `bad-option` or `native-unavailable`. */
  readonly createNullAudio?: (options?: NullAudioOptions) => AudioPort;
  readonly createPort?: (options: UdpPortOptions) => Promise<DatagramPort>;
  /**
   * Splits the bytes from `start` to before `end` at a separator byte, many times faster than JavaScript can: start and length of
   * each piece go to `pairs`, from its pair number `from` on. What stands behind the last separator is a piece where it is not
   * empty. Returns how many pieces there are; those that `pairs` has no room for are not written. Negative for arguments that do
   * not fit together. Does not allocate.
   */
  readonly splitAt?: (
    bytes: Uint8Array,
    start: number,
    end: number,
    separator: number,
    pairs: Uint32Array,
    from: number,
  ) => number;
  /**
   * Lets the thread that calls go before ordinary ones, as long as it does not run on without a pause; a refusal changes nothing. To be called again now and then: one
   * that ran for too long has become an ordinary one. Throws a JamError `bad-option`.
   */
  readonly raiseThread?: (options?: RaiseThreadOptions) => ThreadScheduling;
  /** Makes it an ordinary thread again. */
  readonly lowerThread?: () => void;
  /** Why parts are absent, one line for a person to read; undefined where none is. */
  readonly failure?: string;
}

// The registry of symbols is shared by everything in the process, so two copies of this package in one tree of
// node_modules still see one handle. The number changes with what is not compatible with NativeHandle as it was.
const key = Symbol.for('@jamnet/native/1');

/** The native backend of this thread, or undefined where none was imported. What a caller passes explicitly goes before it. */
export function nativeHandle(): NativeHandle | undefined {
  return (globalThis as { [key]?: NativeHandle })[key];
}

/** Called by the native package when it is imported; `undefined` takes the handle away. The last caller wins. */
export function setNativeHandle(handle: NativeHandle | undefined): void {
  (globalThis as { [key]?: NativeHandle | undefined })[key] = handle;
}
