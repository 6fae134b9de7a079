import { Status } from '@jamnet/wire';
import { fromCompactValue, toCompactValue, type CompactTarget } from './compact-values.js';
import type { FieldRow, MessageTable } from './field-table.js';
import { rowsByKey, tablesByCode, tablesByType } from './tables.js';
import type { JamMessage } from './generated/message-types.js';
import { isMembers, type Members } from './members.js';
import { normaliseChecked, unknownNames } from './normalise.js';
import { checkMembers, checkMessage } from './validate.js';
import { checkVersion } from './version.js';
import { DEFAULT_VERSION } from './version-names.js';

/** How a form other than JSON text hands over the value of an unknown member. */
type UnknownReader = (value: unknown) => unknown;

const asItIs: UnknownReader = (value) => value;

/**
 * The message of a compact object: what a compact line or a MessagePack map holds. Never throws.
 * Allocates the message. For events of the packet path use `decodeEvent`, which does not come by here.
 */
export function fromCompactObject(value: unknown): JamMessage | number {
  return readCompactObject(value, asItIs);
}

/** {@link fromCompactObject} with a reader for unknown values. */
export function readCompactObject(value: unknown, readUnknown: UnknownReader): JamMessage | number {
  if (!isMembers(value)) return Status.malformed;
  const code = value['t'];
  if (typeof code !== 'string') return Status.malformed;
  const version = value['ver'];
  if (version !== undefined) {
    if (typeof version !== 'string') return Status.malformed;
    const status = checkVersion(version);
    if (status < 0) return status;
  }
  const table = tablesByCode.get(code);
  if (table === undefined) return Status.unknownType;
  return fromRows(value, table, version, readUnknown);
}

function fromRows(
  value: Members,
  table: MessageTable,
  version: string | undefined,
  readUnknown: UnknownReader,
): JamMessage | number {
  const rows = rowsByKey(table);
  const message: Members = { type: table.type };
  if (version !== undefined) message['version'] = version;
  let collision = false;
  for (const key of Object.keys(value)) {
    if (key === 't' || key === 'ver') continue;
    const row = rows.get(key);
    if (row !== undefined) message[row.name] = fromCompactValue(row.value, value[key]);
    else if (isStandardName(key, table) || key === '__proto__') collision = true;
    else message[key] = readUnknown(value[key]);
  }
  const status = checkMembers(message);
  if (status < 0) return status;
  if (collision) return Status.malformed;
  return normaliseChecked(message, table) as unknown as JamMessage;
}

function isStandardName(name: string, table: MessageTable): boolean {
  return name === 'type' || name === 'version' || table.fields.some((row) => row.name === name);
}

/** The compact object of a message, keys in canonical order; or the status of a message that is none. Never throws. */
export function toCompactObject(
  message: JamMessage,
  target: CompactTarget = 'json',
): Members | number {
  const status = checkMessage(message);
  if (status < 0) return status;
  const table = tablesByType.get(message.type)!;
  const from = normaliseChecked(message as unknown as Members, table);
  const result: Members = { t: table.code };
  if (from['version'] !== undefined && from['version'] !== DEFAULT_VERSION) {
    result['ver'] = from['version'];
  }
  const leading = table.fields.length - table.trailing;
  copyRows(table.fields.slice(0, leading), from, result, target);
  for (const name of unknownNames(from, table)) result[name] = from[name];
  copyRows(table.fields.slice(leading), from, result, target);
  return result;
}

function copyRows(
  rows: readonly FieldRow[],
  source: Members,
  result: Members,
  target: CompactTarget,
): void {
  for (const row of rows) {
    const value = source[row.name];
    if (value !== undefined) result[row.key] = toCompactValue(row.value, value, target);
  }
}
