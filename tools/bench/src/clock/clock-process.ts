/** One of two processes that estimate each other's clock, which is the same one: what they find is their error. */
import { joinSession } from '@jamnet/jam';
import { createSystemClock } from '@jamnet/wire';
import { openPort } from '../open-port.js';
import type { ClockRole, ClockSays } from './clock-messages.js';

const SAMPLE_MS = 100;

const role = JSON.parse(process.argv[2]) as ClockRole;
const say = (message: ClockSays): void => void process.send?.(message);
const clock = createSystemClock();
const startNs = clock.nowNs();
const jam = await joinSession({
  topic: role.topic,
  name: role.name,
  port: await openPort(role.port),
  discovery: false,
  layers: ['sync'],
});
const { timeline } = jam.sync;
let lockedMs = NaN;
const errorsNs: number[] = [];
const boundsNs: number[] = [];
const apartNs: number[] = [];
const timer = setInterval(() => {
  const nowNs = clock.nowNs();
  const [peer] = timeline.peers();
  if (peer?.estimate === undefined) return;
  if (Number.isNaN(lockedMs) && timeline.state === 'locked') lockedMs = (nowNs - startNs) / 1e6;
  if (nowNs - startNs < role.settleSeconds * 1e9) return;
  errorsNs.push(peer.estimate.offsetNs);
  boundsNs.push(peer.estimate.errorBoundNs);
  if (errorsNs.length * SAMPLE_MS < role.seconds * 1000) return;
  clearInterval(timer);
  say({
    kind: 'measured',
    errorsNs: Float64Array.from(errorsNs),
    boundsNs: Float64Array.from(boundsNs),
    roundTripNs: peer.estimate.roundTripNs,
    lockedMs,
    kernelTimestamps: jam.toast.port.capabilities.kernelTimestamps,
  });
}, SAMPLE_MS);
void apartNs;
process.on('message', () => void jam.close().then(() => process.exit(0)));
