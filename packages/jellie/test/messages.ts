import type { AudioChunk } from '@jamnet/jdat';
import { jellieCoding } from '../src/jellie-coding.js';

/** A payload as it goes out. */
export interface Sent {
  readonly bytes: Uint8Array;
  readonly form: number;
}

export function chunkOf(
  samples: Int32Array,
  channels: number,
  sampleRate: number,
  position: number,
): AudioChunk {
  const frames = samples.length / channels;
  const timestampUs = Math.round((position * 1e6) / sampleRate);
  return { sampleRate, channels, position, timestampUs, frames, samples };
}

/** The four messages of a chunk that fits one JELLIE frame, by part. */
export function messagesOf(chunk: AudioChunk, form: number): Sent[] {
  const sent: Sent[] = [];
  const done = jellieCoding.createEncoder(chunk, form).encode(chunk, (part, bytes, length) => {
    sent[part] = { bytes: bytes.slice(0, length), form };
  });
  if (!done) throw new Error('the encoder refuses the chunk');
  return sent;
}
