/** The receiving process of the latency benches. */
import { createSystemClock } from '@jamnet/wire';
import type { LatencyPlan, ReceiverSays } from './latency-lanes.js';
import { openReceiveLanes } from './latency-receive-lanes.js';

const plan = JSON.parse(process.argv[2]) as LatencyPlan;
const latenciesNs = plan.lanes.map(() => new Float64Array(plan.rounds).fill(NaN));
const say = (message: ReceiverSays): void => void process.send?.(message);

const lanes = await openReceiveLanes(plan, createSystemClock(), (lane, round, ns) => {
  const index = round - plan.warmUpRounds;
  if (index >= 0) latenciesNs[plan.lanes.indexOf(lane)][index] = ns;
});
process.on('message', () => {
  void lanes.close().then(() => {
    say({ kind: 'received', latenciesNs });
    setTimeout(() => process.exit(0), 200);
  });
});
say({ kind: 'ready' });
