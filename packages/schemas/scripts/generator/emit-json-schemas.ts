import { z } from 'zod';
import type { MessageDefinition } from '../../src/messages/define-message.js';
import { definitions } from '../../src/messages/definitions.js';

/** Metadata of ours goes under names that no vocabulary of JSON Schema uses. */
const renamed: Readonly<Record<string, string>> = {
  compactKey: 'x-compactKey',
  unit: 'x-unit',
  absentMeans: 'default',
};
const dropped = ['kind', 'compactLayout'];

function publish(schema: Record<string, unknown>): void {
  for (const [from, to] of Object.entries(renamed)) {
    if (!(from in schema)) continue;
    schema[to] = schema[from];
    delete schema[from];
  }
  for (const name of dropped) delete schema[name];
}

function schemaOf(definition: MessageDefinition): Record<string, unknown> {
  const strict = definition.strictVersion !== undefined;
  const object = z.object(definition.shape);
  const body = z.toJSONSchema(strict ? object.strict() : object.loose(), {
    override: ({ jsonSchema }) => publish(jsonSchema as Record<string, unknown>),
    // Inner objects do not grow, but a reader passes over what it does not know in them.
    io: 'input',
  }) as Record<string, unknown>;
  const { $schema, ...rest } = body;
  return {
    $schema,
    $id: `urn:jamnet:1.0:${definition.type}`,
    title: definition.type,
    description: definition.description,
    'x-compactCode': definition.code,
    ...rest,
    ...(strict ? {} : { patternProperties: { '^__': false } }),
  };
}

/** A JSON Schema of the standard form for each message: path and text. */
export function emitJsonSchemas(): [string, string][] {
  return Object.values(definitions as Record<string, MessageDefinition>).map((definition) => [
    `json-schema/1.0/${definition.type}.json`,
    `${JSON.stringify(schemaOf(definition), null, 2)}\n`,
  ]);
}
