import { z } from 'zod';
import { flag, integer, text, u32, u64 } from '../fields.js';
import { version } from './define-message.js';

const name = text(0, 64, { compactKey: 'nm', description: 'Name of the peer, for people.' });
const clock = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .meta({
    compactKey: 'ck',
    description: 'Hash of the boot id: equal where two peers share a clock.',
  });
const endpoints = z.array(text(1, 64)).max(16).meta({
  compactKey: 'ep',
  description: 'Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`.',
});

const nanoseconds = (description: string) => u64({ unit: 'ns', description });
const perTenThousand = (description: string) =>
  integer(-1, 10_000, { unit: '1/10000', description });
const countOrUnknown = (unit: string, description: string) =>
  integer(-1, 0xffff_ffff, { unit, description });

const loss = z
  .object({
    rate: perTenThousand('Share of datagrams lost; -1 unknown.'),
    afterLoss: z
      .tuple([
        perTenThousand('Lag 0.1 ms.'),
        perTenThousand('Lag 1 ms.'),
        perTenThousand('Lag 5 ms.'),
        perTenThousand('Lag 10 ms.'),
        perTenThousand('Lag 20 ms.'),
        perTenThousand('Lag 45 ms.'),
      ])
      .meta({
        description:
          'Share lost where the datagram 0.1, 1, 5, 10, 20 or 45 ms before was lost; -1 unknown.',
      }),
    queueUs: countOrUnknown('µs', 'Delay above the smallest seen; -1 unknown.'),
    receivedPerSecond: countOrUnknown('1/s', 'Datagrams that arrive in a second; -1 unknown.'),
  })
  .meta({ compactLayout: 'positional', title: 'HeartbeatLoss' });

const heard = z
  .object({
    sender: u32({ description: 'Sender id of the peer that was heard.' }),
    sequence: u32({ description: 'Sequence of its newest heartbeat.' }),
    tx: nanoseconds('When it left, on its timeline.'),
    rx: nanoseconds('When it arrived, on this timeline.'),
    loss,
  })
  .meta({ compactLayout: 'positional', title: 'HeartbeatHeard' });

const previous = z
  .object({
    sequence: u32({ description: 'Sequence of the heartbeat before this one.' }),
    tx: nanoseconds('When it really left.'),
  })
  .meta({
    compactLayout: 'positional',
    compactKey: 'pv',
    title: 'HeartbeatPrevious',
    description: 'The heartbeat before this one, whose time of sending is known only now.',
  });

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
      name,
      clock,
      endpoints,
      bye: flag({ compactKey: 'by', description: 'The last one: the peer leaves.' }).optional(),
      receiveOnly: flag({ compactKey: 'ro', description: 'The peer sends no media.' }).optional(),
      rate: integer(1, 100_000, {
        compactKey: 'r',
        unit: '1/100 s',
        description: 'Heartbeats in 100 seconds.',
      }).optional(),
      plan: z
        .array(integer(0, 1_000_000, { unit: 'µs' }))
        .min(1)
        .max(16)
        .meta({
          compactKey: 'pl',
          unit: 'µs',
          description: 'When each copy of a datagram leaves, after the first.',
        })
        .optional(),
      prev: previous.optional(),
      heard: z
        .array(heard)
        .max(64)
        .meta({
          compactKey: 'hd',
          description: 'Peers heard, rotating when they do not all fit.',
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
      name,
      clock,
      endpoints,
      topics: z
        .array(text(1, 256))
        .max(64)
        .meta({ compactKey: 'tp', description: 'Topics of the sessions that the peer is in.' }),
    },
    trailing: [],
    rules: [],
    description: 'A peer tells the discovery topic which sessions it is in.',
  },
};
