export { createAudioRing, openAudioRing } from './audio-ring.js';
export type { AudioRing, AudioRingStats, FrameKind, LastRead } from './audio-ring.js';
export { audioRingBytes } from './audio-ring-layout.js';
export type { AudioRingFormat } from './audio-ring-layout.js';
export { createAudioRingRecord } from './audio-ring-record.js';
export type { AudioRingRecord } from './audio-ring-record.js';
export { createEventRing, createRingEvent, openEventRing } from './event-ring.js';
export type { EventRing, RingEvent } from './event-ring.js';
export { eventRingBytes } from './event-ring-layout.js';
