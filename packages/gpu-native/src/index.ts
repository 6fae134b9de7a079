import { setNativeHandle } from '@jamnet/wire';
import { createNativeHandle } from './native-handle.js';

// The one thing that importing does: every package of this thread finds the native parts from now on.
setNativeHandle(createNativeHandle());

export {
  createJackAudio,
  type JackAudioOptions,
  type JackAudioPort,
} from './audio/create-jack-audio.js';
export type { JackOwnPorts } from './audio/audio-addon.js';
export { createNullAudio } from './audio/create-null-audio.js';
export { loadAddon, type Addon, type AddonResult } from './addon.js';
export { openArena, DEFAULT_ARENA_BYTES } from './arena.js';
export { clockReadings, type ClockReadings } from './clock-readings.js';
export { nativeArena, type ArenaAnswer, type NativeArenaOptions } from './native-arena.js';
export {
  nativeStatus,
  type NativeRooms,
  type NativeStatus,
  type RoomStatus,
} from './native-status.js';
export { createRing, openRing, RECORD_WORDS, type DescriptorRing } from './ring.js';
export {
  listDevices,
  openCompute,
  type ListDevicesResult,
  type OpenComputeResult,
} from './gpu/open-compute.js';
export type { ComputeFault, OpenComputeOptions } from './gpu/options.js';
export type { DeviceInfo } from './gpu/gpu-addon.js';
export type { DeviceClockReadings, NativeCompute } from './gpu/native-compute.js';
export {
  createNativePort,
  type NativePort,
  type NativePortOptions,
} from './net/create-native-port.js';
export { lowerThread, raiseThread, threadScheduling } from './thread-scheduling.js';
export type { EngineFacts } from './net/engine-facts.js';
export type { NativeEngineOptions } from './net/engine-options.js';
export type { NativeExtras } from './net/native-driver.js';
export type { PacingHistogram } from './net/pacing-histogram.js';
