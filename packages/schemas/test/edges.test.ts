import { describe, expect, it } from 'vitest';
import {
  MessageSchemas,
  checkMessage,
  decodeEvent,
  encodeEventInto,
  fromCompactLine,
  messageTables,
  toCompactLine,
  toCompactObject,
  type JamMessage,
  type JmidMessage,
  type MessageType,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { edgesOf, fullMessage, placesIn, withAt } from './full-message.js';

const schemas = MessageSchemas['jamnet/1.0'];
const edges = edgesOf(messageTables);
const room = new Uint8Array(65_536);

/** The first differences, so that a failure says where. */
const differences: string[] = [];
const note = (
  place: readonly (string | number)[],
  edge: unknown,
  got: unknown,
  wanted: unknown,
) => {
  if (got !== wanted)
    differences.push(`${place.join('.')} = ${String(edge)}: ${String(got)}, not ${String(wanted)}`);
};

const tables = messageTables.map((table) => [table.type, table] as const);

describe('every edge in every place of a message', () => {
  it.each(tables)('of type %s gets from the fast check what zod says', (type, table) => {
    differences.length = 0;
    const message = fullMessage(table);
    expect(checkMessage(message)).toBe(0);
    for (const place of placesIn(message).slice(1)) {
      if (place[0] === 'type') continue;
      for (const edge of edges) {
        const changed = withAt(message, place, edge);
        note(
          place,
          edge,
          checkMessage(changed) >= 0,
          schemas[type as MessageType].safeParse(changed).success,
        );
      }
    }
    expect(differences.slice(0, 5)).toEqual([]);
  });

  it.each(tables.filter(([, table]) => table.event))(
    'of type %s is written and read alike by both codecs',
    (_type, table) => {
      differences.length = 0;
      const message = fullMessage(table);
      const compact = toCompactObject(message) as Record<string, unknown>;
      for (const place of placesIn(message).slice(1)) {
        for (const edge of edges) {
          const changed = withAt(message, place, edge) as JamMessage;
          const line = toCompactLine(changed);
          const next = encodeEventInto(room, 0, changed as JmidMessage);
          if (typeof line === 'number' || place[0] === 'type') note(place, edge, next < 0, true);
          else note(place, edge, Buffer.from(room.subarray(0, next)).toString(), line);
          if (typeof line === 'number' && place[0] !== 'type') note(place, edge, next, line);
        }
      }
      for (const place of placesIn(compact).slice(1)) {
        for (const edge of edges) {
          if (typeof edge === 'bigint') continue;
          const line = JSON.stringify(withAt(compact, place, edge));
          const bytes = Buffer.from(line);
          const wanted = fromCompactLine(line);
          const got = decodeEvent(bytes, 0, bytes.length);
          note(place, edge, JSON.stringify(got), JSON.stringify(wanted));
        }
      }
      expect(differences.slice(0, 5)).toEqual([]);
    },
  );
});

describe('the status of a number beside its range', () => {
  it.each(tables)('is outOfRange in %s', (_type, table) => {
    const message = fullMessage(table);
    for (const row of table.fields) {
      if (row.value.kind !== 'integer') continue;
      for (const value of [row.value.min - 1, row.value.max + 1]) {
        expect(checkMessage(withAt(message, [row.name], value))).toBe(Status.outOfRange);
      }
      expect(checkMessage(withAt(message, [row.name], String(row.value.min)))).toBe(
        Status.malformed,
      );
      expect(checkMessage(withAt(message, [row.name], undefined))).toBe(
        row.required ? Status.malformed : 0,
      );
    }
  });
});
