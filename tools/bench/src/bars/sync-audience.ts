import { joinSession } from '@jamnet/jam';
import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import { DEFAULT_RATE_CEILING_BITS_PER_SECOND } from '@jamnet/toast';
import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';

/** As many as fit into a few minutes: all of an audience together speak 16 times a second, whatever its size. */
const LISTENERS = 200;
const SETTLE_S = 60;
const COUNTED_S = 60;
const CONTROL_SHARE = 0.05;

/** One who plays and a large audience, all of them on the timeline: what their control traffic comes to, and what the audience knows. */
export const bar: Bar = {
  name: 'sync-audience',
  bar: `${LISTENERS} listeners on the timeline: control traffic under ${CONTROL_SHARE * 100} % of the session's rate`,
  async run(say) {
    const time = createVirtualTime({ startNs: 1e12 });
    const { clock, timers } = time;
    const network = createSimulatedNetwork({ clock, timers, random: createRandom(1) });
    const join = (name: string, address: string, seed: number) =>
      joinSession({
        topic: 'midi://audience',
        name,
        port: network.createPort({ address }),
        clock,
        timers,
        random: createRandom(seed),
        clockId: '00000001',
        discovery: 'direct',
        layers: ['midi', 'sync'],
        midi: { send: name === 'player' },
        sync: { clock: 'cpu' },
      });
    const player = await join('player', '10.9.9.9', 1);
    // Who plays is there first.
    time.runFor(2e9);
    const audience = [];
    for (let n = 0; n < LISTENERS; n++)
      audience.push(await join(`listener ${n}`, `10.1.${n >> 8}.${n & 255}`, 100 + n));
    player.sync.transport.play();
    for (let s = 0; s < SETTLE_S; s += 10) {
      time.runFor(10e9);
      say(`${s + 10} of ${SETTLE_S + COUNTED_S} s`);
    }
    const controlBytes = (): number => {
      const { sent, controlBytesReceived } = player.stats().session;
      return sent.controlBytes + controlBytesReceived;
    };
    const before = controlBytes();
    for (let s = 0; s < COUNTED_S; s += 10) {
      time.runFor(10e9);
      say(`${SETTLE_S + s + 10} of ${SETTLE_S + COUNTED_S} s`);
    }
    const bitsPerSecond = ((controlBytes() - before) * 8) / COUNTED_S;
    const share = bitsPerSecond / DEFAULT_RATE_CEILING_BITS_PER_SECOND;
    const onTime = audience.filter(
      ({ sync }) => sync.timeline.epoch.founder === player.toast.senderId,
    );
    const locked = onTime.filter(({ sync }) => sync.timeline.state === 'locked');
    const playing = onTime.filter(({ sync }) => sync.transport.score().run === 'playing');
    const errorsUs = locked.map(
      ({ sync }) =>
        Math.abs(
          sync.timeline.toTimeline(clock.nowNs()) - player.sync.timeline.toTimeline(clock.nowNs()),
        ) / 1e3,
    );
    for (const each of [player, ...audience]) void each.close();
    return {
      figure: `${figure(bitsPerSecond / 1e3)} kbit/s of control, ${(share * 100).toFixed(2)} % of the ceiling; after ${(SETTLE_S + COUNTED_S) / 60} min ${locked.length} of ${LISTENERS} listeners locked, ${playing.length} know that it plays, ${figure(Math.max(...errorsUs))} µs off at most`,
      holds: share < CONTROL_SHARE && locked.length === LISTENERS && playing.length === LISTENERS,
      details: { bitsPerSecond, share, locked: locked.length, playing: playing.length },
    };
  },
};
