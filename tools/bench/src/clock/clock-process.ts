/** One of two processes that estimate each other's clock, which is the same one: what they find is their error. */
import { joinSession } from '@jamnet/jam';
import type { TimelinePeer } from '@jamnet/sync';
import { createSystemClock } from '@jamnet/wire';
import type { ClockOrder, ClockRole, ClockSays } from './clock-messages.js';

const SAMPLE_MS = 100;
/** While it is not locked it is looked at more often. */
const LOOK_MS = 5;

const role = JSON.parse(process.argv[2]) as ClockRole;
const say = (message: ClockSays): void => void process.send?.(message);
const clock = createSystemClock();
const startNs = clock.nowNs();
const jam = await joinSession({
  topic: role.topic,
  name: role.name,
  native: role.native,
  interfaces: [role.interfaceName],
  discovery: 'direct',
  layers: ['sync'],
});
const { timeline } = jam.sync;
say({ kind: 'ready' });

let knownMs = NaN;
let lockedMs = NaN;
const looking = setInterval(() => {
  const ms = (clock.nowNs() - startNs) / 1e6;
  const [peer] = timeline.peers();
  if (peer?.estimate === undefined) return;
  if (Number.isNaN(knownMs)) knownMs = ms;
  // Alone everybody is locked, on a timeline of their own.
  const together = timeline.sharesTimeline(peer.id) && peer.master === timeline.master;
  if (!together || timeline.state !== 'locked') return;
  lockedMs = ms;
  clearInterval(looking);
}, LOOK_MS);

const count = Math.ceil((role.seconds * 1000) / SAMPLE_MS);
const timesNs = new Float64Array(count);
const errorsNs = new Float64Array(count);
const boundsNs = new Float64Array(count);
const timelineNs = new Float64Array(count);
const driftsPpm = new Float64Array(count);
let samples = 0;
const sampling = setInterval(() => {
  const nowNs = clock.nowNs();
  if (nowNs - startNs < role.settleSeconds * 1e9) return;
  const [peer] = timeline.peers();
  if (peer?.estimate === undefined) return;
  timesNs[samples] = nowNs;
  errorsNs[samples] = peer.estimate.offsetNs;
  boundsNs[samples] = peer.estimate.errorBoundNs;
  driftsPpm[samples] = peer.estimate.driftPpm;
  timelineNs[samples] = timeline.toTimeline(nowNs);
  if (++samples < count) return;
  clearInterval(sampling);
  tell(peer.estimate);
}, SAMPLE_MS);

function tell(estimate: NonNullable<TimelinePeer['estimate']>): void {
  say({
    kind: 'measured',
    startNs,
    timesNs,
    errorsNs,
    boundsNs,
    timelineNs,
    driftsPpm,
    roundTripNs: estimate.roundTripNs,
    inJitterUs: estimate.inJitterUs,
    outJitterUs: estimate.outJitterUs,
    knownMs,
    lockedMs,
    isMaster: timeline.isMaster,
    kernelTimestamps: jam.toast.port.capabilities.kernelTimestamps,
  });
}

process.on('message', (order: ClockOrder) => {
  if (order === 'end') void jam.close().then(() => process.exit(0));
});
