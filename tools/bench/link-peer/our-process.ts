/** Our Link peer on a host of the LAN, on the sockets of `node:dgram`. Ordered about over IPC. */
import { createLink } from '@jamnet/sync';
import { createDgramPort } from '@jamnet/toast';
import { type Clock, createSystemClock, createSystemTimers } from '@jamnet/wire';
import type { OurOrder, OurRole, OurState } from './our-messages.js';

const { bpm, ppm } = JSON.parse(process.argv[2]) as OurRole;

const system = createSystemClock();
const startNs = system.nowNs();
/** A clock that runs fast from the start on, by the same line for every moment. */
const ownNs = (monoNs: number): number => Math.round(monoNs + ((monoNs - startNs) * ppm) / 1e6);
const clock: Clock = { nowNs: () => ownNs(system.nowNs()) };
const timers = createSystemTimers(clock);
const port = await createDgramPort({ clock, timers, interfaces: ['eth0'], families: [4] });
const link = await createLink({ port, clock, timers, random: Math.random, bpm });

function stateAt(hostNs: number): OurState {
  return {
    peers: link.peers,
    tempo: link.bpm,
    beat: link.beatAt(hostNs),
    phase: link.phaseAt(hostNs, 4),
    playing: link.isPlaying,
    sessionId: link.sessionId,
    nodeId: link.nodeId,
    stats: link.stats(),
  };
}

process.on('message', (order: OurOrder) => {
  if (order.order === 'end') {
    void link
      .close()
      .then(() => port.close())
      .then(() => process.disconnect());
    return;
  }
  if (order.order === 'tempo') link.setTempo(order.bpm, clock.nowNs());
  if (order.order === 'play' || order.order === 'stop')
    link.setPlaying(order.order === 'play', clock.nowNs());
  process.send?.(stateAt(order.order === 'state' ? ownNs(order.monoNs) : clock.nowNs()));
});
process.send?.(stateAt(clock.nowNs()));
