import { expect, it } from 'vitest';
import { createLossReport } from '../../src/burst/loss-report.js';
import { createAdaptation } from '../../src/session/adaptation.js';

/** A path that after some seconds begins to lose half, without a queue; once the plan has grown more is sent and no more comes. */
function tripsAfter(tell: (copiesChanged: (copies: number) => void) => void): number {
  let sent = 100;
  const adaptation = createAdaptation({
    planChanged: () => (sent = 300),
    circuitChanged: () => undefined,
  });
  tell((copies) => adaptation.copiesChanged(copies, 0, sent));
  const report = { ...createLossReport(), arrivals: 50 };
  for (let ns = 0; ns < 15e9; ns += 100e6) {
    if (ns > 5e9) report.rate = 0.5;
    adaptation.observe(1, report, ns, sent, 1e9);
  }
  return adaptation.trips;
}

it('the session watches its own plan again once a layer with plans of its own has ended', () => {
  expect(tripsAfter(() => undefined)).toBeGreaterThan(0);
  expect(tripsAfter((copiesChanged) => copiesChanged(1))).toBe(0);
  expect(
    tripsAfter((copiesChanged) => {
      copiesChanged(1);
      copiesChanged(0);
    }),
  ).toBeGreaterThan(0);
});
