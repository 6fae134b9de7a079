import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSystemClock, createSystemTimers, JamError, type Clock } from '../src/index.js';

/** The event loop's timers, called by hand: what was armed, and the clock beside it. */
function createLoop() {
  const clock: Clock & { ns: number } = { ns: 0, nowNs: () => clock.ns };
  const armed = new Map<object, { wake: () => void; ms: number; unref: boolean }>();
  const arm = (wake: () => void, ms = 0) => {
    const entry = { wake, ms, unref: false };
    const handle = { unref: () => (entry.unref = true) };
    armed.set(handle, entry);
    return handle;
  };
  const clear = (handle: object) => armed.delete(handle);
  vi.stubGlobal('setTimeout', arm);
  vi.stubGlobal('setImmediate', (wake: () => void) => arm(wake));
  vi.stubGlobal('clearTimeout', clear);
  vi.stubGlobal('clearImmediate', clear);
  return {
    clock,
    armed: () => [...armed.values()],
    /** Lets what is armed go off at `ns`. */
    wake(ns: number) {
      clock.ns = ns;
      const [handle, entry] = [...armed][0]!;
      armed.delete(handle);
      entry.wake();
    },
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('system timers on a loop called by hand', () => {
  it('arm one timeout, for the earliest, in whole milliseconds rounded up', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    timers.schedule(7_000_001, () => {});
    expect(loop.armed()).toMatchObject([{ ms: 8 }]);
    timers.schedule(9_000_000, () => {});
    expect(loop.armed()).toMatchObject([{ ms: 8 }]);
    timers.schedule(2_000_000, () => {});
    expect(loop.armed()).toMatchObject([{ ms: 2 }]);
  });

  it('run nothing before its time, and wait for the rest', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(2_000_000, () => ran.push('a'));
    loop.wake(1_999_999);
    expect(ran).toEqual([]);
    expect(loop.armed()).toMatchObject([{ ms: 1 }]);
    loop.wake(2_000_000);
    expect(ran).toEqual(['a']);
    expect(loop.armed()).toEqual([]);
  });

  it('run all that are due in order of time, then of scheduling', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(3e6, () => ran.push('third'));
    timers.schedule(1e6, () => ran.push('first'));
    timers.schedule(9e6, () => ran.push('not yet'));
    timers.schedule(1e6, () => ran.push('second'));
    loop.wake(3.5e6);
    expect(ran).toEqual(['first', 'second', 'third']);
    expect(loop.armed()).toMatchObject([{ ms: 6 }]);
  });

  it('never run synchronously, also what is due already', () => {
    const loop = createLoop();
    loop.clock.ns = 5e6;
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(1e6, () => ran.push('past'));
    timers.schedule(-Infinity, () => ran.push('long past'));
    expect(ran).toEqual([]);
    loop.wake(5e6);
    expect(ran).toEqual(['long past', 'past']);
  });

  it('put what a callback schedules off to the next waking, however far in the past it lies', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(1e6, () => {
      ran.push('a');
      timers.schedule(0, () => ran.push('c'));
    });
    timers.schedule(2e6, () => ran.push('b'));
    loop.wake(3e6);
    expect(ran).toEqual(['a', 'b']);
    expect(loop.armed()).toHaveLength(1);
    loop.wake(3e6 + 1);
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(loop.armed()).toEqual([]);
  });

  it('do not run what was cancelled, also by a callback of the same waking', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    const first = timers.schedule(1e6, () => ran.push('first'));
    timers.schedule(2e6, () => {
      ran.push('second');
      timers.cancel(third);
    });
    const third = timers.schedule(2e6, () => ran.push('third'));
    timers.cancel(first);
    loop.wake(2e6);
    expect(ran).toEqual(['second']);
    timers.cancel(first);
    timers.cancel(0);
    expect(loop.armed()).toEqual([]);
  });

  it('disarm when the last timer is cancelled', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const a = timers.schedule(1e6, () => {});
    const b = timers.schedule(2e6, () => {});
    timers.cancel(a);
    expect(loop.armed()).toHaveLength(1);
    timers.cancel(b);
    expect(loop.armed()).toEqual([]);
  });

  it('let an exception out and still run the timers behind it', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(1e6, () => {
      throw new Error('of the caller');
    });
    timers.schedule(1e6, () => ran.push('behind'));
    expect(() => loop.wake(1e6)).toThrow('of the caller');
    expect(ran).toEqual([]);
    loop.wake(1e6);
    expect(ran).toEqual(['behind']);
  });

  it('reach times further away than a timeout can be long', () => {
    const loop = createLoop();
    const timers = createSystemTimers(loop.clock);
    const ran: string[] = [];
    timers.schedule(30 * 86_400e9, () => ran.push('in 30 days'));
    expect(loop.armed()).toMatchObject([{ ms: 2 ** 31 - 1 }]);
    loop.wake((2 ** 31 - 1) * 1e6);
    expect(ran).toEqual([]);
    loop.wake(30 * 86_400e9);
    expect(ran).toEqual(['in 30 days']);
  });

  it('refuse a time that is not a number', () => {
    const timers = createSystemTimers(createLoop().clock);
    expect(() => timers.schedule(NaN, () => {})).toThrow(JamError);
  });

  it('keep the process running or not, as they are told', () => {
    const loop = createLoop();
    createSystemTimers(loop.clock).schedule(1e6, () => {});
    expect(loop.armed()).toMatchObject([{ unref: false }]);
    const quiet = createSystemTimers(loop.clock, { keepAlive: false });
    quiet.schedule(1e6, () => {});
    quiet.schedule(0, () => {});
    expect(loop.armed().map((entry) => entry.unref)).toEqual([false, true]);
  });
});

describe('system timers on the real loop', () => {
  it('are never early', async () => {
    const clock = createSystemClock();
    const timers = createSystemTimers(clock);
    const startNs = clock.nowNs();
    const waits = Array.from({ length: 40 }, (_, i) => {
      const atNs = startNs + i * 370_000;
      return new Promise<number>((resolve) => {
        timers.schedule(atNs, () => resolve(clock.nowNs() - atNs));
      });
    });
    for (const lateNs of await Promise.all(waits)) expect(lateNs).toBeGreaterThanOrEqual(0);
  });

  it('let the loop go on between timers that always schedule the next for now', async () => {
    const clock = createSystemClock();
    const timers = createSystemTimers(clock);
    let ran = 0;
    let stop = false;
    const again = () => {
      ran++;
      if (!stop) timers.schedule(0, again);
    };
    timers.schedule(0, again);
    await new Promise((resolve) => setTimeout(resolve, 1));
    stop = true;
    expect(ran).toBeGreaterThan(0);
  });

  it('defer to the end of the turn', async () => {
    const ran: string[] = [];
    createSystemTimers(createSystemClock()).defer(() => ran.push('deferred'));
    ran.push('now');
    await Promise.resolve();
    expect(ran).toEqual(['now', 'deferred']);
  });

  it('hold the process only while something waits', () => {
    const timeouts = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const clock = createSystemClock();
    const before = timeouts();
    const timers = createSystemTimers(clock);
    const id = timers.schedule(clock.nowNs() + 60e9, () => {});
    expect(timeouts()).toBe(before + 1);
    timers.cancel(id);
    expect(timeouts()).toBe(before);
    const quiet = createSystemTimers(clock, { keepAlive: false });
    const other = quiet.schedule(clock.nowNs() + 60e9, () => {});
    expect(timeouts()).toBe(before);
    quiet.cancel(other);
  });
});
