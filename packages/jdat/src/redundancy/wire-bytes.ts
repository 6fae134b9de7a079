import type { ChunkEncoder } from '../coding.js';
import type { AudioFormat } from '../v1/audio-chunk.js';

/** What a message costs beside its payload: the frame of TOAST, and the headers of IPv4 and UDP. */
export const HEADER_BYTES = 46 + 28;

/** Bytes on the wire of all parts of a chunk, each once: of noise at a quarter of full scale, as music is written on average. Allocates. */
export function wireBytes(encoder: ChunkEncoder, format: AudioFormat, frames: number): number {
  const { sampleRate, channels } = format;
  const samples = Int32Array.from(
    { length: frames * channels },
    // A multiplicative hash; its upper 22 bits.
    (_, i) => Math.imul(i + 1, 0x9e37_79b1) >> 10,
  );
  let bytes = 0;
  encoder.encode(
    { sampleRate, channels, position: 2 ** 24, timestampUs: 2 ** 40, frames, samples },
    (_part, _payload, length) => {
      bytes += length + HEADER_BYTES;
    },
  );
  return bytes;
}
