import fc from 'fast-check';
import {
  jelliePairs,
  jelliePartMax,
  jelliePartMin,
  messageTables,
  type FieldRow,
  type JamMessage,
  type MessageTable,
  type ValueRule,
} from '@jamnet/schemas';

const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 40) });

/** Edges and middles of a range. */
const integer = (min: number, max: number) =>
  fc.oneof(
    fc.constantFrom(min, max),
    fc.integer({ min, max: Math.min(max, min + 300) }),
    fc.integer({ min, max }),
  );

const u64 = fc.oneof(
  fc.maxSafeNat(),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER, '9007199254740992', '18446744073709551615'),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String),
);

function valueOf(rule: ValueRule): fc.Arbitrary<unknown> {
  switch (rule.kind) {
    case 'integer':
      return integer(rule.min, rule.max);
    case 'u64':
      return u64;
    case 'real':
      return fc
        .double({ min: rule.min, max: rule.max, minExcluded: rule.aboveMin, noNaN: true })
        .map((value) => (value === 0 ? 0 : value));
    case 'flag':
      return fc.constant(true);
    case 'string':
      return text(rule.minLength, rule.maxLength);
    case 'pattern':
      return fc.stringMatching(new RegExp(rule.pattern));
    case 'one-of':
      return fc.constantFrom(...rule.values);
    case 'one-of-integers':
      return fc.constantFrom(...rule.values);
    case 'bytes':
      return fc.array(integer(0, 127), { minLength: rule.minLength, maxLength: 60 });
    case 'array':
      return fc.array(valueOf(rule.element), {
        minLength: rule.minLength,
        maxLength: Math.min(rule.maxLength, 5),
      });
    case 'tuple':
      return fc.tuple(...rule.elements.map(valueOf));
    case 'object':
      return recordOf(rule.fields);
  }
}

function recordOf(rows: readonly FieldRow[]): fc.Arbitrary<Record<string, unknown>> {
  const model = Object.fromEntries(
    rows.map((row) => [
      row.name,
      row.absentMeans === undefined || row.value.kind === 'flag'
        ? valueOf(row.value)
        : valueOf(row.value).filter((value) => value !== row.absentMeans),
    ]),
  );
  const requiredKeys = rows.filter((row) => row.required).map((row) => row.name);
  return fc
    .record(model, { requiredKeys })
    .map((record) =>
      Object.fromEntries(
        rows.flatMap((row) => (row.name in record ? [[row.name, record[row.name]]] : [])),
      ),
    );
}

const jsonValue = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .filter(
    (value) =>
      !JSON.stringify(value).includes('"__') &&
      !JSON.stringify(value).includes(':-0') &&
      !hasNegativeZero(value),
  );

function hasNegativeZero(value: unknown): boolean {
  if (Object.is(value, -0)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNegativeZero);
}

/** Members of a later minor version: names that mean nothing here. */
const unknownMembers = fc.dictionary(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).map((name) => `x-${name}`),
  jsonValue,
  { maxKeys: 3, noNullPrototype: true },
);

const versions = fc.constantFrom('jamnet/1.1', 'jamnet/1.77', 'jamnet/2.0');

/** Puts members in the order in which a normalised message has them. */
function ordered(
  table: MessageTable,
  fields: object,
  unknown: object,
  version: string | undefined,
): JamMessage {
  const members = fields as Record<string, unknown>;
  const place = table.fields.length - table.trailing;
  const part = (rows: readonly FieldRow[]) =>
    Object.fromEntries(
      rows.filter((row) => row.name in members).map((row) => [row.name, members[row.name]]),
    );
  return {
    type: table.type,
    ...(version === undefined ? {} : { version }),
    ...part(table.fields.slice(0, place)),
    ...unknown,
    ...part(table.fields.slice(place)),
  } as unknown as JamMessage;
}

/** Whether the rules that join fields hold. */
function holds(table: MessageTable, members: Record<string, unknown>): boolean {
  if (table.type === 'sysex_chunk')
    return (members['index'] as number) < (members['count'] as number);
  const part = members['part'] as number[] | number | undefined;
  return !Array.isArray(part) || part[0]! < part[1]!;
}

/** A message of audio with few frames, and as many integers as its part of them holds, within their range. */
function fitting(table: MessageTable, members: Record<string, unknown>): Record<string, unknown> {
  if (table.protocol !== 'jdat') return members;
  const jellie = table.type === 'jellie';
  const part = (members['part'] as number | undefined) ?? 0;
  const channels = (members['channels'] as number | undefined) ?? 1;
  const frames = 2 + ((members['frames'] as number) % 6);
  const count = (jellie ? jelliePairs(frames, part) : frames) * channels;
  const given = members['payload'] as number[];
  const payload = Array.from({ length: count }, (_, index) => {
    const value = given[index % given.length]!;
    return Math.min(Math.max(value, jelliePartMin[part]!), jelliePartMax[part]!);
  });
  return { ...members, frames, payload };
}

/** Normalised messages of one type, now and then with members and a version of the future. */
export function messageOf(table: MessageTable): fc.Arbitrary<JamMessage> {
  const fields = recordOf(table.fields)
    .filter((members) => holds(table, members))
    .map((members) => fitting(table, members));
  if (table.strictVersion !== '')
    return fields.map((members) => ordered(table, members, {}, undefined));
  return fc.oneof(
    { weight: 3, arbitrary: fields.map((members) => ordered(table, members, {}, undefined)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fields, unknownMembers, fc.option(versions, { nil: undefined }))
        .map(([members, unknown, version]) => ordered(table, members, unknown, version)),
    },
  );
}

/** Normalised messages of every type. */
export const anyMessage: fc.Arbitrary<JamMessage> = fc.oneof(...messageTables.map(messageOf));

/** Normalised events of JMID. */
export const anyEvent: fc.Arbitrary<JamMessage> = fc.oneof(
  ...messageTables.filter((table) => table.event).map(messageOf),
);
