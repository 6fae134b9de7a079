import { z } from 'zod';
import { i32, integer, text, u32, u64 } from '../fields.js';
import { version } from './define-message.js';

const SAFE = Number.MAX_SAFE_INTEGER;
const nanoseconds = u64({ unit: 'ns' });
/** A share in thousandths. */
const quality = integer(0, 1000, { unit: '1/1000' });
const beats = z.number().min(0);
const command = z.enum(['PLAY', 'STOP', 'PAUSE', 'RECORD', 'SEEK', 'TEMPO']);
const bpm = z.number().gt(0).max(1000);
/** Sender id, offset, error bound, drift, jitter, quality. */
const peerClock = z.tuple([
  u32(),
  integer(-SAFE, SAFE, { unit: 'ns' }),
  u32({ unit: 'ns' }),
  i32({ unit: 'ppb' }),
  u32({ unit: 'ns' }),
  quality,
]);
/** Command, when, who gave it, beat, position in ms, tempo, time signature, loop (-1, -1: not touched). */
const loggedCommand = z.tuple([
  command,
  nanoseconds,
  u32(),
  beats,
  beats,
  bpm,
  integer(1, 255),
  integer(1, 255),
  z.number().min(-1),
  z.number().min(-1),
]);

/** The messages of the one timeline (spec/sync/v1). */
export const syncMessages = {
  sync_calibration_block: {
    type: 'sync_calibration_block' as const,
    code: 'scb',
    protocol: 'sync' as const,
    event: false,
    strictVersion: 'jamnet/1.0',
    shape: {
      type: z.literal('sync_calibration_block'),
      version,
      timestamp_cpu: u64({ compactKey: 'tc', description: 'Reading of the CPU clock.' }),
      timestamp_gpu: u64({ compactKey: 'tg', description: 'Reading of the GPU clock.' }),
      timestamp_unit: z
        .enum(['ns', 'us', 'ms'])
        .meta({ compactKey: 'u', description: 'Unit of both readings.' }),
      clock_base: text(1, 64, {
        compactKey: 'cb',
        description: 'Which clock of the platform the CPU reading is of.',
      }).optional(),
      session_id: text(1, 64, {
        compactKey: 'sid',
        description: 'The session, as its members call it.',
      }).optional(),
      origin: z
        .enum(['sender', 'receiver', 'midpoint'])
        .meta({ compactKey: 'o', description: 'Whose clocks were read.' }),
      uncertainty: u64({
        compactKey: 'un',
        description: 'How far apart the two readings may lie, in their unit.',
      }).optional(),
    },
    trailing: [],
    rules: [],
    description: 'A paired reading of the CPU and the GPU clock.',
  },
  transport: {
    type: 'transport' as const,
    code: 'tpt',
    protocol: 'sync' as const,
    event: false,
    shape: {
      type: z.literal('transport'),
      version,
      command: command.meta({ compactKey: 'cmd', description: 'What to do.' }),
      timestamp: u64({
        compactKey: 'tn',
        unit: 'ns',
        description: "When to do it, on the session's timeline.",
      }),
      position: z
        .number()
        .min(0)
        .meta({ compactKey: 'pos', unit: 'ms', description: 'Position in the song at that time.' }),
      position_samples: u64({
        compactKey: 'ps',
        unit: 'samples',
        description: 'The position to the sample.',
      }).optional(),
      bpm: bpm.meta({
        compactKey: 'bpm',
        unit: 'quarter notes per minute',
        description: 'Tempo from then on.',
      }),
      time_signature: z
        .tuple([integer(1, 255), integer(1, 255)])
        .meta({ compactKey: 'sig', description: '[numerator, denominator]' }),
      master_peer: text(1, 64, {
        compactKey: 'mp',
        description: 'The peer whose timeline counts.',
      }),
      beat: beats
        .meta({
          compactKey: 'bt',
          unit: 'quarter notes',
          description: 'The position in beats; position × bpm / 60,000 when absent.',
        })
        .optional(),
      loop: z
        .tuple([beats, beats])
        .meta({
          compactKey: 'lp',
          unit: 'quarter notes',
          description: '[start, end] of the loop from then on; equal ones end it.',
        })
        .optional(),
      peer: u32({
        compactKey: 'pe',
        description: 'Sender id of who gave the command; the sender of the frame when absent.',
      }).optional(),
    },
    trailing: [],
    rules: [],
    description: 'A command of the transport.',
  },
  transport_log: {
    type: 'transport_log' as const,
    code: 'tpl',
    protocol: 'sync' as const,
    event: false,
    shape: {
      type: z.literal('transport_log'),
      version,
      commands: z
        .array(loggedCommand)
        .min(1)
        .max(4)
        .meta({
          compactKey: 'cm',
          description:
            'Commands in force or to come: command, timestamp, sender id of who gave it, beat, position, bpm, numerator, denominator, start ' +
            'and end of the loop (-1 where it is not touched). The newest one is always among them, the others take turns.',
        }),
    },
    trailing: [],
    rules: [],
    description:
      'What the transport does and is going to do: repeated in heartbeats, for who comes late.',
  },
  sync_state: {
    type: 'sync_state' as const,
    code: 'sy',
    protocol: 'sync' as const,
    event: false,
    shape: {
      type: z.literal('sync_state'),
      version,
      epoch: z.tuple([u32(), u64({ unit: 'ms' })]).meta({
        compactKey: 'ep',
        description: 'The timeline: sender id of who founded it, and how long ago.',
      }),
      master: z.tuple([u32(), u32()]).meta({
        compactKey: 'ma',
        description: 'Sender id of the master that is followed, and its term.',
      }),
      clock: z
        .enum(['gpu', 'cpu', 'hybrid'])
        .meta({ compactKey: 'cl', description: 'What the timeline would run on here.' }),
      state: z
        .enum(['joining', 'locked', 'holdover'])
        .meta({ compactKey: 'st', description: 'How far the timeline is known here.' }),
      quality: quality.meta({
        compactKey: 'q',
        unit: '1/1000',
        description: 'How good a master this peer would make.',
      }),
      timeline: z
        .tuple([nanoseconds, nanoseconds, i32({ unit: 'ppb' })])
        .meta({
          compactKey: 'tl',
          description:
            "A time on the sender's own clock, the timeline then, and how much faster the timeline runs.",
        })
        .optional(),
      peers: z
        .array(peerClock)
        .max(8)
        .meta({
          compactKey: 'tb',
          description:
            "What the sender knows of the others' clocks, taking turns: sender id; its clock less the sender's; error bound; drift; jitter; quality.",
        })
        .optional(),
    },
    trailing: [],
    rules: [],
    description: "A peer's part in the one timeline: repeated in heartbeats.",
  },
};
