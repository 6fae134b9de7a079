import { z } from 'zod';
import { namedRules } from './audio-rules.js';
import { checkUnknownMember } from './unknown-members.js';
import { checkVersion } from './version.js';
import type { MessageDefinition } from './messages/define-message.js';
import { definitions, type MessageType } from './messages/definitions.js';
import type { MessageOfType } from './generated/message-types.js';
import type { Members } from './members.js';

/** Names of the compact form that mean no unknown member in the standard form. */
function takenNames(definition: MessageDefinition): ReadonlySet<string> {
  const names = Object.keys(definition.shape);
  const keys = names.map((name) => {
    const schema = definition.shape[name] as z.ZodType & { unwrap?: () => z.ZodType };
    const meta = schema.meta() ?? schema.unwrap?.().meta();
    return meta?.['compactKey'] as string | undefined;
  });
  return new Set([
    't',
    ...keys.filter((key) => key !== undefined && !names.includes(key)),
  ] as string[]);
}

function at(message: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (value as Members | undefined)?.[step], message);
}

function schemaOf(definition: MessageDefinition): z.ZodType {
  const known = new Set(Object.keys(definition.shape));
  const taken = takenNames(definition);
  return z
    .object(definition.shape)
    .loose()
    .superRefine((message, context) => {
      const version = (message as Members)['version'] as string | undefined;
      const refused =
        version !== undefined &&
        (definition.strictVersion === undefined
          ? checkVersion(version) < 0
          : version !== definition.strictVersion);
      if (refused)
        context.addIssue({
          code: 'custom',
          path: ['version'],
          message: 'not a version that is read here',
        });
      for (const rule of definition.rules) {
        if (rule.rule === 'named') {
          if (namedRules[rule.name]!(message as Members) < 0)
            context.addIssue({ code: 'custom', message: 'fields that contradict each other' });
          continue;
        }
        const { left, right } = rule;
        const smaller = at(message, left);
        const larger = at(message, right);
        if (typeof smaller === 'number' && typeof larger === 'number' && smaller >= larger) {
          context.addIssue({
            code: 'custom',
            path: left.split('.'),
            message: `must be below ${right}`,
          });
        }
      }
      for (const [name, value] of Object.entries(message)) {
        if (known.has(name) || value === undefined) continue;
        if (definition.strictVersion !== undefined || checkUnknownMember(name, value, taken) < 0) {
          context.addIssue({
            code: 'custom',
            path: [name],
            message: 'not a member of this message',
          });
        }
      }
    })
    .meta({ description: definition.description });
}

/** The zod schema of every message of a version, by type. */
export type MessageSchemasOfVersion = {
  readonly [Type in MessageType]: z.ZodType<MessageOfType[Type]>;
};

/**
 * The zod schemas of every message, by version and type: for applications, forms and tools. The packet path uses the
 * checks that are generated from them ({@link validate}), which give the same answers in a fraction of the time.
 */
export const MessageSchemas: { readonly 'jamnet/1.0': MessageSchemasOfVersion } = {
  'jamnet/1.0': Object.fromEntries(
    Object.entries(definitions).map(([type, definition]) => [type, schemaOf(definition)]),
  ) as unknown as MessageSchemasOfVersion,
};
