import { loadAddon, type AddonResult } from './addon.js';
import { arenaOf } from './native-arena.js';

/** What one part of the native package can do on this machine. */
export type RoomStatus =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** One line: what is missing. */
      readonly reason: string;
      /** One line: what would mend it. */
      readonly hint: string;
    };

/** The parts that stand on each other: network, audio and GPU need memory. */
export interface NativeRooms {
  readonly clock: RoomStatus;
  readonly memory: RoomStatus;
  readonly network: RoomStatus;
  readonly audio: RoomStatus;
  /**
   * Whether the binary can ask for a device. Whether the machine has one is known when it is opened (`openCompute`), which
   * takes too long for a question.
   */
  readonly gpu: RoomStatus;
}

/** What was found, for a person or a program to read. */
export type NativeStatus =
  | {
      readonly ok: true;
      /** Of the package and the binary: they are equal. */
      readonly version: string;
      /** Path of the binary. */
      readonly binary: string;
      readonly rooms: NativeRooms;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Paths and modules that were looked at. */
      readonly tried: readonly string[];
      readonly hint: string;
      /** All of them missing, for the one reason. */
      readonly rooms: NativeRooms;
    };

/**
 * Says whether the native part is there and which of its rooms are, with a reason and a remedy for each that is not. Loads
 * the binary and maps the arena if nothing has yet. Throws nothing.
 */
export function nativeStatus(): NativeStatus {
  return statusOf(loadAddon());
}

export function statusOf(loaded: AddonResult): NativeStatus {
  if (!loaded.ok) {
    const { reason, tried, hint } = loaded;
    const missing: RoomStatus = { ok: false, reason, hint };
    const rooms = {
      clock: missing,
      memory: missing,
      network: missing,
      audio: missing,
      gpu: missing,
    };
    return { ok: false, reason, tried, hint, rooms };
  }
  const { addon, path } = loaded;
  const memory = memoryStatus(loaded);
  const inBinary = (reason: string | null, hint: string): RoomStatus => {
    if (reason !== null) return { ok: false, reason, hint };
    return memory;
  };
  return {
    ok: true,
    version: addon.version,
    binary: path,
    rooms: {
      clock: { ok: true },
      memory,
      network: inBinary(addon.missing.network, 'nothing to do: node:dgram carries the datagrams'),
      audio: inBinary(
        addon.missing.audio,
        'use Linux where a device without a sound card is needed',
      ),
      gpu: inBinary(
        addon.missing.gpu,
        'install Vulkan headers (Debian: apt-get install libvulkan-dev), then npx jamnet-gpu-build',
      ),
    },
  };
}

function memoryStatus(loaded: AddonResult): RoomStatus {
  const answer = arenaOf(loaded);
  return answer.ok ? { ok: true } : { ok: false, reason: answer.reason, hint: answer.hint };
}
