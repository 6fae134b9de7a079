import { z } from 'zod';
import { hasLoneSurrogate, isWithinU64 } from './text-rules.js';

/**
 * What a field says about itself beside its zod schema. Together they are the one source that the compact form, the
 * MessagePack form, the fast checks, the codecs, the types and the JSON Schemas are generated from.
 */
export interface FieldMetadata {
  /** Name of the field in the compact form and in MessagePack. */
  readonly compactKey?: string;
  /** Unit of the value, where it has one. */
  readonly unit?: string;
  /** What an absent field stands for. A field that holds it is left out when it is written. */
  readonly absentMeans?: number | boolean;
  /** Kinds that JSON Schema cannot tell apart. */
  readonly kind?: 'u64' | 'bytes' | 'flag';
  /** How an object is laid out in the compact form. */
  readonly compactLayout?: 'positional' | 'channel-state';
  /** Lengths of a string in code points; zod and JavaScript count UTF-16 units. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
}

const U32_MAX = 0xffff_ffff;

const DIGITS = /^(0|[1-9][0-9]{0,19})$/;

/** An integer from `min` to `max`, both included. */
export function integer(min: number, max: number, meta: FieldMetadata = {}) {
  return z
    .int()
    .min(min)
    .max(max)
    .meta({ ...meta });
}

/** One of some integers. */
export function oneOfIntegers<const Value extends number>(
  values: readonly Value[],
  meta: FieldMetadata = {},
) {
  return z.literal([...values]).meta({ ...meta });
}

export const u7 = (meta: FieldMetadata) => integer(0, 127, meta);
export const u14 = (meta: FieldMetadata) => integer(0, 16_383, meta);
export const u16 = (meta: FieldMetadata) => integer(0, 0xffff, meta);
export const u32 = (meta: FieldMetadata = {}) => integer(0, U32_MAX, meta);
export const i32 = (meta: FieldMetadata) => integer(-0x8000_0000, 0x7fff_ffff, meta);

/** A 64-bit unsigned integer: a number up to 2^53 - 1, a string of decimal digits beyond. */
export function u64(meta: FieldMetadata) {
  const digits = z.string().regex(DIGITS).refine(isWithinU64, 'over 18446744073709551615');
  return z.union([z.int().min(0), digits]).meta({ ...meta, kind: 'u64' });
}

/** True or false; 1 or 0 in the compact form. Absent means false. */
export function flag(meta: FieldMetadata) {
  return z.boolean().meta({ ...meta, kind: 'flag', absentMeans: false });
}

/** A string of Unicode scalar values, its length counted in code points. */
export function text(minLength: number, maxLength: number, meta: FieldMetadata = {}) {
  return z
    .string()
    .refine((value) => !hasLoneSurrogate(value), 'a surrogate stands alone')
    .refine((value) => {
      const length = [...value].length;
      return length >= minLength && length <= maxLength;
    }, `not ${minLength} to ${maxLength} code points long`)
    .meta({ ...meta, minLength, maxLength });
}

/** Seven-bit data: an array of integers in JSON, `bin` in MessagePack. */
export function sevenBitData(minLength: number, maxLength: number, meta: FieldMetadata) {
  return z
    .array(z.int().min(0).max(127))
    .min(minLength)
    .max(maxLength)
    .meta({ ...meta, kind: 'bytes' });
}
