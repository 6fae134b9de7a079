import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createBatchMemoryPool } from '../../src/parser/batch-memory.js';
import {
  CellKind,
  LineStatus,
  MAX_KERNEL_LINE_BYTES,
  MESSAGE_PACK_RECORD,
} from '../../src/parser/cell-kind.js';
import { cellKind, type Columns } from '../../src/parser/columns.js';
import { deviceInput, placeRecords } from '../../src/parser/device-input.js';
import { createDeviceReader, type Form } from '../../src/parser/device-reader.js';
import { createKeyTable } from '../../src/parser/key-table.js';
import { openTestDevice } from './device.js';
import { edgeKeys, edgeValues, hostileLine } from './hostile-lines.js';
import { hostileMap } from './hostile-maps.js';
import { keys, layOut, readWithReference, types } from './read-records.js';

const found = await openTestDevice();
const none = typeof found === 'string' ? found : '';

describe.skipIf(none !== '')(`kernels equal their reference${none && ` (${none})`}`, () => {
  if (typeof found === 'string') return;
  const { compute, arena } = found;
  const pool = createBatchMemoryPool(keys.length, createKeyTable(keys, types, 0), arena);
  const reader = createDeviceReader(compute, ['jsonl', 'message-pack']);
  afterAll(async () => {
    (await reader).close();
    pool.close();
  });

  /** Reads records with a kernel and with the reference; gives how many the kernel left. */
  async function compare(records: readonly Uint8Array[], form: Form): Promise<number> {
    const mark = form === 'message-pack' ? MESSAGE_PACK_RECORD : 0;
    const { bytes, words } = layOut(records, mark);
    const memory = pool.take(records.length);
    const finder = { words, count: records.length, first: 0, last: bytes.length };
    const input = deviceInput(bytes, finder, arena, memory);
    placeRecords(memory.records, finder, input.shift);
    const columns = memory.shape(records.length, input.bytes.length);
    // What a kernel does not write must not look right.
    memory.columnBytes.fill(0xee);
    await (await reader).read(memory, input.bytes, records.length, [form]);
    const wanted = readWithReference(bytes, words);
    const left = expectEqual(columns, wanted, records);
    pool.give(memory);
    return left;
  }

  it('on hostile lines', async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileLine, { minLength: 200, maxLength: 400, size: 'max' }),
        async (records) => {
          left += await compare(records, 'jsonl');
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
    expect(left).toBeLessThan(12_000);
  });

  it('on hostile maps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileMap, { minLength: 200, maxLength: 400, size: 'max' }),
        async (records) => {
          expect(await compare(records, 'message-pack')).toBe(0);
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('on every value and key of a list of edges', async () => {
    const powers = Array.from({ length: 60 }, (_, at) => at - 30);
    const reals = ['1', '-0', '3.25', '9007199254740991', '9007199254740992', '0.0000001'].flatMap(
      (digits) => powers.map((power) => `${digits}e${power}`),
    );
    const whole = Array.from({ length: 70 }, (_, bit) =>
      [-2n, -1n, 0n, 1n].map((more) => 2n ** BigInt(bit) + more),
    ).flat();
    const values = [
      ...edgeValues,
      ...reals,
      ...whole.flatMap((value) => [`${value}`, `${-value}`]),
    ];
    const texts = [
      ...values.flatMap((value) => [
        `{"n":${value}}`,
        `{"t":"n+","n":${value},"v":1}`,
        `{ "n" :${value} , "v":1}`,
      ]),
      ...edgeKeys.flatMap((key) => [
        `{"${key}":1}`,
        `{"t":"n+","${key}":"x","v":1}`,
        `{"n":{"${key}":1}}`,
      ]),
    ];
    await compare(
      texts.map((text) => new Uint8Array(Buffer.from(text))),
      'jsonl',
    );
  });

  it('on every prefix of a line and of a map', async () => {
    const line = Buffer.from(
      '{"t":"n+","n":-60,"é":[1,{"a":"\\u00e9é"}],"ts":1.5e-3,"zz":true,"v":null,"seq":18446744073709551615}',
    );
    await compare(prefixes(line), 'jsonl');
    const map = Buffer.from(
      '88a174a26e2ba16ed0c4a17692cb3ff80000000000000102a2747381a161a3e282aca373657163a27a7ac3a3766572c0a376616cd3ffffffffffffff00',
      'hex',
    );
    await compare(prefixes(map), 'message-pack');
  });

  it('on every byte in every place of a line', async () => {
    const line = Buffer.from('{"t":"n+","n":60}');
    const records: Uint8Array[] = [];
    for (let at = 0; at < line.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const record = Uint8Array.from(line);
        record[at] = byte;
        records.push(record);
      }
    }
    await compare(records, 'jsonl');
  });

  it('to the depth and the length that it reads', async () => {
    const nest = (depth: number) => Buffer.from(`{"n":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    await compare(
      Array.from({ length: 40 }, (_, depth) => nest(depth)),
      'jsonl',
    );
    const long = (bytes: number) => Buffer.from(`{"n":"${'x'.repeat(bytes - 8)}"}`);
    const most = MAX_KERNEL_LINE_BYTES;
    expect(await compare([long(most - 1), long(most)], 'jsonl')).toBe(0);
    expect(await compare([long(most + 1), long(10 * most)], 'jsonl')).toBe(2);
  });

  it('of many small values, every line of a group different: the loops of a device are bounded', async () => {
    const room = MAX_KERNEL_LINE_BYTES - 100;
    const lines = Array.from({ length: 64 }, (_, at) => {
      const empty = Math.floor((room * (at % 9)) / 27);
      const texts = Math.floor((room - 3 * empty) / 7);
      return Buffer.from(
        `{"n":[${'[],'.repeat(empty)}${'"é",-0,'.repeat(Math.floor(texts / 2))}1],"v":${at}}`,
      );
    });
    expect(await compare(lines, 'jsonl')).toBe(0);
    const maps = Array.from({ length: 64 }, (_, at) => {
      const count = Math.floor((room * (at % 9)) / 9);
      const texts = Math.floor((room - count) / 3);
      const inner = Buffer.alloc(3 + count + 3 * texts, 0x90);
      inner[0] = 0xdc;
      inner.writeUInt16BE(count + texts, 1);
      for (let text = 0; text < texts; text++)
        inner.write('\u00a2\u00c3\u00a9', 3 + count + 3 * text, 'latin1');
      return Buffer.concat([
        Buffer.from('82a16e', 'hex'),
        inner,
        Buffer.from('a176', 'hex'),
        Buffer.of(at),
      ]);
    });
    expect(await compare(maps, 'message-pack')).toBe(0);
  });
});

function prefixes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length + 1 }, (_, length) => bytes.slice(0, length));
}

const VALUELESS: readonly number[] = [CellKind.true, CellKind.false, CellKind.null];

/** Compares what is defined: the line word, all kinds, and the values of what is there. */
function expectEqual(got: Columns, wanted: Columns, records: readonly Uint8Array[]): number {
  let left = 0;
  records.forEach((record, line) => {
    if ((got.words[line]! & 0xff) === LineStatus.left) {
      left++;
      return;
    }
    const told = `${Buffer.from(record).toString('latin1')} (${Buffer.from(record).toString('hex')})`;
    if (got.words[line] !== wanted.words[line]) {
      expect(got.words[line]!.toString(16), told).toBe(wanted.words[line]!.toString(16));
    }
    for (let key = 0; key < keys.length; key++) {
      const kind = cellKind(wanted, line, key);
      if (cellKind(got, line, key) !== kind) expect(cellKind(got, line, key), told).toBe(kind);
      if (kind === CellKind.absent || VALUELESS.includes(kind)) continue;
      const [a, b] = [valueAt(got, line, key), valueAt(wanted, line, key)];
      if (a !== b) expect(a, `${keys[key]} of ${told}`).toBe(b);
    }
  });
  return left;
}

function valueAt({ words, firstValue, stride }: Columns, line: number, key: number): string {
  const at = firstValue + 2 * (key * stride + line);
  return `${words[at + 1]!.toString(16)}:${words[at]!.toString(16)}`;
}
