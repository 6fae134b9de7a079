import { z } from 'zod';
import { integer, u14, u32, u7 } from '../fields.js';
import { group, version } from './define-message.js';

/** What is held and set on one channel. Inner objects do not grow: unknown members are dropped. */
const channelState = z
  .object({
    group: group.optional(),
    channel: integer(1, 16, { description: 'MIDI channel, 1-16.' }),
    notes: z.array(u7({})).max(128).meta({ description: 'Notes held, ascending.' }),
    controllers: z
      .array(z.tuple([u7({}), u7({})]))
      .max(128)
      .meta({ description: '[controller, value], ascending by controller.' }),
    program: u7({ description: 'Program, where one was chosen.' }).optional(),
    bend: u14({ description: 'Pitch bend, where it was moved.' }).optional(),
    pressure: u7({ description: 'Channel pressure, where there was some.' }).optional(),
  })
  .meta({ compactLayout: 'channel-state', title: 'MidiStateChannel' });

/** The state line of a JMID stream (spec/jmid/v1, section 2). */
export const midiStateMessages = {
  midi_state: {
    type: 'midi_state' as const,
    code: 'ms',
    protocol: 'jmid' as const,
    event: false,
    shape: {
      type: z.literal('midi_state'),
      version,
      stream: integer(1, 255, { compactKey: 's', description: 'Stream id, 1-255.' }),
      part: z
        .tuple([integer(0, 65_535), integer(1, 65_536)])
        .meta({
          compactKey: 'part',
          description: '[index, count] when the state is spread over several heartbeats.',
        })
        .optional(),
      channels: z
        .array(channelState)
        .max(256)
        .meta({ compactKey: 'ch', description: 'What is held and set, by channel.' }),
      sequence: u32({
        compactKey: 'seq',
        description: 'Number of the last event sent on the stream.',
      }),
    },
    trailing: ['sequence'],
    rules: [{ rule: 'below' as const, left: 'part.0', right: 'part.1' }],
    description: 'What a stream holds: repeated in heartbeats, so that no note hangs.',
  },
};
