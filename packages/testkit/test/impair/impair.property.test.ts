import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Impairment, ImpairmentCounters } from '@jamnet/testkit';
import { createPair } from './pair.js';

const rate = fc.constantFrom(0, 0.02, 0.3, 1);

const impairments: fc.Arbitrary<Impairment> = fc.record(
  {
    loss: fc.oneof(
      rate,
      fc.record({
        gilbertElliott: fc.record({
          loss: fc.constantFrom(0, 0.05, 0.6),
          meanBurstMs: fc.constantFrom(0.5, 10),
        }),
      }),
    ),
    delayMs: fc.constantFrom(0, 1, 20),
    jitterMs: fc.constantFrom(0, 0.3, 15),
    jitterDistribution: fc.constantFrom('uniform' as const, 'exponential' as const),
    keepOrder: fc.boolean(),
    reorder: rate,
    duplicate: rate,
    corrupt: rate,
    bottleneck: fc.record({
      bitsPerSecond: fc.constantFrom(1e5, 1e6, 1e9),
      queueBytes: fc.constantFrom(0, 2_000, 100_000),
    }),
  },
  { requiredKeys: [] },
);

const sends = fc.array(
  fc.record({ waitMs: fc.constantFrom(0, 0.1, 3), laterMs: fc.constantFrom(0, 0, 5, 30) }),
  { maxLength: 60 },
);

/** What came to an impairment is handed on, gone for a reason, or still there. */
function adds(counters: ImpairmentCounters): boolean {
  const { sent, duplicated, delivered, lost, queueDropped, refused, held } = counters;
  return sent + duplicated === delivered + lost + queueDropped + refused + held;
}

describe('any impairment', () => {
  test('accounts for every datagram, delivers none before its time, and invents none', () => {
    fc.assert(
      fc.property(impairments, impairments, sends, fc.nat(), (send, receive, plan, seed) => {
        const { time, sender, receiver, arrivals, sendOne } = createPair({ send, receive, seed });
        const sentAtMs: number[] = [];
        let nowMs = 0;
        for (const { waitMs, laterMs } of plan) {
          nowMs += waitMs;
          time.run(1e9 + nowMs * 1e6);
          sentAtMs.push(nowMs + laterMs);
          expect(sendOne(sentAtMs.length - 1, laterMs === 0 ? 0 : nowMs + laterMs)).toBe(true);
          expect(adds(sender.counters().send)).toBe(true);
          expect(adds(receiver.counters().receive)).toBe(true);
        }
        time.run();
        const out = sender.counters().send;
        const into = receiver.counters().receive;
        expect(adds(out) && adds(into)).toBe(true);
        expect(out.sent).toBe(plan.length);
        expect(into.sent).toBe(out.delivered);
        expect(arrivals).toHaveLength(into.delivered);
        expect(out.held + into.held + time.pending).toBe(0);
        expect(sender.stats().datagramsSent).toBe(plan.length);
        expect(receiver.stats().datagramsReceived).toBe(arrivals.length);

        const leastMs = (send.delayMs ?? 0) + (receive.delayMs ?? 0);
        let foreign = 0;
        for (const { number, atMs, bytes } of arrivals) {
          expect(bytes).toHaveLength(100);
          const intact = number < plan.length && bytes.subarray(4).every((byte) => byte === 0);
          if (!intact) foreign += 1;
          else if (out.corrupted + into.corrupted === 0) {
            expect(atMs).toBeGreaterThanOrEqual(sentAtMs[number] + leastMs - 1e-6);
          }
        }
        expect(foreign).toBeLessThanOrEqual(out.corrupted * 2 + into.corrupted);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
