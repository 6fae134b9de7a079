import { describe, expect, it } from 'vitest';
import {
  growthHolds,
  growthTable,
  memoryGrowth,
  type MemorySample,
} from '../../src/report/memory-growth.js';
import { median } from '../../src/report/quantiles.js';

const MIB = 2 ** 20;
const BY_MEDIAN = { heap: median, resident: median };

/** A look six times a minute, each a little after its time. */
function watched(minutes: number, growthPerMinute: number, lateMinutes = 0): MemorySample[] {
  return Array.from({ length: minutes * 6 }, (_, at) => {
    const minute = (at + 1) / 6 + lateMinutes;
    const bytes = (100 + growthPerMinute * Math.floor(at / 6)) * MIB;
    return { minute, heapBytes: bytes / 2, residentBytes: bytes };
  });
}

describe('the memory of a soak', () => {
  it('is that of the last minute beside that of the second', () => {
    const grown = memoryGrowth({ one: watched(4, 1), two: watched(4, 10) }, 4, BY_MEDIAN);
    expect(grown.map(({ role, memory }) => `${role} ${memory}`)).toEqual([
      'one heap',
      'one resident',
      'two heap',
      'two resident',
    ]);
    expect(grown[1]).toMatchObject({ secondMinute: 101 * MIB, lastMinute: 103 * MIB });
    expect(growthHolds(grown.slice(0, 2))).toBe(true);
    expect(growthHolds(grown)).toBe(false);
    expect(growthTable(grown).rows.map((row) => row.at(-1))).toEqual(['yes', 'yes', 'NO', 'NO']);
    expect(growthTable(grown).rows[1]).toEqual([
      'one, resident',
      101,
      103,
      '1.020',
      '≤ 1.05',
      'yes',
    ]);
  });

  it('counts a sample that comes a little late to the minute that it ends', () => {
    const [heap] = memoryGrowth({ one: watched(3, 1, 0.01) }, 3, BY_MEDIAN, 0.02);
    expect(heap).toMatchObject({ secondMinute: 50.5 * MIB, lastMinute: 51 * MIB });
  });

  it('does not hold where nothing was seen', () => {
    expect(growthHolds(memoryGrowth({ one: watched(1, 0) }, 3, BY_MEDIAN))).toBe(false);
  });
});
