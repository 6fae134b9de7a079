import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../src/index.js';

describe('the system clock', () => {
  it('agrees with process.hrtime.bigint within 5 us', () => {
    // A bracket that was not interrupted is some hundreds of nanoseconds wide; the tightest of many is such a one.
    const clock = createSystemClock();
    let tightest = Infinity;
    let aside = Infinity;
    for (let i = 0; i < 2000; i++) {
      const before = Number(process.hrtime.bigint());
      const now = clock.nowNs();
      const after = Number(process.hrtime.bigint());
      if (after - before >= tightest) continue;
      tightest = after - before;
      aside = Math.abs(now - (before + after) / 2);
    }
    expect(aside).toBeLessThan(5000);
  });

  it('counts whole nanoseconds and never goes back', () => {
    const clock = createSystemClock();
    let last = clock.nowNs();
    let steps = 0;
    for (let i = 0; i < 200_000; i++) {
      const now = clock.nowNs();
      if (now < last || !Number.isSafeInteger(now)) expect.fail(`${last} was followed by ${now}`);
      if (now > last) steps++;
      last = now;
    }
    expect(steps).toBeGreaterThan(0);
  });

  it('is shared with the other processes of the host', () => {
    const clock = createSystemClock();
    const before = clock.nowNs();
    const program = 'process.stdout.write(String(process.hrtime.bigint()))';
    const other = Number(spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout);
    const after = clock.nowNs();
    expect(other).toBeGreaterThan(before);
    expect(other).toBeLessThan(after);
  });

  it('has the same time in each instance', () => {
    const first = createSystemClock();
    const second = createSystemClock();
    let nearest = Infinity;
    for (let i = 0; i < 2000; i++) {
      const before = first.nowNs();
      const between = second.nowNs();
      const after = first.nowNs();
      nearest = Math.min(nearest, Math.abs(between - (before + after) / 2));
    }
    expect(nearest).toBeLessThan(2000);
  });
});
