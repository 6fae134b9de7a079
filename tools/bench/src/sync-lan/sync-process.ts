/** One of the hosts of the sync bar: follows the session's timeline, and starts things at the times that commands say, in two ways. */
import { joinSession } from '@jamnet/jam';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import { createPacedMark } from './paced-mark.js';
import type { HostStart, SyncOrder, SyncRole, SyncSays } from './sync-messages.js';

/** So long before its time a start is handed to the pacer: after that no steering reaches it. */
const HAND_OVER_NS = 10e6;
/** The timers' start is so much later than the pacer's; taken off again. */
const TIMERS_LATER_NS = 40e6;
const LOOK_MS = 20;

const role = JSON.parse(process.argv[2]) as SyncRole;
const say = (message: SyncSays): void => void process.send?.(message);
const clock = createSystemClock();
const timers = createSystemTimers(clock);
const jam = await joinSession({
  topic: role.topic,
  name: role.name,
  native: 'require',
  interfaces: [role.interfaceName],
  discovery: 'direct',
  clock,
  timers,
  layers: ['sync'],
});
const { timeline, transport, timers: timelineTimers } = jam.sync;
const mark = await createPacedMark({ clock, timers, spinUs: role.spinUs });
say({
  kind: 'ready',
  kernelTimestamps: mark.kernelTimestamps && jam.toast.port.capabilities.kernelTimestamps,
  portNotice: jam.toast.stats().portNotice ?? '',
});

const settling = setInterval(() => {
  const peers = timeline.peers().filter(({ id, state }) => {
    return timeline.sharesTimeline(id) && state === 'locked';
  });
  if (peers.length < 2 || timeline.state !== 'locked') return;
  clearInterval(settling);
  say({ kind: 'locked', peers: peers.length, isMaster: timeline.isMaster });
}, LOOK_MS);

const starts: { -readonly [K in keyof HostStart]: HostStart[K] }[] = [];
jam.sync.onCommand(({ timestampNs }, { aheadMs }) => {
  const index = starts.length;
  const start = {
    timestampNs,
    aheadMs,
    firstNs: timeline.toOwn(timestampNs),
    lastNs: NaN,
    pacedNs: NaN,
    ranNs: NaN,
  };
  starts.push(start);
  timelineTimers.schedule(timestampNs - HAND_OVER_NS, () => {
    start.lastNs = timeline.toOwn(timestampNs);
    mark.send(index, start.lastNs);
  });
  // A while after the pacer's, so that the two ways do not compete for the processors.
  timelineTimers.schedule(timestampNs + TIMERS_LATER_NS, () => {
    start.ranNs = clock.nowNs() - TIMERS_LATER_NS;
  });
});

function sample(everyMs: number, seconds: number): void {
  const count = Math.round((seconds * 1000) / everyMs);
  const everyNs = everyMs * 1e6;
  const timesNs = new Float64Array(count);
  const aheadNs = new Float64Array(count);
  const locked = new Uint8Array(count);
  const master = new Uint8Array(count);
  let n = 0;
  const first = Math.ceil(clock.nowNs() / everyNs) + 1;
  const look = (): void => {
    const atNs = (first + n) * everyNs;
    // The line is looked at a moment late and asked for the time itself: everybody's samples are of the same instants.
    timesNs[n] = atNs;
    aheadNs[n] = timeline.toTimeline(atNs) - atNs;
    locked[n] = timeline.state === 'locked' ? 1 : 0;
    master[n] = timeline.isMaster ? 1 : 0;
    n++;
    if (n < count) timers.schedule((first + n) * everyNs, look);
    else say({ kind: 'sampled', timesNs, aheadNs, locked, master });
  };
  timers.schedule(first * everyNs, look);
}

function tell(): void {
  for (const [i, start] of starts.entries()) start.pacedNs = mark.arrivalNs(i);
  say({ kind: 'told', starts, refused: mark.refused });
}

process.on('message', (order: SyncOrder) => {
  switch (order.kind) {
    case 'start':
      transport.play({ beat: 0 });
      break;
    case 'sample':
      sample(order.everyMs, order.seconds);
      break;
    case 'tell':
      tell();
      break;
    case 'end':
      void Promise.all([jam.close(), mark.close()]).then(() => process.exit(0));
  }
});
