import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEventRing,
  createRingEvent,
  type EventRing,
  eventRingBytes,
  openEventRing,
  type RingEvent,
} from '../../src/index.js';

function ringOf(events: number, counters = 0): EventRing {
  const bytes = new Uint8Array(new SharedArrayBuffer(eventRingBytes(events)));
  createEventRing(bytes, events);
  for (const at of [128, 256]) new Uint32Array(bytes.buffer)[at / 4] = counters;
  return openEventRing(bytes);
}

const event = fc.record<RingEvent>({
  form: fc.constantFrom('ump', 'bytes'),
  data: fc.uint8Array({ minLength: 0, maxLength: 50 }),
  length: fc.constant(0),
  atNs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  gpuNs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  position: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  bar: fc.integer({ min: -100, max: 2 ** 31 - 1 }),
  beat: fc.nat({ max: 32 }),
  tick: fc.nat({ max: 959 }),
  id: fc.nat({ max: 2 ** 32 - 1 }),
  predicted: fc.boolean(),
  retracted: fc.boolean(),
  more: fc.constant(false),
});

describe('an event ring', () => {
  test('equals a queue of limited length, across the wrap of its counters, long messages in pieces', () => {
    const steps = fc.array(fc.option(event), { maxLength: 80 });
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 2 ** 32 - 10), (pushes, counters) => {
        const ring = ringOf(8, counters);
        const model: RingEvent[] = [];
        let dropped = 0;
        const out = createRingEvent();
        for (const pushed of pushes) {
          if (pushed !== null) {
            const records = Math.max(1, Math.ceil(pushed.data.length / 16));
            const fits = model.length + records <= 8;
            expect(ring.push({ ...pushed, length: pushed.data.length })).toBe(fits);
            if (!fits) dropped += records;
            for (let i = 0; fits && i < records; i += 1) {
              const data = pushed.data.slice(16 * i, 16 * i + 16);
              model.push({ ...pushed, data, length: data.length, more: i + 1 < records });
            }
          } else {
            const wanted = model.shift();
            expect(ring.pop(out)).toBe(wanted !== undefined);
            if (wanted !== undefined)
              expect({ ...out, data: out.data.slice(0, out.length) }).toEqual(wanted);
          }
          expect(ring.size()).toBe(model.length);
          expect(ring.dropped()).toBe(dropped);
        }
      }),
    );
  });

  test('keeps an event until it is due', () => {
    const ring = ringOf(4);
    ring.push({ ...createRingEvent(), atNs: 1000, id: 7 });
    const out = createRingEvent();
    expect(ring.pop(out, 999)).toBe(false);
    expect(ring.pop(out, 1000)).toBe(true);
    expect(out.id).toBe(7);
  });

  test.each([0, 3, -1, 1.5, Number.NaN, 2 ** 21])('cannot hold %d records', (events) => {
    expect(() => eventRingBytes(events)).toThrow(/power of two/u);
  });

  test('is opened where one lies, and garbage leads nowhere', () => {
    const bytes = new Uint8Array(eventRingBytes(4));
    expect(() => openEventRing(bytes)).toThrow(/no event ring/u);
    expect(() => createEventRing(bytes.subarray(1), 4)).toThrow(/multiple of 128/u);
    const made = createEventRing(bytes, 4);
    expect(() => openEventRing(bytes.subarray(0, bytes.length - 4))).toThrow(/no event ring/u);
    const words = new Int32Array(bytes.buffer);
    const out = createRingEvent();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.integer()), { minLength: 1 }), (changes) => {
        for (const [at, value] of changes) words[5 + (at % (words.length - 5))] = value;
        made.push(createRingEvent());
        expect(made.size()).toBeLessThanOrEqual(4);
        if (made.pop(out)) expect(out.length).toBeLessThanOrEqual(16);
      }),
    );
    words[4] = 3;
    expect(() => openEventRing(bytes)).toThrow(/no event ring/u);
    words[4] = 8;
    expect(() => openEventRing(bytes)).toThrow(/no event ring/u);
  });
});
