/**
 * How close to their slot the copies of a burst leave: three within half a millisecond, stamped by the kernel where they arrive
 * on the same machine, with and without watching the clock.
 *
 *   npx tsx --conditions=@jamnet/source packages/gpu-native/bench/pacing.ts [--bursts=1000]
 */
import { parseArgs } from 'node:util';
import { createSystemClock, createSystemTimers, readU64 } from '@jamnet/wire';
import { createNativePort } from '../src/net/create-native-port.js';

const { values } = parseArgs({ options: { bursts: { type: 'string', default: '1000' } } });
const COPIES = 3;
const WINDOW_NS = 500_000;
const clock = createSystemClock();
const timers = createSystemTimers(clock);

async function measure(spinUs: number): Promise<void> {
  const port = await createNativePort({ clock, timers, interfaces: ['lo'], families: [4], spinUs });
  const to = port.endpoints()[0]!;
  const errors: number[] = [];
  const windows: number[] = [];
  let first = 0;
  port.onBatch((view, descriptors, count) => {
    for (let each = 0; each < count; each++) {
      const record = new Uint8Array(descriptors.buffer, descriptors.byteOffset + each * 32, 32);
      const arrivalNs = readU64(record, 0);
      const bytes = new DataView(view.buffer, descriptors.getUint32(each * 32 + 16, true), 16);
      const copy = bytes.getFloat64(8, true);
      errors.push((arrivalNs - bytes.getFloat64(0, true)) / 1e3);
      if (copy === 0) first = arrivalNs;
      if (copy === COPIES - 1) windows.push((arrivalNs - first) / 1e3);
    }
  });
  const frame = new Uint8Array(150);
  const stamp = new DataView(frame.buffer);
  for (let burst = 0; burst < Number(values.bursts); burst++) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const startNs = clock.nowNs();
    for (let copy = 0; copy < COPIES; copy++) {
      const atNs = startNs + (copy * WINDOW_NS) / (COPIES - 1);
      stamp.setFloat64(0, atNs, true);
      stamp.setFloat64(8, copy, true);
      port.send(frame, 0, frame.length, to, atNs);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  const within = errors.filter((us) => Math.abs(us) <= 20).length / errors.length;
  const sorted = errors.sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  const histogram = port.pacingHistogram();
  console.log(
    `spin ${spinUs} us: ${sorted.length} copies, ${(within * 100).toFixed(1)} % within 20 us of their slot; ` +
      `p5 ${at(0.05)} p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} max ${at(1)} us; ` +
      `handed over p50 ${histogram.quantileUs(0.5)} p95 ${histogram.quantileUs(0.95)} p99 ${histogram.quantileUs(0.99)} us; ` +
      `window median ${windows.sort((a, b) => a - b)[windows.length >> 1]!.toFixed(0)}, longest ${Math.max(...windows).toFixed(0)} us`,
  );
  await port.close();
}

for (const spinUs of [100, 0, 50, 100, 200]) await measure(spinUs);
