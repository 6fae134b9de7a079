import type { AudioCoding } from '@jamnet/jdat';

/** A coding for tests: each chunk as four messages of some bytes that name the part, its position and its frames. Nobody can decode it. */
export const fourParts: AudioCoding = {
  name: 'four',
  messageType: 9,
  createEncoder: () => ({
    parts: 4,
    partsNeeded: 2,
    maxFrames: 48,
    encode(chunk, outlet) {
      for (let part = 0; part < 4; part++) {
        const text = `${part} ${chunk.position} ${chunk.frames} ${chunk.samples[0]}`;
        const payload = new TextEncoder().encode(text);
        outlet(part, payload, payload.length, chunk.position);
      }
      return true;
    },
  }),
  createDecoder: () => ({ accept: () => 0, reset: () => undefined }),
};
