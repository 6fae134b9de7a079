import { z } from 'zod';
import { integer, text, u64 } from '../fields.js';
import { version } from './define-message.js';

/** Messages that have their names and their schemas, and that no release sends yet (spec/registry). */
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
      command: z
        .enum(['PLAY', 'STOP', 'PAUSE', 'RECORD', 'SEEK', 'TEMPO'])
        .meta({ compactKey: 'cmd', description: 'What to do.' }),
      timestamp: u64({ compactKey: 'tn', unit: 'ns', description: 'When to do it.' }),
      position: z
        .number()
        .min(0)
        .meta({ compactKey: 'pos', unit: 'ms', description: 'Musical position.' }),
      position_samples: u64({
        compactKey: 'ps',
        unit: 'samples',
        description: 'The position to the sample.',
      }).optional(),
      bpm: z
        .number()
        .gt(0)
        .max(1000)
        .meta({ compactKey: 'bpm', unit: 'beats per minute', description: 'Tempo.' }),
      time_signature: z
        .tuple([integer(1, 255), integer(1, 255)])
        .meta({ compactKey: 'sig', description: '[numerator, denominator]' }),
      master_peer: text(1, 64, {
        compactKey: 'mp',
        description: 'The peer whose timeline counts.',
      }),
    },
    trailing: [],
    rules: [],
    description: 'A command of the transport.',
  },
};
