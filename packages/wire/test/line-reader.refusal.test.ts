import { describe, expect, it } from 'vitest';
import { createLineReader, Status } from '../src/index.js';

const encoder = new TextEncoder();

function read(text: string) {
  const reader = createLineReader(['c', 'd']);
  const bytes = encoder.encode(text);
  return { reader, result: reader.read(bytes, 0, bytes.length) };
}

describe('the line reader on what it refuses', () => {
  it('refuses a key twice, however it is written; unknown keys are not compared', () => {
    expect(read('{"c":1,"c":1}').result).toBe(Status.malformed);
    expect(read('{"c":1,"\\u0063":1}').result).toBe(Status.malformed);
    const { reader, result } = read('{"x":1,"x":1}');
    expect(result).toBe(13);
    expect(reader.unknown).toBe(2);
  });

  it('nests 32 deep and no deeper', () => {
    const nested = (levels: number) => `{"d":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(read(nested(31)).result).toBeGreaterThan(0);
    expect(read(nested(32)).result).toBe(Status.malformed);
    const objects = (levels: number) => `${'{"d":'.repeat(levels)}{}${'}'.repeat(levels)}`;
    expect(read(objects(31)).result).toBeGreaterThan(0);
    expect(read(objects(32)).result).toBe(Status.malformed);
    expect(read('{"d":'.repeat(100_000)).result).toBe(Status.malformed);
  });

  it.each([
    ['no object', ['[]', '1', '"t"', 'null', 'x', '{{}}']],
    [
      'braces and commas',
      ['{', '}', '{"c":1', '{"c":1,}', '{,"c":1}', '{"c":1,,"n":2}', '{"c":1 "n":2}'],
    ],
    [
      'keys',
      ['{c:1}', "{'c':1}", '{1:1}', '{"c"1}', '{"c":}', '{"c"', '{"c', '{"c":1,2}', '{[]:1}'],
    ],
    ['junk behind', ['{}x', '{}{}', '{},', '{"c":1}]', '{} \u00a0', '{}\u0000']],
    [
      'integers',
      [
        '{"c":01}',
        '{"c":-}',
        '{"c":+1}',
        '{"c":--1}',
        '{"c":0x1}',
        '{"c":1_0}',
        '{"c":1n}',
        '{"c":-01}',
      ],
    ],
    [
      'reals',
      [
        '{"c":.5}',
        '{"c":1.}',
        '{"c":1e}',
        '{"c":1e+}',
        '{"c":-.5}',
        '{"c":1.e5}',
        '{"c":1e1.5}',
        '{"c":1.5.5}',
      ],
    ],
    [
      'words',
      [
        '{"c":tru}',
        '{"c":True}',
        '{"c":nul',
        '{"c":truee}',
        '{"c":NaN}',
        '{"c":Infinity}',
        '{"c":undefined}',
      ],
    ],
    [
      'strings',
      [
        '{"c":"a}',
        '{"c":"\t"}',
        '{"c":"\u0000"}',
        '{"c":"\\x"}',
        '{"c":"\\u12"}',
        '{"c":"\\u12g4"}',
        '{"c":"\\',
        '{"c":"\\u00',
      ],
    ],
    [
      'nested',
      [
        '{"c":[1,]}',
        '{"c":[,]}',
        '{"c":[1}',
        '{"c":{]}',
        '{"c":[1 2]}',
        '{"c":{"a"}}',
        '{"c":{"a":1,}}',
        '{"c":[01]}',
        '{"c":["\\q"]}',
        '{"c":{1:2}}',
        '{"c":[}',
        '{"c":[1:2]}',
        '{"c":{"a",1}}',
        '{"c":{"a":1:2}}',
      ],
    ],
    ['white space', ['\ufeff{}', '\u000b{}', '{\u000c}', '{}\u2028']],
  ])('refuses bad JSON: %s', (_, lines) => {
    for (const line of lines) expect(read(line).result, line).toBe(Status.malformed);
  });

  it('refuses bytes that are not UTF-8', () => {
    const bad = [
      [0x80],
      [0xc0, 0x80],
      [0xc1, 0xbf],
      [0xe0, 0x9f, 0xbf],
      [0xed, 0xa0, 0x80],
      [0xf0, 0x8f, 0xbf, 0xbf],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xff],
      [0xc3],
      [0xe2, 0x82],
      [0xe2, 0x28, 0xa1],
    ];
    const reader = createLineReader(['a']);
    const good = encoder.encode('{"a":"\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"}');
    expect(reader.read(good, 0, good.length)).toBe(good.length);
    for (const sequence of bad) {
      const inside = Uint8Array.of(
        ...encoder.encode('{"a":"'),
        ...sequence,
        ...encoder.encode('"}'),
      );
      expect(reader.read(inside, 0, inside.length)).toBe(Status.malformed);
      const key = Uint8Array.of(...encoder.encode('{"'), ...sequence, ...encoder.encode('":1}'));
      expect(reader.read(key, 0, key.length)).toBe(Status.malformed);
    }
  });

  it('refuses every control character inside a string', () => {
    for (let code = 0; code < 0x20; code++) {
      expect(read(`{"c":"${String.fromCharCode(code)}"}`).result).toBe(Status.malformed);
      expect(read(`{"${String.fromCharCode(code)}":1}`).result).toBe(Status.malformed);
    }
    expect(read('{"c":"\u007f"}').result).toBe(9);
  });
});
