import { describe, expect, it } from 'vitest';
import { createCoreMemory, openCore } from '../../src/fitting/core.js';
import { noise } from '../concealer/signals.js';
import { directBurg } from './direct-burg.js';

const random = noise(21);
const count = 3000;
const x = Float64Array.from({ length: count }, (_, n) =>
  n < 300 ? 0 : 0.4 * Math.sin(n * 0.07) + 0.2 * Math.sin(n * 0.41 + 1) + 0.01 * random(),
);

describe('the fast Burg recursion', () => {
  it.each([
    [1, 200],
    [2, 200],
    [15, 400],
    [16, 800],
    [101, 1600],
    [256, 2400],
  ])('equals the direct one at order %i with a memory of %i samples', (order, memory) => {
    const lambda = Math.exp(-1 / memory);
    const shared = createCoreMemory();
    const core = openCore(shared);
    // Anywhere that nothing else uses: no channel is open in this memory.
    const doubles = new Float64Array(shared.buffer, 65_536, 65_536);
    for (let j = 0; j <= order + 1; j++) {
      let sum = 0;
      for (let n = j; n < count; n++) sum += lambda ** (count - 1 - n) * x[n]! * x[n - j]!;
      doubles[j] = sum;
    }
    for (let j = 0; j <= order; j++) doubles[4096 + j] = x[count - 1 - j]!;
    const at = core.fitBurg(65_536, 65_536 + 8 * 4096, lambda, order, 65_536 + 8 * 8192);
    const a = new Float64Array(shared.buffer, at, order + 1);
    const expected = directBurg(x, lambda, order);
    for (let j = 0; j <= order; j++) expect(a[j]).toBeCloseTo(expected[j]!, 6);
  });

  it('makes silence of silence', () => {
    const shared = createCoreMemory();
    const core = openCore(shared);
    const at = core.fitBurg(65_536, 131_072, 0.999, 32, 262_144);
    expect([...new Float64Array(shared.buffer, at, 33)]).toEqual([1, ...Array(32).fill(0)]);
  });
});
