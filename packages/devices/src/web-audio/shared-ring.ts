import { type AudioRing, audioRingBytes, createAudioRing } from '@jamnet/wire';

/** A ring, and the memory that the thread of the sound opens it in. */
export interface SharedRing {
  readonly ring: AudioRing;
  readonly buffer: SharedArrayBuffer;
}

export function sharedRing(sampleRate: number, channels: number, frames: number): SharedRing {
  const format = { sampleRate, channels, frames };
  const buffer = new SharedArrayBuffer(audioRingBytes(format));
  return { ring: createAudioRing(new Uint8Array(buffer), format), buffer };
}
