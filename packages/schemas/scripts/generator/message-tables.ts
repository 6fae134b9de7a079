import { z } from 'zod';
import type { FieldRow, MessageTable, ValueRule } from '../../src/field-table.js';
import type { MessageDefinition } from '../../src/messages/define-message.js';
import { definitions } from '../../src/messages/definitions.js';

/** What zod's JSON Schema of a field says, its metadata included. */
interface FieldSchema {
  type?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  enum?: (string | number)[];
  minItems?: number;
  maxItems?: number;
  items?: FieldSchema;
  prefixItems?: FieldSchema[];
  properties?: Record<string, FieldSchema>;
  required?: string[];
  title?: string;
  description?: string;
  kind?: 'u64' | 'bytes' | 'flag';
  compactKey?: string;
  compactLayout?: 'positional' | 'channel-state';
  unit?: string;
  absentMeans?: number | boolean;
  minLength?: number;
  maxLength?: number;
}

function ruleOf(schema: FieldSchema): ValueRule {
  switch (schema.kind) {
    case 'u64':
      return { kind: 'u64' };
    case 'flag':
      return { kind: 'flag' };
    case 'bytes':
      return { kind: 'bytes', minLength: schema.minItems ?? 0, maxLength: schema.maxItems! };
  }
  if (schema.enum !== undefined) {
    return schema.type === 'string'
      ? { kind: 'one-of', values: schema.enum as string[] }
      : { kind: 'one-of-integers', values: schema.enum as number[] };
  }
  switch (schema.type) {
    case 'integer':
      return { kind: 'integer', min: schema.minimum!, max: schema.maximum! };
    case 'number':
      return {
        kind: 'real',
        min: schema.minimum ?? schema.exclusiveMinimum ?? -Number.MAX_VALUE,
        max: schema.maximum ?? Number.MAX_VALUE,
        aboveMin: schema.exclusiveMinimum !== undefined,
      };
    case 'string':
      return schema.pattern === undefined
        ? { kind: 'string', minLength: schema.minLength!, maxLength: schema.maxLength! }
        : { kind: 'pattern', pattern: schema.pattern };
    case 'array':
      return schema.prefixItems === undefined
        ? {
            kind: 'array',
            minLength: schema.minItems ?? 0,
            maxLength: schema.maxItems!,
            element: ruleOf(schema.items!),
          }
        : { kind: 'tuple', elements: schema.prefixItems.map(ruleOf) };
    case 'object':
      return {
        kind: 'object',
        title: schema.title!,
        layout: schema.compactLayout!,
        fields: rowsOf(schema),
      };
  }
  throw new Error(`no rule for ${JSON.stringify(schema)}`);
}

function rowsOf(schema: FieldSchema): FieldRow[] {
  return Object.entries(schema.properties!).map(([name, field]) => ({
    name,
    key: field.compactKey ?? '',
    required: schema.required?.includes(name) ?? false,
    ...(field.absentMeans === undefined ? {} : { absentMeans: field.absentMeans }),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    description: field.description ?? '',
    value: ruleOf(field),
  }));
}

/** The JSON Schema that zod makes of a definition, metadata included as it stands. */
export function rawSchemaOf(definition: MessageDefinition): FieldSchema {
  return z.toJSONSchema(z.object(definition.shape).loose()) as FieldSchema;
}

function tableOf(definition: MessageDefinition): MessageTable {
  const fields = rowsOf({
    ...rawSchemaOf(definition),
    properties: Object.fromEntries(
      Object.entries(rawSchemaOf(definition).properties!).filter(
        ([name]) => name !== 'type' && name !== 'version',
      ),
    ),
  });
  return {
    type: definition.type,
    code: definition.code,
    protocol: definition.protocol,
    event: definition.event,
    strictVersion: definition.strictVersion ?? '',
    description: definition.description,
    fields,
    trailing: definition.trailing.length,
    below: definition.rules.flatMap((rule) =>
      rule.rule === 'below' ? [[rule.left, rule.right] as const] : [],
    ),
    namedRule: definition.rules.find((rule) => rule.rule === 'named')?.name ?? '',
  };
}

/** Refuses what would make two messages or two members look alike. */
function checkTables(tables: readonly MessageTable[]): void {
  const codes = new Set<string>();
  for (const table of tables) {
    if (codes.has(table.code)) throw new Error(`code ${table.code} is used twice`);
    codes.add(table.code);
    const names = table.fields.map((row) => row.name);
    for (const row of table.fields) {
      if (row.key === '') throw new Error(`${table.type}.${row.name} has no compact key`);
      if (['t', 'ver', 'type', 'version'].includes(row.key))
        throw new Error(`${table.type}: key ${row.key}`);
      if (row.key !== row.name && names.includes(row.key)) {
        throw new Error(`${table.type}: key ${row.key} is another field's name`);
      }
      if (table.fields.some((other) => other !== row && other.key === row.key)) {
        throw new Error(`${table.type}: key ${row.key} is used twice`);
      }
    }
  }
}

/** The tables of all messages, from the zod schemas. */
export function readTables(): MessageTable[] {
  const tables = Object.values(definitions as Record<string, MessageDefinition>).map(tableOf);
  checkTables(tables);
  return tables;
}
