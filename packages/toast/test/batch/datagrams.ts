import { encodeFrame, MAX_DATAGRAM_BYTES } from '@jamnet/toast';
import { crc32, DESCRIPTOR_BYTES, writeU32 } from '@jamnet/wire';
import fc from 'fast-check';

/** Names of which the first ones are joined in tests. Two share their first word, so they stand in neighbouring slots. */
export const names = [1, 2, 3, 4, 5].map((n) => {
  const name = new Uint8Array(12).fill(n * 31);
  if (n < 3) name.fill(7, 0, 4);
  return name;
});

export interface FrameChoice {
  readonly session: number;
  readonly sender: number;
  readonly streamId: number;
  readonly streamType: number;
  readonly messageType: number;
  readonly sequence: number;
  readonly payloadBytes: number;
  /** What is done to the frame after it has been written. */
  readonly harm: 'none' | 'bit' | 'length' | 'version' | 'flags' | 'burst' | 'type' | 'time';
  readonly harmAt: number;
}

export function writeFrame(choice: FrameChoice): Uint8Array {
  const { session, sender, payloadBytes, harm, harmAt } = choice;
  const bytes = new Uint8Array(42 + payloadBytes);
  const payload = Uint8Array.from({ length: payloadBytes }, (_, i) => harmAt * 7 + i * 13);
  const header = {
    ...choice,
    formatType: harmAt % 5 === 0 ? 200 : harmAt % 4,
    flags: harmAt % 4,
    burstIndex: harmAt % 3,
    burstSize: 3 + (harmAt % 13),
    timestampNs: harmAt * 2 ** 20,
    sessionName: names[session]!,
    senderId: sender,
  };
  encodeFrame(header, payload, 0, payloadBytes, bytes, 0);
  if (harm === 'bit') bytes[harmAt % bytes.length]! ^= 1 << (harmAt & 7);
  else if (harm === 'length') writeU32(bytes, 0, (harmAt * 2654435761) >>> (harmAt % 32));
  else if (harm !== 'none') {
    if (harm === 'version') bytes[6] = (bytes[6]! & 0xf0) | (harmAt % 16);
    else if (harm === 'flags') bytes[6]! |= 0x40 << (harmAt & 1);
    else if (harm === 'burst') bytes[7] = 0x10 | (harmAt % 16);
    else if (harm === 'type') bytes[4] = harmAt % 256;
    else bytes.fill(0xff, 10, 18);
    writeU32(bytes, 38 + payloadBytes, crc32(bytes, 0, 38 + payloadBytes));
  }
  return bytes;
}

export const frameChoice: fc.Arbitrary<FrameChoice> = fc.record({
  session: fc.nat(names.length - 1),
  sender: fc.oneof(fc.constantFrom(1, 2, 0xffffffff), fc.nat(20)),
  streamId: fc.nat(3),
  streamType: fc.integer({ min: 1, max: 7 }),
  messageType: fc.constantFrom(0, 1, 2, 255),
  sequence: fc.oneof(
    { weight: 6, arbitrary: fc.nat(40) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32 - 20, 4095, 4096, 4097) },
  ),
  payloadBytes: fc.oneof({ weight: 6, arbitrary: fc.nat(60) }, fc.nat(1158), fc.constant(1158)),
  harm: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('bit', 'length', 'version', 'flags', 'burst', 'type', 'time'),
  ),
  harmAt: fc.nat(100_000),
});

const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Several frames, well or harmed; the whole is sometimes cut, sometimes longer than a datagram may be, sometimes noise. */
export const datagram: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.array(frameChoice, { maxLength: 5 }), fc.option(fc.nat(1300), { freq: 6 }))
      .map(([choices, cut]) => {
        const whole = concat(choices.map(writeFrame));
        const kept: Uint8Array[] = [];
        let length = 0;
        for (const part of choices.map(writeFrame)) {
          if (length + part.length > MAX_DATAGRAM_BYTES && cut === null) break;
          kept.push(part);
          length += part.length;
        }
        return cut === null ? concat(kept) : whole.slice(0, cut);
      }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constant(new Uint8Array(0)) },
  {
    // About as long as a datagram may be, the last frame whole or not.
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1199, max: 1203 }))
      .map(([payloadBytes, length]) => {
        const first = writeFrame({ ...plainFrame, payloadBytes });
        const rest = length - first.length - 42;
        const last = writeFrame({ ...plainFrame, sequence: payloadBytes, payloadBytes: rest });
        return concat([first, last]);
      }),
  },
  {
    weight: 1,
    arbitrary: fc.nat(100).map((n) => {
      const tiny = { ...plainFrame, sender: n, payloadBytes: 0 };
      return concat(Array.from({ length: 28 }, (_, i) => writeFrame({ ...tiny, sequence: i })));
    }),
  },
);

export const plainFrame: FrameChoice = {
  session: 0,
  sender: 1,
  streamId: 1,
  streamType: 1,
  messageType: 0,
  sequence: 0,
  payloadBytes: 20,
  harm: 'none',
  harmAt: 0,
};

/** Steps of a sequence as networks make them: the next one, a copy, a gap, an old one, a jump, around the edges of a window. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1) },
  { weight: 4, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 3, arbitrary: fc.integer({ min: -200, max: 200 }) },
  { weight: 3, arbitrary: fc.integer({ min: -4200, max: 4200 }) },
  { weight: 2, arbitrary: fc.constantFrom(-4097, -4096, -4095, 4095, 4096, 4097, 31, 32, 33, 64) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) },
);

/** Many tiny frames of three streams, whose sequences go to and fro over the window. */
export const crowdedBatch: fc.Arbitrary<Uint8Array[]> = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.array(step, { minLength: 300, maxLength: 800, size: 'max' }))
  .map(([first, steps]) => {
    const sequences = [first, 0, 2 ** 32 - 5];
    return steps.map((by, i) => {
      const sender = (i * 7) % 3;
      const sequence = (sequences[sender]! + by) >>> 0;
      sequences[sender] = sequence;
      const messageType = i % 3;
      return writeFrame({ ...plainFrame, sender, sequence, messageType, payloadBytes: i % 2 });
    });
  });

export interface TestBatch {
  readonly bytes: Uint8Array;
  readonly descriptors: DataView;
  readonly count: number;
}

/** Lays datagrams out as a port would: at any offset, one after the other, between bytes of others. */
export function layOut(
  datagrams: readonly Uint8Array[],
  into: (bytes: number) => Uint8Array = (n) => new Uint8Array(n),
): TestBatch {
  const total = datagrams.reduce((sum, each) => sum + each.length + 3, 5);
  const bytes = into(Math.ceil(total / 4) * 4).fill(0xa5);
  const descriptors = new DataView(new ArrayBuffer(datagrams.length * DESCRIPTOR_BYTES));
  let at = 5;
  datagrams.forEach((datagram, i) => {
    bytes.set(datagram, at);
    const from = i * DESCRIPTOR_BYTES;
    descriptors.setBigUint64(from, 0x1_0000_0000n + BigInt(i) * 1000n, true);
    descriptors.setUint32(from + 16, at, true);
    descriptors.setUint16(from + 24, datagram.length, true);
    descriptors.setUint16(from + 28, i % 9, true);
    at += datagram.length + 1 + (i % 3);
  });
  return { bytes, descriptors, count: datagrams.length };
}
