import {
  createSystemClock,
  type ComputeAnswer,
  type DatagramPort,
  type MappedArena,
  type NativeHandle,
} from '@jamnet/wire';
import type { UdpPortOptions } from '@jamnet/wire/udp';
import { loadAddon, type AddonResult } from './addon.js';
import { createNullAudio } from './audio/create-null-audio.js';
import { openCompute } from './gpu/open-compute.js';
import { arenaOf } from './native-arena.js';
import { statusOf } from './native-status.js';
import { createNativePort } from './net/create-native-port.js';
import { shareCompute } from './shared-compute.js';
import { lowerThread, raiseThread } from './thread-scheduling.js';

/**
 * What wire hands to every package of this thread. Nothing is loaded before a part is asked for, and what cannot be had is
 * absent; `failure` says why.
 */
export function createNativeHandle(load: () => AddonResult = loadAddon): NativeHandle {
  const openShared = shareCompute((): Promise<ComputeAnswer> => openCompute({}, load()));
  const createPort = (options: UdpPortOptions): Promise<DatagramPort> => createNativePort(options);
  return {
    // The clock that the native part reads, at the same cost, and there where no binary is: docs/decisions/0007.
    clock: createSystemClock(),
    get arena(): MappedArena | undefined {
      const answer = arenaOf(load());
      return answer.ok ? answer.arena : undefined;
    },
    get openCompute() {
      return load().ok ? openShared : undefined;
    },
    get createNullAudio() {
      return statusOf(load()).rooms.audio.ok ? createNullAudio : undefined;
    },
    get createPort() {
      return statusOf(load()).rooms.network.ok ? createPort : undefined;
    },
    get splitAt() {
      const answer = load();
      return answer.ok ? answer.addon.splitAt : undefined;
    },
    get raiseThread() {
      const answer = load();
      return answer.ok && answer.addon.raiseThread !== undefined ? raiseThread : undefined;
    },
    get lowerThread() {
      const answer = load();
      return answer.ok && answer.addon.lowerThread !== undefined ? lowerThread : undefined;
    },
    get failure(): string | undefined {
      const status = statusOf(load());
      if (!status.ok) return status.reason;
      const reasons = Object.values(status.rooms).flatMap((room) => (room.ok ? [] : [room.reason]));
      return reasons.length > 0 ? [...new Set(reasons)].join('; ') : undefined;
    },
  };
}
