import type { FieldRow, ValueRule } from './field-table.js';
import { isMembers, type Members } from './members.js';

/**
 * Values of the compact form. Where a value cannot be what the rule says, it is handed through as it is, or as null
 * where that could be mistaken for a good one: the check of the standard form then refuses it, in table order.
 */
export function fromCompactValue(rule: ValueRule, value: unknown): unknown {
  switch (rule.kind) {
    case 'flag':
      return value === 1 ? true : value === 0 ? false : null;
    case 'u64':
      return typeof value === 'bigint' ? textOrNumber(value) : value;
    case 'bytes':
      return value instanceof Uint8Array ? Array.from(value) : fromBigInts(value);
    case 'array':
      return Array.isArray(value)
        ? value.map((element) => fromCompactValue(rule.element, element))
        : null;
    case 'tuple':
      return Array.isArray(value) && value.length === rule.elements.length
        ? value.map((element, index) => fromCompactValue(rule.elements[index]!, element))
        : null;
    case 'object':
      return rule.layout === 'positional'
        ? fromPositional(rule.fields, value)
        : fromChannelState(value);
    default:
      return typeof value === 'bigint' ? Number(value) : value;
  }
}

/** What the compact object is for: JSON text, or MessagePack, which has bytes and 64-bit integers of its own. */
export type CompactTarget = 'json' | 'message-pack';

/** A value of the compact form of a checked, normalised value. */
export function toCompactValue(rule: ValueRule, value: unknown, target: CompactTarget): unknown {
  switch (rule.kind) {
    case 'flag':
      return value === true ? 1 : 0;
    case 'u64':
      return target === 'message-pack' && typeof value === 'string' ? BigInt(value) : value;
    case 'bytes':
      return target === 'message-pack' ? Uint8Array.from(value as number[]) : value;
    case 'array':
      return (value as unknown[]).map((element) => toCompactValue(rule.element, element, target));
    case 'tuple':
      return rule.elements.map((element, index) =>
        toCompactValue(element, (value as unknown[])[index], target),
      );
    case 'object':
      return rule.layout === 'positional'
        ? toPositional(rule.fields, value as Members, target)
        : toChannelState(value as Members);
    default:
      return value;
  }
}

/** Fields one after the other; a tuple among them lies flat. */
function toPositional(
  fields: readonly FieldRow[],
  value: Members,
  target: CompactTarget,
): unknown[] {
  return fields.flatMap((row) => {
    const member = value[row.name];
    return row.value.kind === 'tuple'
      ? (member as unknown[])
      : [toCompactValue(row.value, member, target)];
  });
}

function fromPositional(fields: readonly FieldRow[], value: unknown): unknown {
  if (!Array.isArray(value)) return null;
  const result: Members = {};
  let index = 0;
  for (const row of fields) {
    if (row.value.kind === 'tuple') {
      const end = index + row.value.elements.length;
      result[row.name] = fromCompactValue(row.value, value.slice(index, end));
      index = end;
    } else {
      result[row.name] = fromCompactValue(row.value, value[index]);
      index += 1;
    }
  }
  return index === value.length ? result : null;
}

/** spec/jmid/v1, section 2: [group and channel, notes, controllers flat, program, bend, pressure], -1 for absent. */
function toChannelState(value: Members): unknown[] {
  const group = (value['group'] as number | undefined) ?? 1;
  return [
    (group - 1) * 16 + (value['channel'] as number) - 1,
    value['notes'],
    (value['controllers'] as number[][]).flat(),
    value['program'] ?? -1,
    value['bend'] ?? -1,
    value['pressure'] ?? -1,
  ];
}

function fromChannelState(value: unknown): unknown {
  if (!Array.isArray(value) || value.length !== 6) return null;
  const place = fromBigInts(value[0]);
  if (typeof place !== 'number' || !Number.isInteger(place)) return null;
  const group = Math.floor(place / 16) + 1;
  const result: Members = {};
  if (group !== 1) result['group'] = group;
  result['channel'] = place - (group - 1) * 16 + 1;
  result['notes'] = fromBigInts(value[1]);
  result['controllers'] = pairs(fromBigInts(value[2]));
  setUnlessAbsent(result, 'program', fromBigInts(value[3]));
  setUnlessAbsent(result, 'bend', fromBigInts(value[4]));
  setUnlessAbsent(result, 'pressure', fromBigInts(value[5]));
  return result;
}

function setUnlessAbsent(result: Members, name: string, value: unknown): void {
  if (value !== -1) result[name] = value;
}

function pairs(flat: unknown): unknown {
  if (!Array.isArray(flat) || flat.length % 2 !== 0) return null;
  const result: unknown[] = [];
  for (let index = 0; index < flat.length; index += 2) result.push([flat[index], flat[index + 1]]);
  return result;
}

/** A number for a MessagePack integer that is out of every range but u64's; elsewhere the value itself. */
function fromBigInts(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(fromBigInts) : value;
}

/** A MessagePack integer as JSON has it: a number within ±(2^53 - 1), a string of digits beyond. */
function textOrNumber(value: bigint): number | string {
  const number = Number(value);
  // Below zero no u64 is meant: a number says "out of range", a text would say "malformed".
  return Number.isSafeInteger(number) || value < 0n ? number : value.toString();
}

/** An unknown value of MessagePack as JSON has it. Anything that JSON has not stays, and is refused by the check. */
export function fromPackedUnknown(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (Array.isArray(value)) return value.map(fromPackedUnknown);
  if (!isMembers(value)) return value;
  const result: Members = {};
  for (const name of Object.keys(value)) result[name] = fromPackedUnknown(value[name]);
  return result;
}
