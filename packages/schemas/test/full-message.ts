import type { JamMessage, MessageTable, ValueRule } from '@jamnet/schemas';

function sample(rule: ValueRule): unknown {
  switch (rule.kind) {
    case 'integer':
      return rule.min < 2 ? 2 : rule.min;
    case 'u64':
      return 5;
    case 'real':
      return 1.5;
    case 'flag':
      return true;
    case 'string':
      return 'ab';
    case 'pattern':
      return '0123abcd';
    case 'one-of':
    case 'one-of-integers':
      return rule.values[0];
    case 'bytes':
      return [2, 3];
    case 'array':
      return [sample(rule.element), sample(rule.element)];
    case 'tuple':
      return rule.elements.map((element, index) => {
        const value = sample(element);
        return typeof value === 'number' ? value + index : value;
      });
    case 'object':
      return Object.fromEntries(rule.fields.map((row) => [row.name, sample(row.value)]));
  }
}

/** What the rules that join fields ask for: an index below its count, as many integers as the two of a sample. */
const joined: Readonly<Record<string, object>> = {
  sysex_chunk: { count: 9 },
  jdat: { frames: 1 },
  jellie: { channels: 1, frames: 4 },
};

/** One message of a type with every optional member present; the same every time. */
export function fullMessage(table: MessageTable): JamMessage {
  const fields = table.fields.map((row) => [row.name, sample(row.value)]);
  const message = { type: table.type, ...Object.fromEntries(fields) };
  return { ...message, ...joined[table.type] } as unknown as JamMessage;
}

/** Every place in a value: the value itself, its elements and members, and theirs. */
export function placesIn(value: unknown): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const inner = keys.flatMap((key) =>
    placesIn((value as Record<string | number, unknown>)[key]).map((place) => [key, ...place]),
  );
  return [[], ...inner];
}

/** A copy of a value with something else in one place; undefined takes a member away. */
export function withAt(value: unknown, place: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return put;
  const inner = withAt((value as Record<string | number, unknown>)[key], rest, put);
  if (Array.isArray(value)) return value.map((element, index) => (index === key ? inner : element));
  return { ...(value as object), [key]: inner };
}

/** Values at and beside every limit that a table names, and of every kind. */
export function edgesOf(tables: readonly MessageTable[]): unknown[] {
  const numbers = new Set<number>([-2, -1, 0, 1, 1.5, 2 ** 53 - 1, 2 ** 53, 1e300, NaN, Infinity]);
  const lengths = new Set<number>([0]);
  const visit = (rule: ValueRule): void => {
    if (rule.kind === 'integer')
      for (const step of [-1, 0, 1]) numbers.add(rule.min + step).add(rule.max + step);
    if (rule.kind === 'real') numbers.add(rule.max + 1);
    if ('maxLength' in rule && rule.maxLength < 2000) {
      for (const length of [
        rule.minLength - 1,
        rule.minLength,
        rule.maxLength,
        rule.maxLength + 1,
      ]) {
        if (length >= 0) lengths.add(length);
      }
    }
    if (rule.kind === 'array') visit(rule.element);
    if (rule.kind === 'tuple') rule.elements.forEach(visit);
    if (rule.kind === 'object') rule.fields.forEach((row) => visit(row.value));
  };
  for (const table of tables) table.fields.forEach((row) => visit(row.value));
  const long = [...lengths].flatMap((length) => [
    'é'.repeat(length),
    '𝄞'.repeat(length),
    Array<number>(length).fill(1),
  ]);
  const others = [
    undefined,
    null,
    true,
    false,
    {},
    [[]],
    [[1, 2]],
    [2, 1],
    [128],
    ['a'],
    'x',
    '\ud800',
    '0',
    '01',
    '-1',
    '1.5',
    '9007199254740993',
    '18446744073709551615',
    '18446744073709551616',
    '99999999999999999999',
    '100000000000000000000',
    'jamnet/1.9',
    'jamnet/3.0',
    'other/1.0',
    '0123ABCD',
    'ns',
    'PLAY',
    'sender',
    new Uint8Array(2),
    5n,
  ];
  return [...numbers, ...long, ...others];
}
