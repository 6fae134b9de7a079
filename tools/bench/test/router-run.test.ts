import { expect, test } from 'vitest';
import { growth, isWhole } from '../src/bars/router.js';
import { type RouterPlan, runRouter } from '../src/router-run.js';

const base = { streams: 1000, copies: 2, messagesPerSecond: 50_000, flatOutSeconds: 0 };

/** The bar in two seconds; memory is the bar's own matter. */
test.each(['session', 'batch'] as const)(
  'a thousand streams through %s, duplicate filter and router: every message once and in order',
  async (path) => {
    const plan: RouterPlan = { ...base, path, seconds: 2 };
    const figures = await runRouter(plan);
    expect(figures).toMatchObject({ sent: 100_000, received: 100_000, duplicates: 100_000 });
    // A busy machine may be slow; that is the bar's own matter too.
    const kept = { ...figures, seconds: 2 };
    expect(isWhole(kept, plan)).toBe(true);
    expect(isWhole({ ...kept, seconds: 2.1 }, plan)).toBe(false);
    expect(isWhole({ ...kept, received: 99_999 }, plan)).toBe(false);
    expect(isWhole({ ...kept, outOfOrder: 1 }, plan)).toBe(false);
    expect(isWhole({ ...kept, duplicates: 99_999 }, plan)).toBe(false);
  },
);

test('memory is judged by the last ten seconds beside the second ten', () => {
  const samples = Array.from({ length: 60 }, (_, i) => ({
    second: i + 1.001,
    heapBytes: i < 10 ? 500 : 100 + (i >= 50 ? 6 : 0),
    residentBytes: 200,
  }));
  expect(growth(samples, 60, 'heapBytes')).toBeCloseTo(1.06);
  expect(growth(samples, 60, 'residentBytes')).toBe(1);
});
