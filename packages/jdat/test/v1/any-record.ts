import { AudioMessageType, integersOf, type AudioRecord } from '@jamnet/jdat';
import { jelliePartMax, jelliePartMin, SAMPLE_RATES } from '@jamnet/schemas';
import fc from 'fast-check';

const rate = fc.constantFrom(...SAMPLE_RATES);
const whole = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER), fc.nat(99));

/** Records of both types with any values that a message may have, their integers somewhere in the array. */
export const anyRecord: fc.Arbitrary<AudioRecord> = fc
  .record({
    messageType: fc.constantFrom(0, 1),
    sampleRate: rate,
    channels: fc.integer({ min: 1, max: 8 }),
    frames: fc.integer({ min: 2, max: 24 }),
    part: fc.nat(3),
    position: whole,
    nextRate: fc.constantFrom(0, ...SAMPLE_RATES),
    nextPosition: whole,
    timestampUs: whole,
    sequence: fc.nat(0xffff_ffff),
    start: fc.nat(20),
    values: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
  })
  .map(({ values, ...given }) => {
    const jellie = given.messageType === AudioMessageType.jellie;
    const part = jellie ? given.part : 0;
    const record: AudioRecord = {
      ...given,
      // The last frame has a number too.
      position: Math.min(given.position, Number.MAX_SAFE_INTEGER - given.frames + 1),
      part,
      sequence: jellie ? given.sequence : 0,
      nextPosition: given.nextRate === 0 ? 0 : given.nextPosition,
      samples: new Int32Array(0),
    };
    const min = jelliePartMin[part]!;
    const span = jelliePartMax[part]! - min;
    const samples = Int32Array.from(
      { length: record.start + integersOf(record) },
      (_, index) => min + Math.round(values[index % values.length]! * span),
    );
    return { ...record, samples };
  });
