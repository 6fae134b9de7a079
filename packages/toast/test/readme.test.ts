import { readFileSync } from 'node:fs';
import * as toast from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createRejectedStats } from '../src/session/session-core.js';

// The example is run with those of the other packages (tools/repo/test).
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('names every function that is exported', () => {
    const functions = Object.entries(toast)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name);
    expect(functions.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
    expect(functions.length).toBeGreaterThan(20);
  });

  it('names every counter of what was rejected', () => {
    const counters = Object.keys(createRejectedStats());
    expect(counters.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('has the right numbers', () => {
    expect(readme).toContain(toast.MAX_PAYLOAD_BYTES.toLocaleString('en'));
    expect(readme).toContain(toast.DUPLICATE_WINDOW.toLocaleString('en'));
    expect(readme).toContain('`10_000_000`');
    expect(toast.DEFAULT_RATE_CEILING_BITS_PER_SECOND).toBe(10_000_000);
    expect([toast.DEFAULT_COPIES, toast.DEFAULT_WINDOW_US, toast.MAX_COPIES]).toEqual([3, 500, 16]);
    expect(toast.MAX_SPREAD_US).toBe(45_000);
  });
});
