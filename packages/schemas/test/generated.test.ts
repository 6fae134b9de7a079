import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  codeOfType,
  compactKeys,
  messagePackKinds,
  messageTables,
  standardNames,
  typeOfCode,
  type MessageOfType,
  type MessageType,
} from '@jamnet/schemas';
import type { definitions } from '../src/messages/definitions.js';
import { readTables } from '../scripts/generator/message-tables.js';
import { messageOf } from './arbitrary-message.js';

const here = new URL('..', import.meta.url);

describe('the generator', () => {
  it('has been run since the schemas were changed', () => {
    // Throws with the names of the stale files when it has not.
    execFileSync(
      process.execPath,
      ['--import', 'tsx', '--conditions=@jamnet/source', 'scripts/generate.ts', '--check'],
      { cwd: here, encoding: 'utf8' },
    );
  });

  it('writes the tables that the schemas say', () => {
    expect(messageTables).toEqual(readTables());
  });

  it('writes the types that zod infers', () => {
    type Inferred = {
      [Type in MessageType]: z.infer<z.ZodObject<(typeof definitions)[Type]['shape']>>;
    };
    // Read by the compiler; `MessageOfType` has no more and no fewer members than the schemas.
    expectTypeOf<{ [Type in MessageType]: MessageOfType[Type] }>().toEqualTypeOf<Inferred>();
  });
});

describe('the key maps', () => {
  it('lead back to where they came from', () => {
    for (const table of messageTables) {
      expect(typeOfCode[codeOfType[table.type]!]).toBe(table.type);
      const keys = compactKeys[table.type]!;
      for (const [name, key] of Object.entries(keys))
        expect(standardNames[table.type]![key]).toBe(name);
      expect(Object.keys(messagePackKinds[table.type]!)).toEqual(Object.values(keys));
    }
  });
});

describe('the JSON Schemas', () => {
  const folder = new URL('json-schema/1.0/', here);
  const schemaOf = (type: string) =>
    z.fromJSONSchema(JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8')) as never);

  it('are there for every message', () => {
    expect(readdirSync(folder).sort()).toEqual(
      messageTables.map((table) => `${table.type}.json`).sort(),
    );
  });

  it.each(messageTables.map((table) => [table.type, table] as const))(
    'accept the messages of %s',
    (type, table) => {
      const schema = schemaOf(type);
      fc.assert(
        fc.property(messageOf(table), (message) => {
          expect(schema.safeParse(message).error?.issues).toBeUndefined();
        }),
        { numRuns: 20 },
      );
      expect(schema.safeParse({ type: 'another' }).success).toBe(false);
    },
  );

  it('refuse a value out of range', () => {
    const schema = schemaOf('note_on');
    expect(schema.safeParse({ type: 'note_on', channel: 1, note: 127, velocity: 1 }).success).toBe(
      true,
    );
    expect(schema.safeParse({ type: 'note_on', channel: 1, note: 128, velocity: 1 }).success).toBe(
      false,
    );
  });
});
