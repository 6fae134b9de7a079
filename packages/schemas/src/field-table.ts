/** The tables of spec/jmid, spec/toast and spec/registry as data. The generator writes them from the zod schemas. */

/** What a value may be. */
export type ValueRule =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'u64' }
  | {
      readonly kind: 'real';
      readonly min: number;
      readonly max: number;
      /** True when `min` itself is out of range. */
      readonly aboveMin: boolean;
    }
  | { readonly kind: 'flag' }
  | { readonly kind: 'string'; readonly minLength: number; readonly maxLength: number }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'one-of-integers'; readonly values: readonly number[] }
  | { readonly kind: 'bytes'; readonly minLength: number; readonly maxLength: number }
  | {
      readonly kind: 'array';
      readonly minLength: number;
      readonly maxLength: number;
      readonly element: ValueRule;
    }
  | { readonly kind: 'tuple'; readonly elements: readonly ValueRule[] }
  | {
      readonly kind: 'object';
      /** Name of its TypeScript interface. */
      readonly title: string;
      readonly layout: 'positional' | 'channel-state';
      readonly fields: readonly FieldRow[];
    };

/** One row of a table. */
export interface FieldRow {
  /** Name in the standard form. */
  readonly name: string;
  /** Key in the compact form and in MessagePack; empty inside an object, which is positional there. */
  readonly key: string;
  readonly required: boolean;
  /** What an absent member stands for; such a member is left out when it is written. */
  readonly absentMeans?: number | boolean;
  readonly unit?: string;
  readonly description: string;
  readonly value: ValueRule;
}

/** One message type. `type` and `version`, which all have, are not among the rows. */
export interface MessageTable {
  readonly type: string;
  /** What stands for `type` in the compact form. */
  readonly code: string;
  readonly protocol: 'jmid' | 'toast' | 'sync' | 'jdat';
  /** True for an event of a JMID stream. */
  readonly event: boolean;
  /** The one version of a strict type, else empty. */
  readonly strictVersion: string;
  readonly description: string;
  readonly fields: readonly FieldRow[];
  /** How many rows at the end stay behind unknown members. */
  readonly trailing: number;
  /** Pairs of paths: the first must be below the second. */
  readonly below: readonly (readonly [string, string])[];
  /** Name of a rule of its own that joins fields, or empty. */
  readonly namedRule: string;
}
