import { describe, expect, it } from 'vitest';
import { createLateness } from '../../src/dgram/lateness.js';

describe('createLateness', () => {
  it('gives the median of the last 256', () => {
    const lateness = createLateness();
    expect(lateness.medianUs()).toBe(0);
    for (const each of [30, 10, 20]) lateness.add(each);
    expect(lateness.medianUs()).toBe(20);
    for (let i = 0; i < 256; i++) lateness.add(i < 200 ? 7 : 1000);
    expect(lateness.medianUs()).toBe(7);
  });
});
