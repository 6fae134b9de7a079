import assert from 'node:assert/strict';
import { JamError, type Clock, type TimerId, type Timers } from '@jamnet/wire';
import { casesOf, type ConformanceCase } from './conformance-case.js';

/** A clock and timers of the kind under test. */
export interface TimersHarness {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Lets `ms` milliseconds pass on `clock`, and pending promises settle: runs virtual time, or waits. */
  settle(ms: number): Promise<void>;
  close(): Promise<void> | void;
}

const PATIENCE_MS = 2_000;
const STEP_MS = 5;

/** Lets time pass until the condition holds, and a little more for what should not happen. */
async function eventually(harness: TimersHarness, condition: () => boolean): Promise<void> {
  for (let ms = 0; ms < PATIENCE_MS && !condition(); ms += STEP_MS) await harness.settle(STEP_MS);
  await harness.settle(STEP_MS);
  assert.ok(condition(), `it did not happen within ${PATIENCE_MS} ms`);
}

const demands: Readonly<Record<string, (harness: TimersHarness) => Promise<void>>> = {
  'the clock goes on and never back': async (harness) => {
    const { clock } = harness;
    const startNs = clock.nowNs();
    let formerNs = startNs;
    for (let i = 0; i < 1_000; i += 1) {
      const nowNs = clock.nowNs();
      assert.ok(nowNs >= formerNs, `${nowNs} came after ${formerNs}`);
      formerNs = nowNs;
    }
    await harness.settle(10);
    assert.ok(clock.nowNs() - startNs >= 9e6, '10 ms were to pass');
  },

  'a timer runs once, and not before its time': async (harness) => {
    const { clock, timers } = harness;
    const atNs = clock.nowNs() + 20e6;
    const ranNs: number[] = [];
    timers.schedule(atNs, () => ranNs.push(clock.nowNs()));
    await eventually(harness, () => ranNs.length > 0);
    assert.equal(ranNs.length, 1);
    assert.ok(ranNs[0] >= atNs, `it ran ${atNs - ranNs[0]} ns before its time`);
  },

  'nothing runs within schedule, however long its time has passed': async (harness) => {
    const { clock, timers } = harness;
    let runs = 0;
    const count = () => (runs += 1);
    timers.schedule(clock.nowNs(), count);
    timers.schedule(clock.nowNs() - 1e6, count);
    timers.schedule(0, count);
    timers.defer(count);
    assert.equal(runs, 0);
    await eventually(harness, () => runs === 4);
  },

  'timers run in the order of their times, at one time in the order of scheduling': async (
    harness,
  ) => {
    const { clock, timers } = harness;
    const baseNs = clock.nowNs() + 5e6;
    const order: string[] = [];
    const times: readonly [number, string][] = [
      [3, 'e'],
      [1, 'b'],
      [2, 'c'],
      [0, 'a'],
      [2, 'd'],
      [3, 'f'],
    ];
    for (const [ms, name] of times) timers.schedule(baseNs + ms * 1e6, () => order.push(name));
    await eventually(harness, () => order.length === times.length);
    assert.equal(order.join(''), 'abcdef');
  },

  'ten thousand timers run in order': async (harness) => {
    const { clock, timers } = harness;
    const baseNs = clock.nowNs() + 10e6;
    const ranNs: number[] = [];
    for (let i = 0; i < 10_000; i += 1) {
      const atNs = baseNs + ((i * 7_919) % 10_000) * 1_000;
      timers.schedule(atNs, () => ranNs.push(atNs));
    }
    await eventually(harness, () => ranNs.length === 10_000);
    assert.deepEqual(
      ranNs,
      [...ranNs].sort((x, y) => x - y),
    );
  },

  'a cancelled timer does not run': async (harness) => {
    const { clock, timers } = harness;
    const ran: number[] = [];
    const ids: TimerId[] = [];
    for (let i = 0; i < 100; i += 1) {
      ids.push(timers.schedule(clock.nowNs() + 5e6 + i * 1e5, () => ran.push(i)));
    }
    for (let i = 0; i < 100; i += 2) timers.cancel(ids[i]);
    await eventually(harness, () => ran.length === 50);
    assert.ok(ran.every((i) => i % 2 === 1));
  },

  'a timer may cancel another that is due at the same time': async (harness) => {
    const { clock, timers } = harness;
    const atNs = clock.nowNs() + 5e6;
    const ran: string[] = [];
    const later: { id: TimerId } = { id: 0 };
    timers.schedule(atNs, () => {
      ran.push('first');
      timers.cancel(later.id);
    });
    later.id = timers.schedule(atNs, () => ran.push('second'));
    await eventually(harness, () => ran.length > 0);
    assert.deepEqual(ran, ['first']);
  },

  'ids are never 0, and those that mean nothing are ignored': async (harness) => {
    const { clock, timers } = harness;
    let runs = 0;
    const former = timers.schedule(clock.nowNs(), () => (runs += 1));
    assert.notEqual(former, 0);
    await eventually(harness, () => runs === 1);
    timers.schedule(clock.nowNs() + 1e6, () => (runs += 1));
    // The former id must not hit a timer that has taken its place.
    for (const id of [former, 0, -1, 2 ** 40, 12_345.5]) timers.cancel(id);
    await eventually(harness, () => runs === 2);
  },

  'a timer may schedule the next': async (harness) => {
    const { clock, timers } = harness;
    const ranNs: number[] = [];
    const tick = () => {
      ranNs.push(clock.nowNs());
      if (ranNs.length < 5) timers.schedule(clock.nowNs() + 2e6, tick);
    };
    timers.schedule(clock.nowNs() + 2e6, tick);
    await eventually(harness, () => ranNs.length === 5);
    for (let i = 1; i < 5; i += 1) assert.ok(ranNs[i] - ranNs[i - 1] >= 2e6);
  },

  'what a timer defers runs after it, in order, before a later timer': async (harness) => {
    const { clock, timers } = harness;
    const order: string[] = [];
    const baseNs = clock.nowNs() + 5e6;
    timers.schedule(baseNs, () => {
      timers.defer(() => {
        order.push('deferred 1');
        timers.defer(() => order.push('deferred 3'));
      });
      timers.defer(() => order.push('deferred 2'));
      order.push('timer');
    });
    timers.schedule(baseNs + 30e6, () => order.push('later timer'));
    await eventually(harness, () => order.length === 5);
    assert.deepEqual(order, ['timer', 'deferred 1', 'deferred 2', 'deferred 3', 'later timer']);
  },

  'a time that is no number is refused': async ({ timers }) => {
    assert.throws(() => timers.schedule(NaN, () => undefined), JamError);
  },
};

/** What every `Clock` with its `Timers` has to do. `make` is called for each case. */
export function timersConformance(
  make: () => TimersHarness | Promise<TimersHarness>,
): ConformanceCase[] {
  return casesOf(make, demands);
}
