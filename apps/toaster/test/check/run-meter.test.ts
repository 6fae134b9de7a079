import { describe, expect, it } from 'vitest';
import { createRunMeter } from '../../src/check/run-meter.js';

function metered(lost: readonly number[], count: number, first = 0) {
  const meter = createRunMeter(8);
  for (let at = 0; at < count; at += 1) if (!lost.includes(at)) meter.note((first + at) >>> 0);
  return meter;
}

describe('the run meter', () => {
  it('counts what did not come, and how many in a row', () => {
    const meter = metered([10, 20, 21, 40, 41, 42, 43, 44], 108);
    expect(meter).toMatchObject({ expected: 99, lost: 8, runs: 3, longest: 5 });
    expect(meter.lengths).toEqual([1, 1, 0, 1, 0, 0]);
  });

  it('goes on where sequences wrap', () => {
    expect(metered([3, 4], 100, 0xffff_fffe)).toMatchObject({ lost: 2, runs: 1, longest: 2 });
  });

  it('waits for what was overtaken, and begins anew after a jump', () => {
    const meter = createRunMeter(8);
    for (const sequence of [0, 1, 3, 4, 5, 2, 6, 7]) meter.note(sequence);
    for (let at = 8; at < 40; at += 1) meter.note(at);
    expect(meter.lost).toBe(0);
    meter.note(1_000_000);
    for (let at = 1; at < 40; at += 1) meter.note(1_000_000 + at);
    expect(meter.lost).toBe(0);
  });
});
