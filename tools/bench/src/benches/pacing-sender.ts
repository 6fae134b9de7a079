/** The sending process of the pacing bench: a burst of copies every few milliseconds, as a played note makes one. */
import { createRandom } from '@jamnet/testkit';
import { createSystemClock, writeU32, writeU64 } from '@jamnet/wire';
import { cpuSeconds } from '../cpu-seconds.js';
import { openPort } from '../open-port.js';
import {
  BURST_OFFSET,
  COPY_OFFSET,
  COPY_OFFSETS_NS,
  FRAME_BYTES,
  PACING_GROUP,
  type PacingPlan,
  type PacingSenderSays,
  PLANNED_OFFSET,
} from './pacing-plan.js';

const PROGRESS_BURSTS = 500;
const LEAST_PAUSE_MS = 2;
const MORE_PAUSE_MS = 5;

const plan = JSON.parse(process.argv[2]) as PacingPlan;
const clock = createSystemClock();
const random = createRandom(1);
const say = (message: PacingSenderSays): void => void process.send?.(message);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const port = await openPort(plan.kind);
const bytes = new Uint8Array(FRAME_BYTES);
let refused = 0;

await pause(300);
const startCpu = cpuSeconds();
for (let burst = 0; burst < plan.bursts; burst++) {
  await pause(LEAST_PAUSE_MS + random() * MORE_PAUSE_MS);
  writeU32(bytes, BURST_OFFSET, burst);
  const nowNs = clock.nowNs();
  for (const [copy, offsetNs] of COPY_OFFSETS_NS.entries()) {
    const atNs = nowNs + offsetNs;
    writeU64(bytes, PLANNED_OFFSET, atNs);
    bytes[COPY_OFFSET] = copy;
    // The first goes out at once, as the transmitter has it.
    if (!port.send(bytes, 0, FRAME_BYTES, PACING_GROUP, copy === 0 ? 0 : atNs)) refused++;
  }
  if (burst % PROGRESS_BURSTS === 0) say({ kind: 'progress', burst });
}
await pause(100);
say({ kind: 'sent', refused, cpuSeconds: cpuSeconds() - startCpu });
await port.close();
process.exit(0);
