import { setTimeout as wait } from 'node:timers/promises';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import { describe, test } from 'vitest';
import { createVirtualTime, timersConformance } from '@jamnet/testkit';

describe('virtual time', () => {
  const cases = timersConformance(() => {
    const time = createVirtualTime({ startNs: 5e9 });
    return {
      ...time,
      async settle(ms) {
        await time.runAsync(time.clock.nowNs() + ms * 1e6);
      },
      close: () => undefined,
    };
  });
  for (const { name, run } of cases) test(name, run);
});

describe('the system clock', () => {
  const cases = timersConformance(() => {
    const clock = createSystemClock();
    const timers = createSystemTimers(clock);
    return { clock, timers, settle: (ms) => wait(ms), close: () => undefined };
  });
  for (const { name, run } of cases) test(name, run);
});
