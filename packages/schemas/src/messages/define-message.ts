import { z } from 'zod';
import { DEFAULT_VERSION, VERSION_PATTERN } from '../version-names.js';
import { integer, u32, u64 } from '../fields.js';

/** A rule that joins two numbers of a message: the first must be below the second. */
export interface BelowRule {
  readonly rule: 'below';
  /** Path of the smaller one, `index` or `part.0`. */
  readonly left: string;
  readonly right: string;
}

/** A rule of a type's own that a table cannot say: a function of `src/audio-rules.ts`, called after the fields. */
export interface NamedRule {
  readonly rule: 'named';
  readonly name: string;
}

/** One message type: its names, its zod shape in table order, and what a shape cannot say. */
export interface MessageDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly type: string;
  /** Its code in the compact form. */
  readonly code: string;
  readonly protocol: 'jmid' | 'toast' | 'sync' | 'jdat';
  /** True for an event of a JMID stream. */
  readonly event: boolean;
  /** The one version of a strict type; it takes no unknown members either. */
  readonly strictVersion?: string;
  readonly shape: Shape;
  /** Fields at the end of the table that stay behind unknown members. */
  readonly trailing: readonly string[];
  readonly rules: readonly (BelowRule | NamedRule)[];
  readonly description: string;
}

/** The version member of every message. */
export const version = z
  .string()
  .regex(VERSION_PATTERN)
  .meta({
    compactKey: 'ver',
    absentMeans: DEFAULT_VERSION,
    description: 'namespace/major.minor of the message',
  })
  .optional();

/** The UMP group of every event. */
export const group = integer(1, 16, {
  compactKey: 'g',
  absentMeans: 1,
  description: 'UMP group, 1-16; 1 when absent.',
});

const eventTail = {
  timestamp: u64({
    compactKey: 'ts',
    unit: 'µs',
    description: "When it happened, on the sender's timeline.",
  }).optional(),
  sequence: u32({
    compactKey: 'seq',
    description: 'Number of the event in its stream; wraps.',
  }).optional(),
};

/** Defines an event of a JMID stream: `group`, its own fields, `timestamp`, `sequence`. */
export function defineEvent<const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  code: string,
  description: string,
  fields: Shape,
  rules: readonly BelowRule[] = [],
) {
  return {
    type,
    code,
    protocol: 'jmid' as const,
    event: true,
    shape: { type: z.literal(type), version, group: group.optional(), ...fields, ...eventTail },
    trailing: ['timestamp', 'sequence'],
    rules,
    description,
  };
}
