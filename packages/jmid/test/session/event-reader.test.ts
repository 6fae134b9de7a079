import type { JmidEvent } from '@jamnet/schemas';
import { Flag } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JmidForm } from '../../src/options.js';
import { eventForms } from '../../src/session/event-form.js';
import { createEventReader, type EventReader } from '../../src/session/event-reader.js';
import { aFrame, aFrameOf } from '../support/frame.js';

const forms = Object.keys(eventForms) as JmidForm[];
const text = (line: string): Uint8Array => new TextEncoder().encode(line);

function cc(sequence: number, value = 0): JmidEvent {
  return { type: 'control_change', channel: 1, controller: 7, value, sequence: sequence >>> 0 };
}

/** What a frame gives, as `sequence` or `sequence repaired`. */
function read(
  reader: EventReader,
  sequences: readonly number[],
  form: JmidForm = 'compact',
  refresh = false,
): string[] {
  const given: string[] = [];
  const flags = refresh ? Flag.REFRESH : 0;
  const frame = aFrame(
    sequences.map((sequence) => cc(sequence)),
    { flags },
    form,
  );
  reader.read(frame, eventForms[form], (event, sequence, repaired) => {
    expect(event.sequence).toBe(sequence);
    given.push(repaired ? `${sequence} repaired` : `${sequence}`);
  });
  return given;
}

describe.each(forms)('event reader, form %s', (form) => {
  it('gives the events of a frame in the order in which they were played', () => {
    const reader = createEventReader();
    // News ascending, then history running backwards, as senders write it.
    expect(read(reader, [8, 9, 7, 6, 5], form)).toEqual([
      '5 repaired',
      '6 repaired',
      '7 repaired',
      '8',
      '9',
    ]);
  });

  it('gives each event once, and counts the repeats', () => {
    const reader = createEventReader();
    expect(read(reader, [1], form)).toEqual(['1']);
    expect(read(reader, [1], form)).toEqual([]);
    expect(read(reader, [3, 2, 1], form)).toEqual(['2 repaired', '3']);
    expect(read(reader, [3, 3, 2], form, true)).toEqual([]);
    expect(reader.counters).toEqual({ received: 3, repaired: 1, repeats: 5, malformed: 0 });
  });

  it('keeps the next event back for those before it that the history may bring', () => {
    const reader = createEventReader();
    expect(read(reader, [1], form)).toEqual(['1']);
    expect(read(reader, [3], form)).toEqual(['3']);
    // 4 is the next, but 2 is missing.
    expect(read(reader, [4, 3, 2, 1], form)).toEqual(['2 repaired', '4']);
    expect(read(reader, [5, 6, 4, 3], form)).toEqual(['5', '6']);
    expect(reader.missing).toBe(0);
    // Of what was before a first event that was only announced, anything may come.
    const late = createEventReader();
    late.announce(10);
    expect(read(late, [11, 10, 9], form)).toEqual(['9 repaired', '10 repaired', '11']);
  });

  it('takes everything in a refresh frame for repaired', () => {
    const reader = createEventReader();
    expect(read(reader, [1, 2], form, true)).toEqual(['1 repaired', '2 repaired']);
  });

  it('gives an event that stands twice in one frame once', () => {
    const reader = createEventReader();
    expect(read(reader, [4, 4, 4], form)).toEqual(['4']);
    expect(reader.counters.repeats).toBe(2);
  });

  it('orders and counts across 2^32', () => {
    const reader = createEventReader();
    expect(read(reader, [0xffff_fffe], form)).toEqual(['4294967294']);
    expect(read(reader, [1, 0, 0xffff_ffff, 0xffff_fffe], form)).toEqual([
      '4294967295 repaired',
      '0 repaired',
      '1',
    ]);
    expect([reader.newest, reader.missing]).toEqual([1, 0]);
    read(reader, [4], form);
    expect(reader.missing).toBe(2);
    expect(reader.completeTo(4)).toBe(false);
    expect(read(reader, [3, 2], form, true)).toEqual(['2 repaired', '3 repaired']);
    expect(reader.missing).toBe(0);
    expect(reader.completeTo(4)).toBe(true);
  });

  it('reads on behind a bad event where it can, and counts it', () => {
    const reader = createEventReader();
    const payload = [...aFrame([cc(1)], {}, form).bytes].slice(38, -4);
    // A message of the right form that is no event: it has no number.
    const stranger = [...aFrame([{ type: 'start' }], {}, form).bytes].slice(38, -4);
    const after = [...aFrame([cc(2)], {}, form).bytes].slice(38, -4);
    const frame = aFrameOf(Uint8Array.from([...payload, ...stranger, ...after]));
    const seen: number[] = [];
    reader.read(frame, eventForms[form], (_event, sequence) => seen.push(sequence));
    expect(seen).toEqual([1, 2]);
    expect(reader.counters.malformed).toBe(1);
  });

  it('never throws, never gives an event twice and does bounded work, whatever comes', () => {
    const good = [...aFrame([cc(3), cc(2), cc(1)], {}, form).bytes].slice(38, -4);
    const reader = createEventReader();
    const seen = new Set<number>();
    const flips = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(flips, fc.uint8Array({ maxLength: 1158 })), (change) => {
        const payload =
          change instanceof Uint8Array ? change : Uint8Array.from(good).map((byte) => byte);
        if (!(change instanceof Uint8Array)) for (const [at, value] of change) payload[at] = value;
        reader.read(aFrameOf(payload), eventForms[form], (_event, sequence) => {
          expect(seen.has(sequence)).toBe(false);
          seen.add(sequence);
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('event reader', () => {
  it('skips empty lines and counts broken ones, without harm to their neighbours', () => {
    const reader = createEventReader();
    const seen: number[] = [];
    const lines = text(
      '\n  \r\n{"t":"cc","c":1,"cc":7,"val":0,"seq":1}\r\n{"t":"cc","c":99,"cc":7,"val":0,"seq":2}\nnonsense\n{"t":"hb","seq":3}\n{"t":"cc","c":1,"cc":7,"val":0,"seq":4}',
    );
    reader.read(aFrameOf(lines), eventForms.compact, (_event, sequence) => seen.push(sequence));
    expect(seen).toEqual([1, 4]);
    expect(reader.counters.malformed).toBe(3);
  });

  it('reads events that other writers wrote: keys in any order, white space', () => {
    const reader = createEventReader();
    const seen: JmidEvent[] = [];
    const lines = text(
      '{ "seq": 2, "t": "n+", "v": 1, "n": 60, "c": 1 }\n{"seq":1,"t":"st"}\n{"seq":2,"t":"st"}\n',
    );
    reader.read(aFrameOf(lines), eventForms.compact, (event) => seen.push(event));
    expect(seen.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
      'start 1',
      'note_on 2',
    ]);
  });

  it('gives up a MessagePack payload that cannot be followed', () => {
    const reader = createEventReader();
    const seen: number[] = [];
    const whole = aFrame([cc(1), cc(2)], {}, 'msgpack');
    const cut = { ...whole, payloadLength: whole.payloadLength - 3 };
    reader.read(cut, eventForms.msgpack, (_event, sequence) => seen.push(sequence));
    expect(seen).toEqual([1]);
    expect(reader.counters.malformed).toBe(1);
  });

  it('expects what comes after the first that it heard of', () => {
    const late = createEventReader();
    late.announce(100);
    expect([late.newest, late.missing, late.completeTo(100)]).toEqual([100, 0, true]);
    late.announce(102);
    expect([late.missing, late.completeTo(102)]).toEqual([2, false]);
    // A line that was overtaken changes nothing.
    late.announce(99);
    expect(late.missing).toBe(2);
    read(late, [102, 101, 100]);
    expect([late.counters.received, late.missing]).toEqual([3, 0]);

    const early = createEventReader();
    early.announce(0);
    expect(early.missing).toBe(0);
    read(early, [3]);
    expect(early.missing).toBe(2);
    read(early, [2, 1], 'compact', true);
    expect(early.missing).toBe(0);
  });

  it('counts on beyond 2^31 and 2^32 events, where the first one looks newer than the newest', () => {
    const reader = createEventReader();
    read(reader, [1]);
    const step = 2 ** 30;
    for (let i = 1; i <= 5; i++) read(reader, [1 + i * step]);
    expect(reader.missing).toBe(5 * step + 1 - 6);
    read(reader, [2 + 5 * step, 3 + 5 * step]);
    expect(reader.missing).toBe(5 * step + 1 - 6);
    expect(reader.newest).toBe((3 + 5 * step) >>> 0);
  });

  it('takes an event of long ago for a repeat: it can no longer tell', () => {
    const reader = createEventReader();
    read(reader, [1]);
    read(reader, [5000]);
    expect(read(reader, [2])).toEqual([]);
    expect(read(reader, [5000 - 4095])).toEqual(['905']);
  });

  it('passes over 300 lines in one frame', () => {
    const reader = createEventReader();
    const frame = aFrameOf(new Uint8Array(1158).fill(10));
    reader.read(frame, eventForms.compact, () => expect.unreachable());
    reader.read(aFrameOf(text('x\n'.repeat(579))), eventForms.compact, () => expect.unreachable());
    expect(reader.counters.malformed).toBeGreaterThan(0);
    expect(read(reader, [1])).toEqual(['1']);
  });
});
