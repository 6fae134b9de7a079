import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MessageSchemas,
  checkMessage,
  messageTables,
  type JamMessage,
  type MessageType,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { anyMessage, messageOf } from './arbitrary-message.js';

const schemas = MessageSchemas['jamnet/1.0'];

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    false,
    '',
    'x',
    -1,
    -2,
    0,
    -0,
    1,
    2,
    1.5,
    16,
    17,
    127,
    128,
    255,
    256,
    16_383,
    16_384,
    65_535,
    65_536,
    4_294_967_295,
    4_294_967_296,
    -2_147_483_649,
    2 ** 53 - 1,
    2 ** 53,
    1e300,
    NaN,
    Infinity,
    '1',
    '01',
    '-1',
    '18446744073709551615',
    '18446744073709551616',
    '99999999999999999999',
    '999999999999999999999',
    '\ud800',
    'jamnet/1.5',
    'jamnet/3.0',
    'x/1.0',
    [],
    {},
    [[]],
    [1],
    [1, 2],
    [1, 2, 3],
    [0, 0],
    [128],
    new Uint8Array(2),
    5n,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Puts a value somewhere into a copy of a message, at any depth. */
function put(target: unknown, path: readonly number[], value: unknown, name: string): unknown {
  if (typeof target !== 'object' || target === null || path.length === 0) return value;
  const keys = Object.keys(target);
  const place = path[0]! % (keys.length + 1);
  if (Array.isArray(target)) {
    const copy: unknown[] = [...target];
    copy[place] = put(copy[place], path.slice(1), value, name);
    return copy;
  }
  const key = keys[place] ?? name;
  return {
    ...target,
    [key]: put((target as Record<string, unknown>)[key], path.slice(1), value, name),
  };
}

const mutated = fc
  .tuple(
    anyMessage,
    fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    oddValue,
    fc.constantFrom('later', 'n', 't', 'ver', '__x', 'c', 'tg', 'part'),
  )
  .map(([message, path, value, name]) => put(message, path, value, name));

/** What zod says, as a status where the issue says so clearly. */
function zodVerdict(message: unknown): boolean | undefined {
  const type = (message as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(schemas, type)) return undefined;
  return schemas[type as MessageType].safeParse(message).success;
}

describe('the fast checks', () => {
  it.each(messageTables.map((table) => [table.type, table] as const))(
    'accept what zod accepts: %s',
    (_type, table) => {
      fc.assert(
        fc.property(messageOf(table), (message) => {
          expect(checkMessage(message)).toBeGreaterThanOrEqual(0);
          expect(zodVerdict(message)).toBe(true);
        }),
        { numRuns: 30 },
      );
    },
  );

  it('say what zod says of messages with something odd in them', () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(mutated, (message) => {
        const verdict = zodVerdict(message);
        if (verdict === undefined) return;
        if (verdict) accepted += 1;
        else refused += 1;
        expect(checkMessage(message) >= 0).toBe(verdict);
      }),
      { numRuns: 10_000 },
    );
    // The property has to have seen both.
    expect(Math.min(accepted, refused)).toBeGreaterThan(500);
  });

  it('count unknown members apart', () => {
    expect(checkMessage({ type: 'clock' })).toBe(0);
    expect(checkMessage({ type: 'clock', later: undefined })).toBe(0);
    expect(checkMessage({ type: 'clock', later: 1 })).toBe(1);
  });

  it('look at the version first, and at the fields in table order', () => {
    expect(checkMessage({ type: 'nope', version: 'x/1.0' })).toBe(Status.unknownNamespace);
    expect(checkMessage({ type: 'note_on', channel: 0 })).toBe(Status.outOfRange);
    expect(checkMessage({ type: 'note_on', note: 200 })).toBe(Status.malformed);
    expect(
      checkMessage({
        type: 'sysex_chunk',
        id: 0,
        index: 5,
        count: 2,
        data: [200],
      } as unknown as JamMessage),
    ).toBe(Status.outOfRange);
  });
});
