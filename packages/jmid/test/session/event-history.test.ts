import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventHistory, HISTORY_EVENTS } from '../../src/session/event-history.js';

const TAPE_BYTES = 1 << 20;
const LONGEST = 1158;
const wrap = (value: number): number => value >>> 0;

interface Remembered {
  readonly sequence: number;
  readonly fill: number;
  readonly length: number;
  readonly bornNs: number;
  readonly untilNs: number;
  carried: number;
}

/** The same in the plainest way: a list that never forgets. */
class Model {
  readonly events: Remembered[] = [];
  nowNs = 0;
  constructor(
    readonly target: number,
    readonly leastNs: number,
  ) {}

  isActive(event: Remembered): boolean {
    const wanted = event.carried < this.target || this.nowNs - event.bornNs < this.leastNs;
    return wanted && this.nowNs < event.untilNs;
  }
}

/** Starts from which 2^32 comes at once, soon, late and not at all. */
const anyStart = fc.constantFrom(0, 1, 5, 0x7fff_fff0, 0xffff_0000, 0xffff_fff0, 0xffff_ffff);

const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant('commit' as const),
    times: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(900, 5000)),
    length: fc.integer({ min: 1, max: LONGEST }),
    worthNs: fc.constantFrom(10, 100, 1e9),
  }),
  fc.record({
    kind: fc.constant('carry' as const),
    back: fc.nat(30),
    datagrams: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ kind: fc.constant('wait' as const), ns: fc.integer({ min: 1, max: 60 }) }),
);

describe('event history', () => {
  it('behaves as a list that never forgets, as far back as it reaches', () => {
    fc.assert(
      fc.property(
        anyStart,
        fc.constantFrom(1, 3, 40),
        fc.constantFrom(0, 50),
        fc.array(anyStep, { maxLength: 30 }),
        (first, target, leastNs, steps) => {
          const history = createEventHistory(target, leastNs, first);
          const model = new Model(target, leastNs);
          const out = new Uint8Array(LONGEST + 2);
          for (const step of steps) {
            if (step.kind === 'wait') model.nowNs += step.ns;
            else if (step.kind === 'carry') {
              const event = model.events.at(-1 - step.back);
              if (event === undefined) continue;
              history.carried(event.sequence, step.datagrams);
              event.carried += step.datagrams;
            } else {
              for (let i = 0; i < step.times; i++) {
                const sequence = history.next;
                const fill = sequence & 0xff;
                const untilNs = model.nowNs + step.worthNs;
                history.scratch.fill(fill, 0, step.length);
                history.commit(sequence, step.length, model.nowNs, untilNs);
                const { length } = step;
                const bornNs = model.nowNs;
                model.events.push({ sequence, fill, length, bornNs, untilNs, carried: 0 });
              }
            }
            compare(history, model, out);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  function compare(
    history: ReturnType<typeof createEventHistory>,
    model: Model,
    out: Uint8Array,
  ): void {
    const { events, nowNs } = model;
    const first = events[0]?.sequence ?? history.next;
    expect(history.next).toBe(wrap(first + events.length));
    // What is certain to be kept: the newest 4,096, as far as they fill less than the tape, its end left out.
    let bytes = 0;
    let oldestActive = -1;
    for (let back = 1; back <= events.length && back <= HISTORY_EVENTS; back++) {
      const event = events[events.length - back];
      bytes += event.length;
      if (bytes > TAPE_BYTES - LONGEST) break;
      const active = model.isActive(event);
      if (active) oldestActive = event.sequence;
      if (back > 40 && back % 97 !== 0 && back < HISTORY_EVENTS - 2) continue;
      expect(history.isActive(event.sequence, nowNs)).toBe(active);
      expect(history.isOwed(event.sequence)).toBe(event.carried < model.target);
      out.fill(0xee);
      expect(history.copyInto(event.sequence, out, 1, out.length)).toBe(1 + event.length);
      expect(out[0]).toBe(0xee);
      expect(out[1 + event.length]).toBe(0xee);
      for (let i = 1; i <= event.length; i++)
        if (out[i] !== event.fill) expect(out[i]).toBe(event.fill);
    }
    const said = history.oldestActive(nowNs);
    if (oldestActive >= 0) {
      // Never beyond an active one, however far back.
      expect((said - oldestActive) | 0).toBeLessThanOrEqual(0);
      expect(history.isActive(said, nowNs)).toBe(true);
    }
    expect((history.next - said) | 0).toBeLessThanOrEqual(HISTORY_EVENTS);
  }

  it('forgets what is 4,096 events old, also where sequences wrap', () => {
    for (const first of [0, 0xffff_f800, 0xffff_ffff]) {
      const history = createEventHistory(40, 0, first);
      const out = new Uint8Array(10);
      history.scratch[0] = 7;
      for (let i = 0; i < HISTORY_EVENTS; i++) history.commit(history.next, 1, 0, 1e9);
      expect(history.copyInto(first, out, 0, 10)).toBe(1);
      history.commit(history.next, 1, 0, 1e9);
      expect(history.copyInto(first, out, 0, 10)).toBe(-1);
      expect(history.isActive(first, 0)).toBe(false);
      expect(history.oldestActive(0)).toBe(wrap(first + 1));
      // Nor does it know what has not come yet.
      expect(history.copyInto(history.next, out, 0, 10)).toBe(-1);
    }
  });

  it('forgets what the tape has been written over with', () => {
    const history = createEventHistory(40, 0, 1);
    const out = new Uint8Array(LONGEST);
    let count = 0;
    for (; count * LONGEST <= TAPE_BYTES - LONGEST; count++) {
      history.scratch.fill(count & 0xff);
      history.commit(history.next, LONGEST, 0, 1e9);
    }
    expect(history.copyInto(1, out, 0, LONGEST)).toBe(LONGEST);
    for (let i = 0; i < 3; i++) history.commit(history.next, LONGEST, 0, 1e9);
    expect(history.copyInto(1, out, 0, LONGEST)).toBe(-1);
    expect(history.copyInto(5, out, 0, LONGEST)).toBe(LONGEST);
    expect(out[0]).toBe(4);
  });

  it('writes nothing where an event does not fit', () => {
    const history = createEventHistory(40, 0, 1);
    history.commit(1, 100, 0, 1e9);
    const out = new Uint8Array(200).fill(9);
    expect(history.copyInto(1, out, 101, 200)).toBe(-1);
    expect(out.every((byte) => byte === 9)).toBe(true);
    expect(history.copyInto(1, out, 100, 200)).toBe(200);
  });

  it('an event is active until it has been in enough datagrams and for long enough, or is worth nothing', () => {
    const history = createEventHistory(40, 250, 1);
    history.commit(1, 5, 0, 1000);
    history.carried(1, 39);
    expect([history.isActive(1, 0), history.isOwed(1)]).toEqual([true, true]);
    history.carried(1, 1);
    expect([history.isActive(1, 249), history.isOwed(1)]).toEqual([true, false]);
    expect(history.isActive(1, 250)).toBe(false);
    history.commit(2, 5, 0, 1000);
    expect(history.isActive(2, 999)).toBe(true);
    expect(history.isActive(2, 1000)).toBe(false);
  });

  it('is full from an event on when half of the places or half of the tape are taken', () => {
    const many = createEventHistory(40, 0, 0xffff_fffe);
    expect(many.isFullFrom(0xffff_fffe)).toBe(false);
    for (let i = 0; i < HISTORY_EVENTS / 2 - 1; i++) many.commit(many.next, 1, 0, 1e9);
    expect(many.isFullFrom(0xffff_fffe)).toBe(false);
    many.commit(many.next, 1, 0, 1e9);
    expect(many.isFullFrom(0xffff_fffe)).toBe(true);
    expect(many.isFullFrom(0xffff_ffff)).toBe(false);
    const long = createEventHistory(40, 0, 1);
    for (let i = 0; i < 460; i++) long.commit(long.next, LONGEST, 0, 1e9);
    expect(long.isFullFrom(1)).toBe(true);
    expect(long.isFullFrom(long.next)).toBe(false);
  });
});
