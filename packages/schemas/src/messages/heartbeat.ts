import { z } from 'zod';
import { flag, integer, text, u32, u64 } from '../fields.js';
import { version } from './define-message.js';

const name = text(0, 64, { compactKey: 'nm', description: 'Name of the peer, for people.' });
const clock = z
  .string()
  .regex(/^[0-9A-Fa-f]{8}$/)
  .meta({
    compactKey: 'ck',
    description: 'Hash of the boot id: equal where two peers share a clock.',
  });
const endpoints = z.array(text(1, 64)).max(4).meta({
  compactKey: 'ep',
  description: 'Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`.',
});

const nanoseconds = u64({ unit: 'ns' });
/** A share in ten-thousandths; -1 unknown. */
const share = integer(-1, 10_000, { unit: '1/10000' });

/** rate; c0.1, c1, c5, c10, c20, c45; queue in µs; arrivals in the last second. */
const loss = z.tuple([
  integer(0, 10_000, { unit: '1/10000' }),
  share,
  share,
  share,
  share,
  share,
  share,
  u32({ unit: 'µs' }),
  u32({ unit: '1/s' }),
]);
/** Sender id, sequence, tx, rx, loss. */
const heard = z.tuple([u32(), u32(), nanoseconds, nanoseconds, loss]);

/** The control messages of toast (spec/toast/v2). */
export const toastMessages = {
  heartbeat: {
    type: 'heartbeat' as const,
    code: 'hb',
    protocol: 'toast' as const,
    event: false,
    shape: {
      type: z.literal('heartbeat'),
      version,
      name: name.optional(),
      clock: clock.optional(),
      endpoints: endpoints.optional(),
      bye: flag({ compactKey: 'by', description: 'The last one: the peer leaves.' }).optional(),
      receiveOnly: flag({ compactKey: 'ro', description: 'The peer sends no media.' }).optional(),
      rate: u32({
        compactKey: 'r',
        unit: '1/100 s',
        description: 'Heartbeats in 100 seconds.',
      }).optional(),
      plan: z
        .array(integer(0, 45_000, { unit: 'µs' }))
        .min(1)
        .max(16)
        .meta({
          compactKey: 'pl',
          unit: 'µs',
          description: 'When each copy of a datagram leaves, after the first.',
        })
        .optional(),
      previous: z
        .tuple([u32(), nanoseconds])
        .meta({
          compactKey: 'pv',
          description: 'Sequence of the heartbeat before this one, and when it was really sent.',
        })
        .optional(),
      heard: z
        .array(heard)
        .max(64)
        .meta({
          compactKey: 'hd',
          description:
            'Peers heard, rotating when they do not all fit: sender id; sequence and master timestamp of its newest heartbeat; ' +
            'its arrival here; loss. Loss is the rate, c0.1, c1, c5, c10, c20, c45, the queue that stands in µs, arrivals a second.',
        })
        .optional(),
    },
    trailing: [],
    rules: [],
    description: 'A peer is there, and what it hears of the others.',
  },
  announce: {
    type: 'announce' as const,
    code: 'an',
    protocol: 'toast' as const,
    event: false,
    shape: {
      type: z.literal('announce'),
      version,
      name: name.optional(),
      clock: clock.optional(),
      endpoints: endpoints.optional(),
      topics: z
        .array(text(1, 256))
        .max(64)
        .meta({ compactKey: 'tp', description: 'Topics of the sessions that the peer is in.' })
        .optional(),
    },
    trailing: [],
    rules: [],
    description: 'A peer tells the discovery topic which sessions it is in.',
  },
};
