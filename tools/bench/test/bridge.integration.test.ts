import { openCompute } from '@jamnet/gpu-native';
import { expect, test } from 'vitest';
import { runBridges } from '../src/bridge/run-bridge.js';

const opened = await openCompute();
const readable =
  opened.ok &&
  (opened.compute.deviceInfo.timestampBits > 0 || opened.compute.deviceInfo.calibratedClock);
if (!readable) {
  const reason = opened.ok ? 'the device has no clock' : `${opened.reason}; ${opened.hint}`;
  if (process.env['JAMNET_REQUIRE_NATIVE'] === '1') {
    throw new Error(`JAMNET_REQUIRE_NATIVE=1, but ${reason}`);
  }
  console.warn(`skipped: ${reason}`);
}

/** The bar in three seconds. */
test.skipIf(!readable)(
  'the bridge finds a drift that is injected into a real device’s clock, and its error is never above what it says',
  async () => {
    const { compute } = opened as Extract<typeof opened, { ok: true }>;
    const runs = await runBridges({
      readClocks: () => compute.readClocks(),
      injectPpm: [50, -50],
      seconds: 3,
    });
    await compute.close();
    for (const run of runs) {
      expect(run.checks).toBeGreaterThan(20);
      expect(run.wrong).toBe(0);
      expect(run.errorNs.max).toBeLessThan(100_000);
      expect(run.state).toBe('locked');
      // A device's own drift comes on top of what is injected.
      expect(Math.abs(run.driftPpm - run.injectPpm)).toBeLessThan(compute.isGpu ? 100 : 5);
    }
    expect(runs[0]!.driftPpm - runs[1]!.driftPpm).toBeGreaterThan(95);
  },
  30_000,
);
