import fc from 'fast-check';
import type { FrameJson } from './frame-json.js';

const byte = fc.integer({ min: 0, max: 255 });
const u32 = fc.oneof(
  fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A UUID with the bits of version 8 set. */
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hex(bytes);
});

/** Frames that this implementation can write, as the vectors write them. */
export function frames(maxPayload = 1158): fc.Arbitrary<FrameJson> {
  return fc
    .record({
      streamType: fc.integer({ min: 1, max: 7 }),
      formatType: byte,
      sealed: fc.boolean(),
      refresh: fc.boolean(),
      burst: fc.tuple(fc.integer({ min: 1, max: 16 }), fc.nat()),
      messageType: byte,
      streamId: byte,
      timestamp: fc.maxSafeNat().map(String),
      sequence: u32,
      uuid,
      payload: fc.uint8Array({ maxLength: maxPayload }).map(hex),
    })
    .map(({ burst: [burstSize, index], ...rest }) => ({
      ...rest,
      burstIndex: index % burstSize,
      burstSize,
    }));
}
