import { CellKind } from './cell-kind.js';

/** A number cell: its kind and the two halves of its 64 bits. Made once and written over. */
export interface NumberCell {
  kind: number;
  low: number;
  high: number;
}

const LARGEST_EXPONENT = 22;
const SIGN = 0x8000_0000;

/** 10^0 to 10^22: the powers of ten that a Number holds exactly. */
const POWERS = Array.from({ length: LARGEST_EXPONENT + 1 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

/** An integer up to 2^53 - 1 either way in two's complement. -0 is no integer: see {@link setReal}. */
export function setInteger(cell: NumberCell, value: number): void {
  if (Object.is(value, -0)) {
    setReal(cell, 0, 0, true);
    return;
  }
  cell.kind = CellKind.integer;
  cell.low = value >>> 0;
  cell.high = Math.floor(value / 2 ** 32) >>> 0;
}

/** `mantissa` times ten to the `exponent`, -22 to 22: what a reader finishes with one exact operation. */
export function setReal(
  cell: NumberCell,
  mantissa: number,
  exponent: number,
  negative: boolean,
): void {
  cell.kind = CellKind.real;
  cell.low = mantissa >>> 0;
  cell.high =
    (Math.floor(mantissa / 2 ** 32) |
      ((exponent + LARGEST_EXPONENT) << 24) |
      (negative ? SIGN : 0)) >>>
    0;
}

/** The value of a `real` cell: rounded once, as `JSON.parse` rounds it. */
export function realValue(low: number, high: number): number {
  const mantissa = (high & 0x1f_ffff) * 2 ** 32 + low;
  const exponent = ((high >>> 24) & 0x3f) - LARGEST_EXPONENT;
  const size = exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!;
  return high >= SIGN ? -size : size;
}

/** An integer of JSON that is beyond 2^53 - 1; `start` and `length` are its span, which stays where 64 bits do not hold it. */
export function setBig(cell: NumberCell, bytes: Uint8Array, start: number, length: number): void {
  const negative = bytes[start] === 0x2d;
  let size = 0n;
  for (let at = start + (negative ? 1 : 0); at < start + length; at++) {
    size = size * 10n + BigInt(bytes[at]! - 0x30);
    if (size >= 2n ** 64n) break;
  }
  setWide(cell, negative ? -size : size);
  if (cell.kind === CellKind.big) setSpan(cell, CellKind.big, start, length);
}

/** An integer beyond 2^53 - 1, or kind `big` where 64 bits do not hold it. */
export function setWide(cell: NumberCell, value: bigint): void {
  const signed = BigInt.asIntN(64, value) === value;
  cell.kind = signed
    ? CellKind.wide
    : value > 0n && BigInt.asUintN(64, value) === value
      ? CellKind.unsignedWide
      : CellKind.big;
  const bits = BigInt.asUintN(64, value);
  cell.low = Number(bits & 0xffff_ffffn);
  cell.high = Number(bits >> 32n);
}

export function setSpan(cell: NumberCell, kind: number, start: number, length: number): void {
  cell.kind = kind;
  cell.low = start;
  cell.high = length;
}

/** A number with a fraction or an exponent that the scanner has let through. */
export function setRealOfText(
  cell: NumberCell,
  bytes: Uint8Array,
  start: number,
  length: number,
): void {
  const end = start + length;
  const negative = bytes[start] === 0x2d;
  let digits = 0;
  let exponent = 0;
  let fraction = false;
  let at = start + (negative ? 1 : 0);
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x2e) {
      fraction = true;
    } else if ((byte | 0x20) === 0x65) {
      exponent += exponentOf(bytes, at + 1, end);
      break;
    } else {
      digits = digits * 10 + (byte - 0x30);
      if (fraction) exponent -= 1;
    }
  }
  const exact =
    digits <= Number.MAX_SAFE_INTEGER &&
    exponent >= -LARGEST_EXPONENT &&
    exponent <= LARGEST_EXPONENT;
  if (exact) setReal(cell, digits, exponent, negative);
  else setSpan(cell, CellKind.longReal, start, length);
}

/** The whole number behind an `e`. Further digits are not counted: no fraction in memory makes up for so much. */
function exponentOf(bytes: Uint8Array, at: number, end: number): number {
  const down = bytes[at] === 0x2d;
  let size = 0;
  for (at += down || bytes[at] === 0x2b ? 1 : 0; at < end && size < 1e12; at++) {
    size = size * 10 + bytes[at]! - 0x30;
  }
  return down ? -size : size;
}
