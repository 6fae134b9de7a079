import { z } from 'zod';
import { integer, oneOfIntegers, u32, u64 } from '../fields.js';
import { version } from './define-message.js';

const SAFE = Number.MAX_SAFE_INTEGER;

/** Sample rates of audio streams, frames a second. */
export const SAMPLE_RATES = [44_100, 48_000, 96_000, 192_000] as const;

const rate = oneOfIntegers(SAMPLE_RATES, {
  compactKey: 'r',
  unit: 'frames/s',
  description: 'Sample rate: 44100, 48000, 96000 or 192000.',
});
const channels = (absentMeans?: number) =>
  integer(1, 8, {
    compactKey: 'c',
    description: `Channels, 1-8${absentMeans === undefined ? '' : '; 1 when absent'}.`,
    ...(absentMeans === undefined ? {} : { absentMeans }),
  });
const position = integer(0, SAFE, {
  compactKey: 'p',
  unit: 'frames',
  description: 'Number of the first frame in its stream, counted at this rate.',
});
const next = z.tuple([oneOfIntegers(SAMPLE_RATES), integer(0, SAFE)]).meta({
  compactKey: 'nx',
  description: 'Announces a change: the rate that follows, and the position of its first frame.',
});
const timestamp = u64({
  compactKey: 'ts',
  unit: 'µs',
  description: "When the first frame was played, on the sender's timeline.",
});

/** The messages of JDAT (spec/jdat/v1). */
export const audioMessages = {
  jdat: {
    type: 'jdat' as const,
    code: 'ja',
    protocol: 'jdat' as const,
    event: false,
    shape: {
      type: z.literal('jdat'),
      version,
      rate,
      channels: channels(),
      frames: integer(1, 512, { compactKey: 'n', description: 'Frames in this message, 1-512.' }),
      position,
      next: next.optional(),
      payload: z.array(integer(-0x80_0000, 0x7f_ffff)).min(1).max(4096).meta({
        compactKey: 'd',
        description: '24-bit samples, interleaved: frames × channels integers.',
      }),
      timestamp,
    },
    trailing: ['timestamp'],
    rules: [{ rule: 'named' as const, name: 'jdatFault' }],
    description: 'Some frames of audio.',
  },
  jellie: {
    type: 'jellie' as const,
    code: 'je',
    protocol: 'jdat' as const,
    event: false,
    shape: {
      type: z.literal('jellie'),
      version,
      rate,
      channels: channels(1).optional(),
      frames: integer(2, 512, {
        compactKey: 'n',
        description: 'Frames that the four parts give together, 2-512.',
      }),
      part: integer(0, 3, {
        compactKey: 'k',
        description: 'Which of the four streams: 0 e, 1 o, 2 e+o, 3 e+2o.',
      }),
      position,
      next: next.optional(),
      payload: z.array(integer(-0x180_0000, 0x17f_fffd)).min(1).max(2048).meta({
        compactKey: 'd',
        description: 'Integers of the part, interleaved: pairs × channels of them.',
      }),
      timestamp,
      sequence: u32({
        compactKey: 'seq',
        description:
          'Number of the JELLIE frame among those of its rate, the same in its four parts; wraps.',
      }),
    },
    trailing: ['timestamp', 'sequence'],
    rules: [{ rule: 'named' as const, name: 'jellieFault' }],
    description: 'One of the four streams of a JELLIE frame; any two give all of its frames.',
  },
};
