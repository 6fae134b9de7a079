/** A process of a JAMNet session on a host of the LAN, connected with Link or not. Ordered about over IPC. */
import { connectLink, joinSession } from '@jamnet/jam';
import { beatAt, bpmAt, isRunning } from '@jamnet/sync';
import { type Clock, createSystemClock, createSystemTimers } from '@jamnet/wire';
import type { SessionOrder, SessionRole, SessionState } from './session-messages.js';
import type { EndOrder } from './told-process.js';

const { name, topic, linked, ppm } = JSON.parse(process.argv[2]) as SessionRole;

const system = createSystemClock();
const startNs = system.nowNs();
/** A clock that runs fast from the start on, by the same line for every moment. */
const ownNs = (monoNs: number): number => Math.round(monoNs + ((monoNs - startNs) * ppm) / 1e6);
const clock: Clock = ppm === 0 ? system : { nowNs: () => ownNs(system.nowNs()) };
// At first such a clock is the system's, and the native port would take it for that.
const where = { interfaces: ['eth0'], native: ppm === 0 ? 'auto' : 'off' } as const;
const jam = await joinSession({
  topic,
  name,
  layers: ['sync'],
  sync: { clock: 'cpu' },
  ...where,
  clock,
  timers: createSystemTimers(clock),
});
const { timeline, transport } = jam.sync;
const connection = linked ? await connectLink(jam, where) : undefined;

function stateAt(hostNs: number): SessionState {
  const atNs = timeline.toTimeline(hostNs);
  const score = transport.score(atNs);
  return {
    peers: jam.peers().length,
    isMaster: timeline.isMaster,
    locked: timeline.state === 'locked',
    tempo: bpmAt(score, atNs),
    playing: isRunning(score.run),
    beat: beatAt(score, atNs),
    linkPeers: connection?.link.peers ?? 0,
    stats: connection?.stats() ?? null,
    notice: connection?.notice ?? null,
  };
}

process.on('message', (order: SessionOrder | EndOrder) => {
  if (order.order === 'end') {
    void Promise.resolve(connection?.close())
      .then(() => jam.close())
      .then(() => process.disconnect());
    return;
  }
  if (order.order === 'tempo') transport.tempo(order.bpm);
  if (order.order === 'play') transport.play({ beat: 0 });
  if (order.order === 'stop') transport.stop();
  process.send?.(stateAt(order.order === 'state' ? ownNs(order.monoNs) : clock.nowNs()));
});
process.send?.(stateAt(clock.nowNs()));
