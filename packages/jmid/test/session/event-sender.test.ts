import type { JmidEvent } from '@jamnet/schemas';
import { StreamType } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { eventForms } from '../../src/session/event-form.js';
import { createEventReader, type EventReader } from '../../src/session/event-reader.js';
import { createEventSender, type EventSender } from '../../src/session/event-sender.js';
import { createJam, type Jam } from '../support/jam.js';

interface Setup {
  readonly jam: Jam;
  readonly sender: EventSender;
  readonly reader: EventReader;
  /** Sequences in the order in which they were given. */
  readonly got: number[];
  readonly flushed: number[];
  setLoss(loss: number): void;
  setCut(cut: boolean): void;
}

async function setUp(first: number, ceiling = 10_000_000, seed = 1): Promise<Setup> {
  const jam = createJam(seed);
  const player = await jam.open('player', { session: { rateCeilingBitsPerSecond: ceiling } });
  const listener = await jam.open('listener');
  const { session } = player;
  const flushed: number[] = [];
  const sender = createEventSender({
    session,
    clock: jam.time.clock,
    timers: jam.time.timers,
    random: jam.random,
    form: eventForms.compact,
    redundancy: 'adaptive',
    historyDatagrams: 40,
    first,
    flushed: (sequence) => flushed.push(sequence),
  });
  const reader = createEventReader();
  const got: number[] = [];
  listener.session.subscribe({ streamType: StreamType.MIDI }, (frame) =>
    reader.read(frame, eventForms.compact, (_event, sequence) => got.push(sequence)),
  );
  const { setLoss, setCut } = listener;
  return { jam, sender, reader, got, flushed, setLoss, setCut };
}

const clock: JmidEvent = { type: 'clock' };

describe('event sender', () => {
  it.each([0, 1, 0x7fff_ff00, 0xffff_ff00, 0xffff_ffff])(
    'numbers, repeats and forgets as always from %i on',
    async (first) => {
      const { jam, sender, reader, got, flushed, setLoss } = await setUp(first);
      setLoss(0.5);
      const count = 600;
      for (let i = 0; i < count; i++) {
        expect(sender.send(clock)).toBe(true);
        jam.runMs(5);
      }
      expect(sender.idle).toBe(false);
      jam.runMs(1000);
      const all = Array.from({ length: count }, (_, i) => (first + i) >>> 0);
      expect(new Set(got)).toEqual(new Set(all));
      expect(got.length).toBe(count);
      expect(reader.missing).toBe(0);
      expect(flushed).toEqual(all);
      expect(sender.idle).toBe(true);
      const { refreshes } = sender;
      jam.runMs(1000);
      expect(sender.refreshes).toBe(refreshes);
    },
  );

  it('survives 100,000 events across 2^32', async () => {
    const { jam, sender, got } = await setUp((2 ** 32 - 50_000) >>> 0);
    for (let i = 0; i < 10_000; i++) {
      for (let n = 0; n < 10; n++) sender.send(clock);
      jam.runMs(20);
    }
    jam.runMs(6000);
    expect(got.length).toBe(100_000);
    for (let i = 0; i < got.length; i++)
      if (got[i] !== (2 ** 32 - 50_000 + i) >>> 0) expect(got[i]).toBe(i);
    expect(sender.idle).toBe(true);
  });

  it('repeats older events in turns where there is always something new', async () => {
    const { jam, sender, got, setCut } = await setUp(1);
    jam.runMs(100);
    // Nothing gets through for 100 ms, in which each event is followed by a hundred more than a frame holds.
    setCut(true);
    for (let i = 0; i < 100; i++) {
      sender.send(clock);
      jam.runMs(1);
    }
    setCut(false);
    for (let i = 0; i < 150; i++) {
      sender.send(clock);
      jam.runMs(1);
    }
    expect(new Set(got).size).toBe(250);
  });

  it('says that events have gone out when they have, or when they have waited for long', async () => {
    const { jam, sender, flushed } = await setUp(1, 150_000);
    for (let i = 0; i < 500; i++) sender.send(clock);
    jam.runMs(50);
    expect(flushed).toEqual([]);
    jam.runMs(10_000);
    expect(flushed.at(-1)).toBe(500);
    expect(new Set(flushed).size).toBe(1);
  });
});
