import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createConcealer } from '../../src/index.js';

/** Of each thread of this process, by its number. */
function nicenesses(): Map<string, number> {
  const all = new Map<string, number>();
  for (const thread of readdirSync('/proc/self/task')) {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    // What stands in brackets may hold spaces.
    all.set(thread, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
  }
  return all;
}

describe.runIf(process.platform === 'linux')('the thread that fits', () => {
  it('stands back behind those who play and receive, and they stay as they were', () => {
    const before = nicenesses();
    const concealer = createConcealer({ sampleRate: 48_000, fitting: 'worker' });
    const block = new Float32Array(128).fill(0.1);
    // It waits for the worker, which then has begun.
    for (let i = 0; i < 40; i++) concealer.accept(block, block);
    concealer.fill(block);
    const after = nicenesses();
    concealer.close();
    const own = before.get(String(process.pid))!;
    for (const [thread, nice] of before) expect(after.get(thread) ?? nice).toBe(nice);
    const added = [...after].filter(([thread]) => !before.has(thread)).map(([, nice]) => nice);
    const expected = Math.min(19, own + 5);
    expect([...added, ...before.values()]).toContain(expected);
  });
});
