import { loadAddonFrom } from './load-addon.js';

/** The compiled part as it is: what `native/binding` exports. Each room narrows it to what it uses. */
export interface Addon {
  readonly version: string;
  readonly builtWithVulkan: boolean;
  /** Why a room was left out of this binary, one line each; null where it is in. */
  readonly missing: {
    readonly network: string | null;
    readonly audio: string | null;
    readonly gpu: string | null;
  };
  /** The same buffer for every call of a thread. */
  openArena(bytes: number): ArrayBuffer | null;
  /** -1 where no room is left. */
  arenaAllocate(bytes: number): number;
  /** False for what this thread does not hold. */
  arenaFree(offset: number): boolean;
  arenaFreeBytes(): number;
  /** See `NativeHandle.splitAt`; -1 for arguments that do not fit together. */
  splitAt(
    bytes: Uint8Array,
    start: number,
    end: number,
    separator: number,
    pairs: Uint32Array,
    from: number,
  ): number;
  clockNowNs(): number;
  /** Monotonic, realtime, maximum deviation; nanoseconds. */
  clockReadings(tries: number): [number, bigint, number];
  /** The real-time priority that the calling thread has then, 0 for an ordinary one, and the errno of why it could not be raised. Absent but on Linux, like the next two. */
  raiseThread?(priority: number, mostRunUs: number): [number, number];
  lowerThread?(): void;
  threadScheduling?(): [number, number];
}

/** The answer to "is the native backend there?". Never an exception. */
export type AddonResult =
  | { readonly ok: true; readonly addon: Addon; readonly path: string }
  | {
      readonly ok: false;
      /** One line: what is wrong. */
      readonly reason: string;
      /** What was looked at. */
      readonly tried: readonly string[];
      /** One line: what would mend it. */
      readonly hint: string;
    };

let loaded: AddonResult | undefined;

/** Loads the addon, once per thread: what the first call found stays true for all. `JAMNET_NATIVE=off` keeps it out. */
export function loadAddon(): AddonResult {
  return (loaded ??= loadAddonFrom());
}
