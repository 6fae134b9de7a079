import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Status,
  writeAscii,
  writeBytes,
  writeInt,
  writeJsonString,
  writeReal,
} from '../src/index.js';

const encoder = new TextEncoder();
type Write<T> = (bytes: Uint8Array, offset: number, value: T) => number;

/**
 * Writes with exactly the room that is needed, with more and with each amount less, and checks that nothing beside the
 * range is touched.
 */
function expectWritten<T>(write: Write<T>, value: T, expected: string): void {
  const wanted = encoder.encode(expected);
  const bytes = new Uint8Array(wanted.length + 7).fill(0xaa);
  expect(write(bytes, 3, value)).toBe(3 + wanted.length);
  expect(bytes.subarray(3, 3 + wanted.length)).toEqual(wanted);
  expect([...bytes.subarray(0, 3), ...bytes.subarray(3 + wanted.length)]).toEqual(
    new Array(7).fill(0xaa),
  );
  for (let room = 0; room < wanted.length; room++) {
    expect(write(new Uint8Array(room + 2), 2, value)).toBe(Status.noSpace);
  }
  expect(write(new Uint8Array(wanted.length), 0, value)).toBe(wanted.length);
  expect(write(bytes, Status.outOfRange, value)).toBe(Status.outOfRange);
}

describe('the line writer', () => {
  it('writes ASCII as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) =>
        expectWritten(writeAscii, text, text),
      ),
    );
    expect(writeAscii(new Uint8Array(9), 0, 'é')).toBe(Status.outOfRange);
  });

  it('copies bytes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => expectWritten(writeBytes, encoder.encode(text), text)),
    );
  });

  it('writes integers as JavaScript does', () => {
    const max = Number.MAX_SAFE_INTEGER;
    const edges = [0, 1, 9, 10, 99_999_999, 1e8, 1e8 + 1, 2 ** 31, 2 ** 32, 1e15, 1e16 / 2, max];
    for (const edge of edges.flatMap((value) => [value, -value])) {
      expectWritten(writeInt, edge, String(edge));
    }
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.maxSafeInteger()), (value) =>
        expectWritten(writeInt, value, String(value)),
      ),
    );
  });

  it('refuses what is no exact integer', () => {
    const bytes = new Uint8Array(40);
    for (const value of [0.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53)]) {
      expect(writeInt(bytes, 0, value)).toBe(Status.outOfRange);
    }
    expect(bytes).toEqual(new Uint8Array(40));
  });

  it('writes reals so that they read back equal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        expectWritten(writeReal, value, JSON.stringify(value)),
      ),
    );
    expectWritten(writeReal, 2 ** 60, '1152921504606847000');
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(writeReal(new Uint8Array(40), 0, value)).toBe(Status.outOfRange);
    }
  });

  it('writes strings as JSON.stringify does', () => {
    const unit = fc.oneof(
      fc.constantFrom('"', '\\', '/', '\b', '\f', '\n', '\r', '\t', '\u0000', '\u001f', '\u007f'),
      fc.constantFrom('é', '\u0080', '\u07ff', '\u0800', '\u2028', '🎹', '\ud83c', '\udfb9'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) =>
        expectWritten(writeJsonString, text, JSON.stringify(text)),
      ),
      { numRuns: 1000 },
    );
  });

  it('writes a line in a row, checked once at its end', () => {
    const write = (bytes: Uint8Array) => {
      let at = writeAscii(bytes, 0, '{"t":"n+","c":');
      at = writeInt(bytes, at, 1);
      at = writeAscii(bytes, at, ',"name":');
      at = writeJsonString(bytes, at, 'Zoë');
      return writeAscii(bytes, at, '}\n');
    };
    const bytes = new Uint8Array(64);
    const end = write(bytes);
    expect(new TextDecoder().decode(bytes.subarray(0, end))).toBe(
      '{"t":"n+","c":1,"name":"Zoë"}\n',
    );
    for (let room = 0; room < end; room++) expect(write(new Uint8Array(room))).toBe(Status.noSpace);
  });
});
