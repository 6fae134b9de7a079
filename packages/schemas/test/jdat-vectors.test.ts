import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PayloadForm,
  decodeBinary,
  decodeCompact,
  decodeMessagePack,
  decodeStandard,
  encodeBinaryInto,
  fromCompactLine,
  fromStandardText,
  messageTables,
  readPayload,
  toCompactLine,
  toMessagePack,
  toStandardText,
  type JamMessage,
} from '@jamnet/schemas';
import { Status, statusText } from '@jamnet/wire';
import { messageOf } from './arbitrary-message.js';

/** The vectors of spec/jdat/v1, made by the independent implementation from the text of the specification alone. */
interface Vector {
  name: string;
  form: keyof typeof forms;
  text?: string;
  hex?: string;
  status?: string;
  standard: string;
  compact: string;
  msgpack: string;
  binary: string;
  gives: string[];
}

const spec = (path: string) =>
  readFileSync(new URL(`../../../spec/jdat/v1/${path}`, import.meta.url), 'utf8');
const read = (file: string) =>
  (JSON.parse(spec(`vectors/${file}.json`)) as { vectors: Vector[] }).vectors.map(
    (vector) => [vector.name, vector] as const,
  );

const forms = {
  standard: { decode: decodeStandard, code: PayloadForm.standardJson },
  compact: { decode: decodeCompact, code: PayloadForm.compactJsonl },
  msgpack: { decode: decodeMessagePack, code: PayloadForm.messagePack },
  binary: { decode: decodeBinary, code: PayloadForm.gpuBinary },
};

const bytesOf = (vector: Vector) =>
  Buffer.from(vector.hex ?? vector.text!, vector.hex === undefined ? 'utf8' : 'hex');
const room = new Uint8Array(70_000);
const binaryOf = (message: JamMessage) => {
  const end = encodeBinaryInto(message, room, 3);
  return end < 0 ? end : Buffer.from(room.subarray(3, end));
};
const shown = (got: JamMessage | number) =>
  typeof got === 'number' ? statusText(got) : (toCompactLine(got) as string).trimEnd();

describe('messages.json', () => {
  it.each(read('messages'))('%s', (_name, vector) => {
    const message = fromStandardText(vector.standard) as JamMessage;
    expect(typeof message).toBe('object');
    expect(toStandardText(message)).toBe(vector.standard);
    expect(toCompactLine(message)).toBe(`${vector.compact}\n`);
    expect(Buffer.from(toMessagePack(message) as Uint8Array).toString('hex')).toBe(vector.msgpack);
    expect((binaryOf(message) as Buffer).toString('hex')).toBe(vector.binary);
    const packed = Buffer.from(vector.msgpack, 'hex');
    const binary = Buffer.from(vector.binary, 'hex');
    for (const back of [
      fromCompactLine(vector.compact),
      decodeMessagePack(packed, 0, packed.length),
      decodeBinary(binary, 0, binary.length),
    ]) {
      expect(back).toEqual(message);
      expect(JSON.stringify(back)).toBe(JSON.stringify(message));
    }
  });
});

describe.each(['invalid', 'lenient'])('%s.json', (file) => {
  it.each(read(file))('%s', (_name, vector) => {
    const bytes = bytesOf(vector);
    const got = forms[vector.form].decode(bytes, 0, bytes.length);
    expect(shown(got)).toBe(vector.status ?? vector.compact);
  });
});

describe('payloads.json', () => {
  it.each(read('payloads'))('%s', (_name, vector) => {
    const bytes = bytesOf(vector);
    const got: string[] = [];
    const code = forms[vector.form].code;
    expect(readPayload(code, bytes, 0, bytes.length, (one) => got.push(shown(one)))).toBe(0);
    expect(got).toEqual(vector.gives);
  });
});

describe('the binary form', () => {
  const audio = messageTables.filter((table) => table.protocol === 'jdat').map(messageOf);

  it('gives every message back, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(...audio), (message) => {
        const bytes = binaryOf(message) as Buffer;
        const back = decodeBinary(bytes, 0, bytes.length);
        expect(back).toEqual(message);
        expect(JSON.stringify(back)).toBe(JSON.stringify(message));
      }),
    );
  });

  it('gives a status for bytes that were cut or changed, and never throws', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(...audio), fc.nat(), change, (message, cut, changes) => {
        const bytes = binaryOf(message) as Buffer;
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const end = changes.length > 0 ? bytes.length : cut % bytes.length;
        const got = decodeBinary(bytes, 0, end);
        if (changes.length === 0) expect(got).toBe(Status.malformed);
        else expect(typeof got === 'number' ? got < 0 : got.type).toBeTruthy();
      }),
      { numRuns: 400 },
    );
  });

  it('does not fit in too small a room, and is none of other messages', () => {
    const message = fromCompactLine('{"t":"ja","r":48000,"c":1,"n":1,"p":5,"d":[1],"ts":9}');
    expect(encodeBinaryInto(message as JamMessage, new Uint8Array(35), 0)).toBe(35);
    expect(encodeBinaryInto(message as JamMessage, new Uint8Array(35), 1)).toBe(Status.noSpace);
    const long = { ...(message as object), x: 'x'.repeat(66_000) } as unknown as JamMessage;
    expect(encodeBinaryInto(long, room, 0)).toBe(Status.noSpace);
    expect(encodeBinaryInto({ type: 'clock' }, room, 0)).toBe(Status.unknownForm);
    expect(encodeBinaryInto({ type: 'jdat' } as never, room, 0)).toBe(Status.malformed);
  });
});

describe('spec/jdat/v1', () => {
  const rowsOf = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.slice(2, -2).split(' | '));
  const unquoted = (cell: string) => cell.replaceAll('`', '').trim();
  const readme = spec('README.md');
  const tables = messageTables.filter((table) => table.protocol === 'jdat');

  it.each(tables.map((table) => [table.type, table] as const))(
    'has the table of %s, row by row',
    (type, table) => {
      const heading = new RegExp(`^### .*\`${type}\`, \`${table.code}\`.*$`, 'm').exec(readme)!;
      const section = readme.slice(heading.index).split(/\n#+ /)[0]!;
      const rows = rowsOf(section).filter((row) => row[0]!.startsWith('`'));
      expect(
        rows.map((row) => [unquoted(row[0]!), unquoted(row[1]!), unquoted(row[3] ?? '')]),
      ).toEqual(
        table.fields.map((field) => [
          field.name,
          field.key,
          field.required ? 'required' : String(field.absentMeans ?? ''),
        ]),
      );
      for (const [i, { value }] of table.fields.entries()) {
        const numbers =
          value.kind === 'one-of-integers'
            ? value.values
            : value.kind === 'array' && value.element.kind === 'integer'
              ? [value.minLength, value.maxLength, value.element.max]
              : [];
        for (const number of numbers) {
          expect(rows[i]![2]).toContain(String(number));
        }
      }
    },
  );

  it('shows each example in three forms that are one message', () => {
    const examples = rowsOf(readme).filter((row) => row[0]!.startsWith('`{"type"'));
    expect(examples).toHaveLength(2);
    for (const [standard, compact, binary] of examples.map((row) => row.map(unquoted))) {
      const message = fromStandardText(standard!) as JamMessage;
      expect(toStandardText(message)).toBe(standard);
      expect(toCompactLine(message)).toBe(`${compact}\n`);
      expect((binaryOf(message) as Buffer).toString('hex')).toBe(binary!.replaceAll(' ', ''));
    }
  });
});
