import { normaliseMessage, type JmidEvent } from '@jamnet/schemas';
import { FormatType } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JmidForm } from '../../src/options.js';
import { eventFormOf, eventForms } from '../../src/session/event-form.js';
import { anyMidi1Event, anyMidi2Event } from '../event-arbitraries.js';

const names = Object.keys(eventForms) as JmidForm[];
const anyEvents = fc.array(
  fc.tuple(fc.oneof(anyMidi1Event, anyMidi2Event), fc.nat(2 ** 32 - 1), fc.nat(2 ** 40)),
  { minLength: 1, maxLength: 12 },
);

describe.each(names)('events in the form %s', (name) => {
  const form = eventForms[name];

  it('stand back to back, each with its end, and come back as they were', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(20), (drawn, offset) => {
        const events = drawn.map(
          ([event, sequence, timestamp]) => ({ ...event, timestamp, sequence }) as JmidEvent,
        );
        const bytes = new Uint8Array(16_384);
        let end = offset;
        for (const event of events) {
          end = form.encodeInto(bytes, end, event);
          expect(end).toBeGreaterThan(0);
        }
        let at = offset;
        for (const event of events) {
          const next = form.eventEnd(bytes, at, end);
          expect(next).toBeGreaterThan(at);
          expect(form.decode(bytes, at, next)).toEqual(normaliseMessage(standard(event)));
          const peeked = form.peekSequence(bytes, at, next);
          if (name === 'compact') expect(peeked).toBe(event.sequence);
          else expect(peeked).toBeLessThan(0);
          at = next;
        }
        expect(at).toBe(end);
      }),
    );
  });

  it('says so when there is no room, and writes nothing beyond it', () => {
    const event: JmidEvent = { type: 'note_on', channel: 1, note: 60, velocity: 1, sequence: 1 };
    const roomy = new Uint8Array(200);
    const length = form.encodeInto(roomy, 0, event);
    for (let room = 0; room < length; room++)
      expect(form.encodeInto(new Uint8Array(room), 0, event)).toBeLessThan(0);
    expect(form.encodeInto(new Uint8Array(length), 0, event)).toBe(length);
  });

  it('gives a status for what is no MIDI message, and for anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const end = form.eventEnd(bytes, 0, bytes.length);
        expect(Number.isInteger(end)).toBe(true);
        if (end > 0) {
          form.peekSequence(bytes, 0, end);
          form.decode(bytes, 0, end);
          form.isBlank(bytes, 0, end);
        }
      }),
    );
    const bytes = new Uint8Array(200);
    const end = form.encodeInto(bytes, 0, { type: 'start' });
    expect(form.decode(bytes, 0, end)).toEqual({ type: 'start' });
  });
});

/** As the standard form has it, to be normalised independently of the codecs. */
function standard(event: JmidEvent): Record<string, unknown> {
  return { ...event };
}

describe('forms by format type', () => {
  it('knows three and no others', () => {
    expect(eventFormOf(FormatType.COMPACT_JSONL)).toBe(eventForms.compact);
    expect(eventFormOf(FormatType.STANDARD_JSON)).toBe(eventForms.standard);
    expect(eventFormOf(FormatType.MSGPACK)).toBe(eventForms.msgpack);
    for (const other of [FormatType.GPU_BINARY, 4, 15, 255, -1])
      expect(eventFormOf(other)).toBeUndefined();
  });

  it('refuses messages of other layers', () => {
    const text = new TextEncoder().encode('{"t":"hb","nm":"x"}\n');
    expect(eventForms.compact.decode(text, 0, text.length)).toBeLessThan(0);
    const long = new TextEncoder().encode('{"type":"heartbeat","version":"jamnet/1.0"}\n');
    expect(eventForms.standard.decode(long, 0, long.length)).toBeLessThan(0);
  });

  it('takes white space for an empty line in text, and in text alone', () => {
    const blank = new TextEncoder().encode(' \t\r\n');
    expect(eventForms.compact.isBlank(blank, 0, 4)).toBe(true);
    expect(eventForms.standard.isBlank(blank, 0, 4)).toBe(true);
    expect(eventForms.msgpack.isBlank(blank, 0, 4)).toBe(false);
    expect(eventForms.compact.isBlank(new TextEncoder().encode(' x\n'), 0, 3)).toBe(false);
  });
});
