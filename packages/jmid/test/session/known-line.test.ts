import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnownLine } from '../../src/session/known-line.js';

const MS = 1e6;

describe('known line', () => {
  it('knows nothing before an event has come', () => {
    const line = createKnownLine();
    line.heard(100 * MS, 0);
    expect(line.toNs).toBe(-Infinity);
    expect(line.transitNs).toBeNaN();
  });

  it('knows all up to what is heard while nothing is missing, and no more while something is', () => {
    const line = createKnownLine();
    line.noteTransit(5 * MS);
    line.heard(100 * MS, 0);
    expect(line.toNs).toBe(95 * MS);
    line.heard(150 * MS, 1);
    line.heard(200 * MS, 2);
    expect(line.toNs).toBe(95 * MS);
    line.heard(250 * MS, 0);
    expect(line.toNs).toBe(245 * MS);
  });

  it('waits half a second of hearing for what is missing, and counts no silence', () => {
    const line = createKnownLine();
    line.noteTransit(0);
    line.heard(0, 0);
    for (let ms = 20; ms <= 400; ms += 20) line.heard(ms * MS, 3);
    // After two seconds of nothing it may still be in what comes.
    for (let ms = 2400; ms < 2900; ms += 20) line.heard(ms * MS, 3);
    expect(line.toNs).toBe(0);
    line.heard(2900 * MS, 3);
    expect(line.toNs).toBe(2900 * MS);
    // What is lost for good is missed no more, and what is missing beside it is.
    line.heard(2920 * MS, 3);
    expect(line.toNs).toBe(2920 * MS);
    line.heard(2940 * MS, 4);
    expect(line.toNs).toBe(2920 * MS);
  });

  it('takes for the transit what most events have, whatever some do, and follows a drift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 400, maxLength: 400 }),
        fc.constantFrom(-50, 5, 1e9),
        (randoms, baseMs) => {
          const line = createKnownLine();
          for (const random of randoms) {
            // One in twenty comes late by a second; the others by up to 2 ms.
            line.noteTransit((baseMs + (random === 20 ? 1000 : random / 10)) * MS);
            expect(line.transitNs / MS - baseMs).toBeGreaterThanOrEqual(-1);
          }
          expect(line.transitNs / MS - baseMs).toBeLessThan(12);
          for (let n = 0; n < 200; n++) line.noteTransit((baseMs + 40) * MS);
          expect(Math.abs(line.transitNs / MS - baseMs - 40)).toBeLessThan(1);
        },
      ),
      { numRuns: 50 },
    );
  });
});
