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
    compareRuns(history, model);
    const said = history.oldestActive(nowNs);
    if (oldestActive >= 0) {
      // Never beyond an active one, however far back.
      expect((said - oldestActive) | 0).toBeLessThanOrEqual(0);
      expect(history.isActive(said, nowNs)).toBe(true);
    }
    expect((history.next - said) | 0).toBeLessThanOrEqual(HISTORY_EVENTS);
  }

  /** Runs, one after the other, are the active events newest first. */
  function compareRuns(history: ReturnType<typeof createEventHistory>, model: Model): void {
    const { events, nowNs } = model;
    const out = new Uint8Array(3000);
    for (const [end, most] of [
      [3000, 256],
      [1150, 256],
      [3000, 3],
    ]) {
      let back = 1;
      let at = 1;
      for (; back <= Math.min(events.length, 40); back++) {
        const event = events[events.length - back];
        if (!model.isActive(event)) continue;
        const oldest = events[Math.max(0, events.length - 40)].sequence;
        out.fill(0xee);
        const next = history.copyRunInto(event.sequence, oldest, most, nowNs, out, at, end);
        expect(next < 0).toBe(event.length > end - at);
        if (next < 0) break;
        expect(history.runLength).toBeGreaterThan(0);
        expect(history.runLength).toBeLessThanOrEqual(most);
        for (const each of events
          .slice(-40)
          .reverse()
          .slice(back - 1)
          .slice(0, history.runLength)) {
          expect(model.isActive(each)).toBe(true);
          expect(out.subarray(at, at + each.length).every((byte) => byte === each.fill)).toBe(true);
          at += each.length;
        }
        expect(next).toBe(at);
        expect(out[at] ?? 0xee).toBe(0xee);
        back += history.runLength - 1;
      }
    }
  }

  it('takes as many events at once as are active, lie together and fit', () => {
    const history = createEventHistory(40, 0, 1);
    const out = new Uint8Array(100);
    for (const fill of [1, 2, 3, 4, 5]) {
      history.scratch.fill(fill, 0, 10);
      history.commit(history.next, 10, 0, fill === 2 ? 5 : 1e9);
    }
    expect(history.copyRunInto(5, 1, 256, 0, out, 0, 100)).toBe(50);
    expect(history.runLength).toBe(5);
    expect([...out.subarray(0, 50)].filter((_, i) => i % 10 === 9)).toEqual([5, 4, 3, 2, 1]);
    expect(history.copyRunInto(5, 1, 256, 0, out, 0, 39)).toBe(30);
    expect(history.copyRunInto(5, 4, 256, 0, out, 0, 100)).toBe(20);
    expect(history.copyRunInto(4, 1, 1, 0, out, 0, 100)).toBe(10);
    // The second is worth nothing any more.
    expect(history.copyRunInto(5, 1, 256, 9, out, 0, 100)).toBe(30);
    expect(history.copyRunInto(2, 1, 256, 9, out, 0, 100)).toBe(-1);
    expect(history.runLength).toBe(0);
    expect(history.copyRunInto(6, 1, 256, 0, out, 0, 100)).toBe(-1);
  });

  it('takes no more at once than up to where the tape begins again', () => {
    const history = createEventHistory(40, 0, 1);
    const out = new Uint8Array(5000);
    const whole = Math.floor(TAPE_BYTES / 1000);
    for (let i = 1; i <= whole + 2; i++) {
      history.scratch.fill(i & 0xff, 0, 1000);
      history.commit(history.next, 1000, 0, 1e9);
    }
    expect(history.copyRunInto(whole + 2, 1, 256, 0, out, 0, 5000)).toBe(2000);
    expect(history.copyRunInto(whole, 1, 256, 0, out, 2000, 5000)).toBe(5000);
    const firsts = [0, 1000, 2000, 3000, 4000].map((at) => out[at]);
    expect(firsts).toEqual([2, 1, 0, -1, -2].map((more) => (whole + more) & 0xff));
  });

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
