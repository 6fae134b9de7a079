import { createJdat } from '@jamnet/jdat';
import type { SessionTimeline, Transport } from '@jamnet/sync';
import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import { createToast } from '@jamnet/toast';
import { expect, it } from 'vitest';
import { RoomSound } from '../../src/engine/room-sound.js';
import { createFakeAudioPort, NS_PER_FRAME } from './fake-devices.js';

const FRAMES = 64;
const START_NS = 10e9;

const PERIODS = 100;
const LATE_AT = 60;

/** Records 100 periods, one of which comes so many frames late, and hears as many. */
async function hearRecording(lateFrames: number) {
  const time = createVirtualTime({ startNs: START_NS });
  const { clock, timers } = time;
  const random = createRandom(3);
  const network = createSimulatedNetwork({ clock, timers, random });
  const join = async (host: number) => {
    const port = network.createPort({ address: `192.0.2.${host}` });
    const common = { clock, timers, random, interfaces: [], discovery: 'multicast' } as const;
    const toast = await createToast({ ...common, name: `host ${host}`, port });
    return toast.openSession({ topic: 'audio://gaps' });
  };
  const [ada, grace] = [await join(1), await join(2)];
  const port = createFakeAudioPort({ periodFrames: FRAMES, inputChannels: 1, outputChannels: 0 });
  port.source = () => 0.5;
  const wishes = { click: false, monitor: false, playoutMs: null };
  const sound = new RoomSound({
    port,
    session: ada,
    timeline: {} as SessionTimeline,
    transport: {} as Transport,
    codings: [],
    wishes: { ...wishes, peer: () => ({ gain: 1, delayMs: 0 }) },
  });
  const listener = createJdat({ session: grace, receive: { concealment: 'none' } });
  const out = new Float32Array(FRAMES);
  const heard: number[] = [];
  let dueNs = START_NS + 1e9;
  await time.runAsync(dueNs);
  sound.send(true);
  for (let n = 0; n < PERIODS; n++) {
    dueNs += (FRAMES + (n === LATE_AT ? lateFrames : 0)) * NS_PER_FRAME;
    await time.runAsync(Math.round(dueNs));
    port.period(Math.round(dueNs));
    await time.runAsync(clock.nowNs() + 1e5);
    listener.streams()[0]?.pull(out, FRAMES);
    heard.push(...out);
  }
  const stats = listener.stats().received!;
  sound.close();
  listener.close();
  return { heard, stats };
}

it.each([0, 15, -15, 200, 1000])(
  'what is recorded %d frames later than it should be follows on: nothing is left out, and nothing made up',
  async (frames) => {
    const { heard, stats } = await hearRecording(frames);
    const from = heard.findIndex((value) => value !== 0);
    expect(heard.slice(from).filter((value) => value === 0)).toEqual([]);
    expect(stats).toMatchObject({ concealed: 0, late: 0, restarts: 0 });
    expect(stats.exact).toBeGreaterThan(90 * FRAMES);
  },
);
