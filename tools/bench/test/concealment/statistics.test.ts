import { describe, expect, it } from 'vitest';
import { clusteredMean } from '../../src/concealment/statistics.js';

describe('the mean over clips', () => {
  it('counts gaps, and is wide where clips differ rather than gaps', () => {
    const apart = clusteredMean([
      [1, 1, 1, 1],
      [3, 3, 3, 3],
    ]);
    const mixed = clusteredMean([
      [1, 3, 1, 3],
      [3, 1, 3, 1],
    ]);
    expect(apart.mean).toBe(2);
    expect([apart.from, apart.to]).toEqual([1, 3]);
    expect([mixed.from, mixed.to]).toEqual([2, 2]);
  });

  it('passes over clips without a gap', () => {
    expect(clusteredMean([[], [4, 6]])).toEqual({ mean: 5, from: 5, to: 5 });
  });
});
