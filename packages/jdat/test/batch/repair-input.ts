import fc from 'fast-check';
import type { RepairShape } from '../../src/batch/repair-reference.js';

/** Chunks of many kinds: copies, overlaps, some outside of the stretch, some that cannot be. */
export const repairInput = (shape: RepairShape & { readonly streams: number }) => {
  const { frames, receivedFrames, chunks, streams } = shape;
  const chunk = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(
        fc.integer({ min: -frames, max: frames }),
        fc.nat(receivedFrames - 1),
        fc.integer({ min: 0, max: Math.ceil(receivedFrames / 3) }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.maxSafeInteger(), fc.integer(), fc.integer()),
    },
  );
  return fc.record({
    chunks: fc
      .array(chunk, { minLength: chunks * streams, maxLength: chunks * streams })
      .map((list) => Int32Array.from(list.flat())),
    seed: fc.integer(),
  });
};
