/** The sending process of the latency benches: one packet every one or two milliseconds, each lane once a round, in a new order each round. */
import { createRandom } from '@jamnet/testkit';
import { createSystemClock } from '@jamnet/wire';
import type { LatencyPlan, SenderSays } from './latency-lanes.js';
import { openSendLanes } from './latency-send-lanes.js';

const PROGRESS_ROUNDS = 200;

const plan = JSON.parse(process.argv[2]) as LatencyPlan;
const random = createRandom(1);
const say = (message: SenderSays): void => void process.send?.(message);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const lanes = await openSendLanes(plan, createSystemClock());
await pause(500);
const order = [...plan.lanes];
for (let round = 0; round < plan.warmUpRounds + plan.rounds; round++) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  for (const lane of order) {
    await pause(random() < 0.5 ? 1 : 2);
    lanes.send(lane, round);
  }
  if (round % PROGRESS_ROUNDS === 0) say({ kind: 'progress', round });
}
await pause(200);
say({ kind: 'sent', ...(await lanes.close()) });
process.exit(0);
