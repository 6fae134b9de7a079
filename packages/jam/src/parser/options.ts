import { JamError, type Compute, type MappedArena } from '@jamnet/wire';
import { codeOfType, messageTables } from '@jamnet/schemas';
import { MAX_KEYS, MAX_NAME_BYTES } from './cell-kind.js';

/**
 * Where lines are parsed. `cpu`: here. `gpu-jsonl`: JSON lines on the device, MessagePack here. `gpu-binary`: MessagePack on the
 * device, JSON lines here. `auto`: each form where a batch of that size is faster, by measurement.
 */
export type JamParserMode = 'auto' | 'cpu' | 'gpu-jsonl' | 'gpu-binary';

export interface JamParserOptions {
  /** @default 'auto' */
  readonly mode?: JamParserMode;
  /**
   * Keys of a line's own object that become columns, 1 to 32, each of 1 to 16 bytes of UTF-8 without quotes, backslashes and
   * control characters.
   * @default every key of JMID in the compact form, which is that of MessagePack too
   */
  readonly keys?: readonly string[];
  /**
   * The key whose string is looked up among `types`; one of `keys`.
   * @default 't' when it is among the keys
   */
  readonly typeKey?: string;
  /**
   * Words of at most 16 bytes, up to 255 of them. A batch gives a line's type as an index into them.
   * @default the codes of all message types
   */
  readonly types?: readonly string[];
  /**
   * The device to use; null for none.
   * @default the one that all packages of the process share
   */
  readonly compute?: Compute | null;
  /**
   * Memory that the device sees. Bytes that lie in it are parsed where they are.
   * @default the process's arena
   */
  readonly arena?: MappedArena;
  /**
   * How long the measurement of `auto` may take at most, in milliseconds of wall time, 10 to 10,000.
   * @default 200
   */
  readonly measureMs?: number;
  /**
   * Monotonic milliseconds with a fraction, for the measurement.
   * @default performance.now
   */
  readonly nowMs?: () => number;
}

export interface CheckedOptions {
  readonly mode: JamParserMode;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  /** Index in `keys`; -1 for none. */
  readonly typeKey: number;
  readonly compute: Compute | null | undefined;
  readonly arena: MappedArena | undefined;
  readonly measureMs: number;
  readonly nowMs: () => number;
}

/** Keys of every message of JMID in the compact form, `t` and `ver` first. */
export const jmidKeys: readonly string[] = [
  't',
  'ver',
  ...new Set(
    messageTables
      .filter(({ protocol }) => protocol === 'jmid')
      .flatMap(({ fields }) => fields.map(({ key }) => key)),
  ),
];

/** Codes of all message types in the compact form. */
export const typeCodes: readonly string[] = Object.values(codeOfType);

const MODES: readonly string[] = ['auto', 'cpu', 'gpu-jsonl', 'gpu-binary'];
const MOST_TYPES = 255;
// What a line holds with escapes only, so that no plain name in it can be equal.
const NOT_PLAIN = /["\\\u0000-\u001f]|\p{Surrogate}/u;

export function checkOptions(options: JamParserOptions): CheckedOptions {
  const { mode = 'auto', keys = jmidKeys, types = typeCodes, measureMs = 200 } = options;
  if (!MODES.includes(mode)) fail(`mode is '${String(mode)}'; it is one of ${MODES.join(', ')}`);
  checkArray('keys', keys);
  checkArray('types', types);
  if (!(keys.length >= 1 && keys.length <= MAX_KEYS)) {
    fail(`there are ${keys.length} keys; give 1 to ${MAX_KEYS}`);
  }
  if (types.length > MOST_TYPES)
    fail(`there are ${types.length} types; give ${MOST_TYPES} at most`);
  checkNames('keys', keys);
  checkNames('types', types);
  if (!(measureMs >= 10 && measureMs <= 10_000)) {
    fail(`measureMs is ${measureMs}; it must be 10 to 10000`);
  }
  const typeKey = keys.indexOf(options.typeKey ?? 't');
  if (typeKey < 0 && options.typeKey !== undefined) {
    fail(`typeKey is '${options.typeKey}'; it must be one of the keys`);
  }
  return {
    mode,
    keys: [...keys],
    types: [...types],
    typeKey,
    compute: options.compute,
    arena: options.arena,
    measureMs,
    nowMs: options.nowMs ?? (() => performance.now()),
  };
}

function checkArray(option: string, names: unknown): void {
  if (!Array.isArray(names)) fail(`${option} is '${String(names)}'; pass an array of strings`);
}

function checkNames(option: string, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    const bytes = typeof name === 'string' ? Buffer.byteLength(name) : 0;
    if (bytes < 1 || bytes > MAX_NAME_BYTES || NOT_PLAIN.test(name)) {
      fail(
        `${option}[${index}] is '${String(name)}'; it must be 1 to ${MAX_NAME_BYTES} bytes without quotes, backslashes and control characters`,
      );
    }
    if (names.indexOf(name) !== index) fail(`${option} has '${name}' twice; give it once`);
  }
}

function fail(text: string): never {
  throw new JamError('bad-option', `createJamParser: ${text}`);
}
