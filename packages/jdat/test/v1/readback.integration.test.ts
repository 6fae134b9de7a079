import { audioFormOf } from '@jamnet/jdat';
import { decodeBinary, readPayload, toCompactLine } from '@jamnet/schemas';
import { statusText } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRecord } from './any-record.js';
import { noPython, readBack } from './read-back.js';
import { formatTypes, formNames, type FormName } from './vectors.js';

const SEED = 20_264;
const reason = noPython();
if (reason !== undefined) console.warn(`skipped: read-back of jdat; ${reason}`);

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: count });
const room = new Uint8Array(65_536);
const written = sample(anyRecord, 400).map(
  (record) =>
    Object.fromEntries(
      formNames.map((name) => {
        const end = audioFormOf(formatTypes[name])!.encodeInto(record, room, 0);
        return [name, Buffer.from(room.slice(0, end))];
      }),
    ) as Record<FormName, Buffer>,
);

describe.skipIf(reason !== undefined)('the independent implementation', () => {
  it('reads what the codecs of the packet path wrote, and would write the same', () => {
    const rows = written.map(({ standard, compact, msgpack, binary }) => ({
      kind: 'jdat',
      standard: standard.toString().trimEnd(),
      compact: compact.toString(),
      msgpack: msgpack.toString('hex'),
      binary: binary.toString('hex'),
    }));
    expect(readBack(rows)).toBe(`${rows.length} read back, 0 differ`);
  }, 60_000);

  it('gives the same status, or the same message, for bytes that were garbled', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    const all = sample(changes, written.length);
    const rows = written.flatMap((forms, index) =>
      formNames.map((form) => {
        const bytes = Buffer.from(forms[form]);
        for (const [at, value] of all[index]!) bytes[at % bytes.length] = value;
        const gives: string[] = [];
        readPayload(formatTypes[form], bytes, 0, bytes.length, (one) =>
          gives.push(
            typeof one === 'number' ? statusText(one) : (toCompactLine(one) as string).trimEnd(),
          ),
        );
        return { kind: 'jdat-read', form, hex: bytes.toString('hex'), gives };
      }),
    );
    expect(readBack(rows)).toBe(`${rows.length} read back, 0 differ`);
  }, 60_000);

  it('finds a difference where there is one', () => {
    const { standard, compact, binary } = written[0]!;
    const bytes = Buffer.from(binary);
    bytes[bytes.length - 1] ^= 1;
    expect(decodeBinary(bytes, 0, bytes.length)).toBeTypeOf('object');
    const row = {
      kind: 'jdat',
      standard: standard.toString().trimEnd(),
      compact: compact.toString(),
      binary: bytes.toString('hex'),
    };
    expect(readBack([row])).toContain('1 differ');
  });
});
