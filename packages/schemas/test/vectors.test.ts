import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  PayloadForm,
  decodeCompact,
  decodeEvent,
  decodeMessagePack,
  decodeStandard,
  encodeEventInto,
  readPayload,
  toCompactLine,
  toMessagePack,
  toStandardText,
  type JamMessage,
  type JmidMessage,
} from '@jamnet/schemas';
import { statusText } from '@jamnet/wire';

/** The vectors of spec/jmid/v1, made by the independent implementation from the text of the specification alone. */
interface Vector {
  name: string;
  form: 'standard' | 'compact' | 'msgpack';
  text?: string;
  hex?: string;
  status?: string;
  standard: string;
  compact: string;
  msgpack: string;
  gives: string[];
}

const read = (file: string) =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../spec/jmid/v1/vectors/${file}.json`, import.meta.url), 'utf8'),
    ) as { vectors: Vector[] }
  ).vectors.map((vector) => [vector.name, vector] as const);

const forms = {
  standard: { decode: decodeStandard, code: PayloadForm.standardJson },
  compact: { decode: decodeCompact, code: PayloadForm.compactJsonl },
  msgpack: { decode: decodeMessagePack, code: PayloadForm.messagePack },
};

const bytesOf = (vector: Vector) =>
  Buffer.from(vector.hex ?? vector.text!, vector.hex === undefined ? 'utf8' : 'hex');

/** The canonical line of a message, without its line end, or the name of a status. */
const shown = (got: JamMessage | number) =>
  typeof got === 'number' ? statusText(got) : (toCompactLine(got) as string).trimEnd();

describe.each(['events', 'midi-state'])('%s.json', (file) => {
  it.each(read(file))('%s', (_name, vector) => {
    const message = decodeStandard(
      Buffer.from(vector.standard),
      0,
      Buffer.byteLength(vector.standard),
    );
    expect(typeof message).toBe('object');
    expect(toStandardText(message as JamMessage)).toBe(vector.standard);
    expect(toCompactLine(message as JamMessage)).toBe(`${vector.compact}\n`);
    expect(Buffer.from(toMessagePack(message as JamMessage) as Uint8Array).toString('hex')).toBe(
      vector.msgpack,
    );
    const line = Buffer.from(vector.compact);
    expect(decodeEvent(line, 0, line.length)).toEqual(message);
    const packed = Buffer.from(vector.msgpack, 'hex');
    expect(decodeMessagePack(packed, 0, packed.length)).toEqual(message);
    const room = new Uint8Array(line.length + 1);
    expect(encodeEventInto(room, 0, message as JmidMessage)).toBe(line.length + 1);
    expect(Buffer.from(room).toString()).toBe(`${vector.compact}\n`);
  });
});

describe.each(['invalid', 'lenient', 'versions'])('%s.json', (file) => {
  it.each(read(file))('%s', (_name, vector) => {
    const bytes = bytesOf(vector);
    const got = forms[vector.form ?? 'compact'].decode(bytes, 0, bytes.length);
    expect(shown(got)).toBe(vector.status ?? vector.compact);
    if ((vector.form ?? 'compact') === 'compact')
      expect(shown(decodeEvent(bytes, 0, bytes.length))).toBe(shown(got));
  });
});

describe('payloads.json', () => {
  it.each(read('payloads'))('%s', (_name, vector) => {
    const bytes = bytesOf(vector);
    const got: string[] = [];
    expect(
      readPayload(forms[vector.form].code, bytes, 0, bytes.length, (one) => got.push(shown(one))),
    ).toBe(0);
    expect(got).toEqual(vector.gives);
  });
});
