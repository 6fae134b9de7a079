import type { FieldRow, MessageTable, ValueRule } from './field-table.js';
import type { Members } from './members.js';
import { DEFAULT_VERSION } from './version-names.js';

/** A value without what says nothing: -0, a small u64 as a string, defaults and unknown members of inner objects. */
export function normaliseValue(rule: ValueRule, value: unknown): unknown {
  switch (rule.kind) {
    case 'integer':
    case 'real':
      return value === 0 ? 0 : value;
    case 'u64':
      return normaliseU64(value);
    case 'bytes':
      return (value as number[]).map((byte) => (byte === 0 ? 0 : byte));
    case 'array':
      return (value as unknown[]).map((element) => normaliseValue(rule.element, element));
    case 'tuple':
      return rule.elements.map((element, index) =>
        normaliseValue(element, (value as unknown[])[index]),
      );
    case 'object': {
      const result: Members = {};
      for (const row of rule.fields) copyRow(row, value as Members, result);
      return result;
    }
    default:
      return value;
  }
}

function normaliseU64(value: unknown): unknown {
  if (typeof value !== 'string') return value === 0 ? 0 : value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function copyRow(row: FieldRow, from: Members, to: Members): void {
  const value = from[row.name];
  if (value === undefined || value === row.absentMeans) return;
  to[row.name] = normaliseValue(row.value, value);
}

/**
 * The one object that all encodings of a message are read back to (spec/notation, "Same message, canonical message"):
 * members in table order, none that holds its default, unknown ones kept. The message must have been checked.
 */
export function normaliseChecked(message: Members, table: MessageTable): Members {
  const result: Members = { type: table.type };
  const version = message['version'];
  if (version !== undefined && version !== DEFAULT_VERSION) result['version'] = version;
  const leading = table.fields.length - table.trailing;
  for (let index = 0; index < leading; index += 1) copyRow(table.fields[index]!, message, result);
  for (const name of unknownNames(message, table)) result[name] = message[name];
  for (let index = leading; index < table.fields.length; index += 1) {
    copyRow(table.fields[index]!, message, result);
  }
  return result;
}

/** Names of the members that the table does not have, in the order in which they stand. */
export function unknownNames(message: Members, table: MessageTable): string[] {
  return Object.keys(message).filter(
    (name) =>
      name !== 'type' &&
      name !== 'version' &&
      message[name] !== undefined &&
      !table.fields.some((row) => row.name === name),
  );
}
