// Devices that come and go
export { openLiveDevices } from './live-devices.js';
export type { DeviceState, LiveDevices } from './live-devices.js';
export type { LiveDevicesOptions } from './live-devices-options.js';
export type { ByRole, DeviceChoice, DeviceRole } from './device-choice.js';

// The systems they are found through
export { createJackSystem } from './jack/jack-system.js';
export { createRtMidiSystem, type RtMidiOptions } from './rtmidi/rtmidi-system.js';
export type { MidiIn, MidiLibrary, MidiOut } from './rtmidi/library.js';
export { createWebAudioSystem, type WebAudioOptions } from './web-audio/web-audio-system.js';
export type { WebAudioLibrary } from './web-audio/library.js';
export type { DeviceShape, DeviceSystem, OpenDevices } from './device-system.js';
