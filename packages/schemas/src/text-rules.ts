const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a string has half a character: what neither UTF-8 nor MessagePack can carry. Does not allocate. */
export function hasLoneSurrogate(value: string): boolean {
  return LONE_SURROGATE.test(value);
}

const U64_MAX_DIGITS = '18446744073709551615';

/** Whether a string of decimal digits without leading zeros is at most 2^64 - 1. Does not allocate. */
export function isWithinU64(digits: string): boolean {
  return (
    digits.length < U64_MAX_DIGITS.length ||
    (digits.length === U64_MAX_DIGITS.length && digits <= U64_MAX_DIGITS)
  );
}

/** Whether a string has from `min` to `max` code points. Does not allocate. */
export function hasLength(value: string, min: number, max: number): boolean {
  let units = value.length;
  if (units < min || units > 2 * max) return false;
  // A pair of surrogates is one code point; lone ones have been refused before.
  for (let index = 0, end = units; index < end; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) units -= 1;
  }
  return units >= min && units <= max;
}

/**
 * 0 when a string is a u64 as messages write one: decimal digits, no leading zero, at most 2^64 - 1;
 * 1 when it is no such text, 2 when it is too large.
 */
export function u64TextFault(value: string): 0 | 1 | 2 {
  const length = value.length;
  if (length === 0 || length > 20) return 1;
  for (let index = 0; index < length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 0x30 || unit > 0x39) return 1;
  }
  if (length > 1 && value.charCodeAt(0) === 0x30) return 1;
  return isWithinU64(value) ? 0 : 2;
}
