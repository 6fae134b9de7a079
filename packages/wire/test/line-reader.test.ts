import { describe, expect, it } from 'vitest';
import {
  createLineReader,
  createWordTable,
  JamError,
  LineKind,
  Status,
  type LineReader,
} from '../src/index.js';

const encoder = new TextEncoder();
const keys = ['t', 'c', 'n', 'v', 'd', 'ts', 'seq'] as const;
const at = (key: (typeof keys)[number]) => keys.indexOf(key);

function read(text: string, reader: LineReader = createLineReader(keys)) {
  const bytes = encoder.encode(text);
  return { reader, result: reader.read(bytes, 0, bytes.length), bytes };
}

describe('the line reader', () => {
  it('sorts the fields of a line into columns', () => {
    const { reader, result } = read('{"t":"n+","c":1,"n":60,"v":0.5,"ts":-12,"x":{},"seq":7}\n');
    expect(result).toBe(56);
    expect(reader.next).toBe(56);
    expect(reader.fields).toBe(6);
    expect(reader.unknown).toBe(1);
    expect([...reader.kinds]).toEqual([3, 1, 1, 2, 0, 1, 1]);
    expect([...reader.numbers]).toEqual([NaN, 1, 60, 0.5, NaN, -12, 7]);
    expect(reader.string(at('t'))).toBe('n+');
    expect(reader.string(at('c'))).toBeUndefined();
  });

  it('has the kinds that the kernel has', () => {
    expect(LineKind).toEqual({
      absent: 0,
      integer: 1,
      real: 2,
      string: 3,
      array: 4,
      object: 5,
      true: 6,
      false: 7,
      null: 8,
      big: 9,
    });
    const { reader } = read(
      '{"t":true,"c":false,"n":null,"v":[1],"d":{"a":1},"ts":9007199254740992}',
    );
    expect([...reader.kinds]).toEqual([6, 7, 8, 4, 5, 9, 0]);
  });

  it('gives spans: of a string its inside, of all else the whole value', () => {
    const text = ' { "t" : "n+" , "c" : -1.5e3 , "d" : [ 1, {"]":"}"} ] , "n" : { } } ';
    const { reader } = read(text);
    const span = (key: (typeof keys)[number]) =>
      text.slice(reader.starts[at(key)], reader.ends[at(key)]);
    expect(span('t')).toBe('n+');
    expect(span('c')).toBe('-1.5e3');
    expect(span('d')).toBe('[ 1, {"]":"}"} ]');
    expect(span('n')).toBe('{ }');
  });

  it('reads integers exactly up to 2^53 - 1 and marks greater ones', () => {
    const max = Number.MAX_SAFE_INTEGER;
    for (const value of [0, -1, 2 ** 31, 2 ** 32, 999_999_999_999_999, max, -max]) {
      const { reader } = read(`{"ts":${value}}`);
      expect(reader.kinds[at('ts')]).toBe(LineKind.integer);
      expect(reader.numbers[at('ts')]).toBe(value);
    }
    expect(read('{"ts":-0}').reader.numbers[at('ts')]).toBe(-0);
    for (const text of [
      '9007199254740992',
      '9007199254740993',
      '-9007199254740992',
      '1'.repeat(400),
    ]) {
      const { reader } = read(`{"ts":${text}}`);
      expect(reader.kinds[at('ts')]).toBe(LineKind.big);
      expect(reader.numbers[at('ts')]).toBeNaN();
    }
  });

  it('gives 64-bit integers of any form', () => {
    const bigint = (value: string) => read(`{"ts":${value}}`).reader.bigint(at('ts'));
    expect(bigint('18446744073709551615')).toBe(18446744073709551615n);
    expect(bigint('"18446744073709551615"')).toBe(18446744073709551615n);
    expect(bigint('"-9223372036854775808"')).toBe(-9223372036854775808n);
    expect(bigint('42')).toBe(42n);
    for (const other of [
      '"1e3"',
      '""',
      '"0x10"',
      '" 1"',
      '"01"',
      '1.0',
      'null',
      '[]',
      '9'.repeat(21),
    ]) {
      expect(bigint(other)).toBeUndefined();
    }
    expect(createLineReader(keys).bigint(at('ts'))).toBeUndefined();
  });

  it('resolves escapes on demand, in values and in keys', () => {
    const text = String.raw`{"\u0074":"\ud83c\udfb9 \"\\\/\b\f\n\r\t\u00e9","c":"n\u002b"}`;
    const { reader } = read(text);
    expect([...reader.escaped]).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(reader.string(at('t'))).toBe('🎹 "\\/\b\f\n\r\té');
    expect(reader.word(at('c'), createWordTable(['n-', 'n+']))).toBe(1);
    expect(reader.word(at('c'), createWordTable(['n']))).toBe(-1);
    expect(reader.word(at('n'), createWordTable(['n+']))).toBe(-1);
  });

  it('finds words of a table without their text, astral characters and long words included', () => {
    const words = ['note_on', 'a word that is longer than every key of the reader', '🎹', 'é'];
    const table = createWordTable(words);
    const word = (value: string) => read(`{"t":${value}}`).reader.word(at('t'), table);
    words.forEach((text, index) => expect(word(JSON.stringify(text))).toBe(index));
    expect(word(String.raw`"\ud83c\udfb9"`)).toBe(2);
    expect(word(String.raw`"\u00E9"`)).toBe(3);
    expect(word(String.raw`"\ud83c"`)).toBe(-1);
    expect(word(String.raw`"note_o\u006e"`)).toBe(0);
    expect(word('"note_off"')).toBe(-1);
    expect(word('7')).toBe(-1);
  });

  it('keeps a byte order mark inside a string', () => {
    expect(read('{"t":"\ufeffx"}').reader.string(at('t'))).toBe('\ufeffx');
    const long = `\ufeff${'x'.repeat(40)}`;
    expect(read(`{"t":"${long}"}`).reader.string(at('t'))).toBe(long);
  });

  it('gives any value whole', () => {
    const { reader } = read('{"d":[[1,[60,62],[7,100],-1]],"t":"a\\nb","c":null,"v":1.5}');
    expect(reader.value(at('d'))).toEqual([[1, [60, 62], [7, 100], -1]]);
    expect(reader.value(at('t'))).toBe('a\nb');
    expect(reader.value(at('c'))).toBeNull();
    expect(reader.value(at('v'))).toBe(1.5);
    expect(reader.value(at('n'))).toBeUndefined();
    expect(reader.value(99)).toBeUndefined();
  });

  it('reads arrays of integers', () => {
    const out = new Uint8Array(4);
    expect(read('{"d":[1, 2,127]}').reader.numberArray(at('d'), out, 0, 127)).toBe(3);
    expect([...out]).toEqual([1, 2, 127, 0]);
    expect(read('{"d":7}').reader.numberArray(at('d'), out)).toBe(Status.malformed);
    expect(read('{}').reader.numberArray(at('d'), out)).toBe(Status.malformed);
    expect(read('{"d":[128]}').reader.numberArray(at('d'), out, 0, 127)).toBe(Status.outOfRange);
    expect(read('{"d":[1,2,3,4,5]}').reader.numberArray(at('d'), out)).toBe(Status.noSpace);
  });

  it('forgets the line before', () => {
    const reader = createLineReader(keys);
    read('{"t":"\\u0061","c":1,"n":2,"x":3}', reader);
    read('{"c":4}', reader);
    expect([...reader.kinds]).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect([...reader.numbers]).toEqual([NaN, 4, NaN, NaN, NaN, NaN, NaN]);
    expect([...reader.escaped]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([reader.fields, reader.unknown]).toEqual([1, 0]);
    read('{"c":4,"n":5,"y":1,}', reader);
    expect([...reader.kinds]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...reader.numbers]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN, NaN]);
    expect([reader.fields, reader.unknown]).toEqual([0, 0]);
  });

  it('goes from line to line, whatever stands in between', () => {
    const text = '{"c":1}\n\n{"c":2,}\r\n \t\r\n{"c":\n{"c":3}\r\n{"c":4}';
    const bytes = encoder.encode(text);
    const reader = createLineReader(keys);
    const seen: number[] = [];
    for (let offset = 0; offset < bytes.length; offset = reader.next) {
      const result = reader.read(bytes, offset, bytes.length);
      seen.push(result < 0 ? result : reader.numbers[at('c')]!);
      if (result >= 0) expect(result).toBe(reader.next);
    }
    expect(seen).toEqual([1, Status.short, Status.malformed, Status.short, Status.malformed, 3, 4]);
  });

  it('reads nothing beyond the end that it is given', () => {
    const bytes = encoder.encode('{"c":12}{"c":3}');
    const reader = createLineReader(keys);
    expect(reader.read(bytes, 0, 8)).toBe(8);
    for (let end = 1; end < 8; end++) expect(reader.read(bytes, 0, end)).toBe(Status.malformed);
    expect(reader.read(bytes, 8, 15)).toBe(15);
    expect(reader.numbers[at('c')]).toBe(3);
    const words = encoder.encode('{"c":true}');
    for (let end = 1; end < 10; end++) expect(reader.read(words, 0, end)).toBe(Status.malformed);
  });

  it('has an answer for ranges that make no sense', () => {
    const bytes = encoder.encode('{"c":1}');
    const reader = createLineReader(keys);
    for (const [offset, end] of [
      [7, 7],
      [0, 0],
      [9, 20],
      [5, 2],
      [-1, 7],
      [NaN, 7],
    ] as const) {
      expect(reader.read(bytes, offset, end)).toBe(Status.short);
      expect(reader.next).toBe(end);
    }
    expect(reader.read(bytes, 0, 100)).toBe(7);
    expect(reader.read(bytes, 0.5, 7)).toBe(Status.malformed);
  });

  it('refuses a table with a key twice', () => {
    expect(() => createLineReader(['t', 't'])).toThrow(JamError);
  });
});
