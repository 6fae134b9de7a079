import { createJmid } from '@jamnet/jmid';
import { createRandom, createSimulatedNetwork, createVirtualTime, type Tap } from '@jamnet/testkit';
import {
  createToast,
  DEFAULT_RATE_CEILING_BITS_PER_SECOND,
  type Session,
  StreamType,
} from '@jamnet/toast';
import type { Destination, RandomSource } from '@jamnet/wire';
import type { Bar } from '../bar.js';
import { median } from '../report/quantiles.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';

/** Besides those of the bar the number at which everyone still speaks at the full rate. */
const LISTENERS = [1000, 100, 15, 10] as const;
const EVENTS_PER_SECOND = 50;
/** A listener in a large audience speaks once a minute. */
const SETTLE_NS = 70e9;
const COUNTED_NS = 60e9;
/** The player begins so long before it counts. */
const WARM_UP_NS = 10e9;
const CONTROL_SHARE = 0.05;
/** The sender's cost with a thousand listeners may be so many times that with ten. */
const FLAT = 1.25;
const REPLAYS = 7;
const TOPIC = 'midi://audience';
const PLAYER_ADDRESS = '10.9.9.9';

interface AudienceResult {
  readonly listeners: number;
  readonly peersSeen: number;
  readonly controlBitsPerSecond: number;
  readonly mediaBitsPerSecond: number;
  /** The listeners' control in the first second, when everybody comes at once, and in their fullest one after that. */
  readonly firstSecondBits: number;
  readonly fullestSecondBits: number;
  readonly listenerHeartbeatsPerSecond: number;
  /** Processor time of the player's process for each event, everything included. */
  readonly senderUsPerEvent: number;
}

/** What the audience sent, to be sent again without it. */
interface Recorded {
  readonly bytes: Uint8Array;
  readonly to: Destination;
  readonly atNs: number;
}

export async function trial(listeners: number): Promise<AudienceResult> {
  const recorded: Recorded[] = [];
  const bitsOfSecond = new Array<number>((SETTLE_NS + COUNTED_NS) / 1e9).fill(0);
  const startNs = 1e12;
  const jam = createJam(startNs, (from, to, bytes, length, atNs) => {
    if (from.address === PLAYER_ADDRESS) return;
    recorded.push({ bytes: bytes.slice(0, length), to, atNs });
    bitsOfSecond[Math.floor((atNs - startNs) / 1e9)] += (length + 28) * 8;
  });
  const player = await jam.player();
  for (let n = 0; n < listeners; n++) await jam.listener(n);
  jam.time.runFor(SETTLE_NS);
  const before = control(player);
  const recordedBefore = recorded.length;
  jam.time.runFor(COUNTED_NS);
  const after = control(player);
  const perSecond = (bytes: number): number => (bytes * 8) / (COUNTED_NS / 1e9);
  return {
    listeners,
    peersSeen: player.peers().length,
    controlBitsPerSecond: perSecond(after.control - before.control),
    mediaBitsPerSecond: perSecond(after.media - before.media),
    firstSecondBits: bitsOfSecond[0],
    fullestSecondBits: Math.max(...bitsOfSecond.slice(1)),
    listenerHeartbeatsPerSecond: (recorded.length - recordedBefore) / (COUNTED_NS / 1e9),
    senderUsPerEvent: await senderCost(recorded, startNs),
  };
}

/** Control and media that the whole session carried, as its player sees it. */
function control(player: Session): { control: number; media: number } {
  const { sent, controlBytesReceived } = player.stats();
  return {
    control: sent.controlBytes + controlBytesReceived,
    media: sent.bytes - sent.controlBytes,
  };
}

function createJam(startNs: number, tap?: Tap) {
  const time = createVirtualTime({ startNs });
  const { clock, timers } = time;
  const network = createSimulatedNetwork({
    clock,
    timers,
    random: createRandom(1),
    ...(tap ? { tap } : {}),
  });
  const open = async (name: string, address: string, random: RandomSource): Promise<Session> => {
    const port = network.createPort({ address });
    const clockId = '00000001';
    const toast = await createToast({
      name,
      port,
      clock,
      timers,
      random,
      clockId,
      discovery: 'direct',
    });
    return toast.openSession({ topic: TOPIC });
  };
  return {
    time,
    network,
    async player(): Promise<Session> {
      const session = await open('player', PLAYER_ADDRESS, createRandom(2));
      const jmid = createJmid({ session });
      let played = 0;
      const play = (): void => {
        const type = played % 2 === 0 ? 'note_on' : 'note_off';
        const note = 36 + ((played >> 1) % 48);
        jmid.send({ type, channel: 1, note, velocity: 64 });
        played++;
        timers.schedule(clock.nowNs() + 1e9 / EVENTS_PER_SECOND, play);
      };
      timers.schedule(clock.nowNs() + SETTLE_NS - WARM_UP_NS, play);
      return session;
    },
    async listener(n: number): Promise<void> {
      const session = await open(
        `listener ${n}`,
        `10.1.${n >> 8}.${n & 255}`,
        createRandom(100 + n),
      );
      session.subscribe({ streamType: StreamType.MIDI }, () => undefined);
    },
  };
}

/** The player alone, with the audience's datagrams at their times: what it costs then is the sender's cost. */
async function senderCost(recorded: readonly Recorded[], startNs: number): Promise<number> {
  const costs: number[] = [];
  for (let replay = 0; replay < REPLAYS; replay++) {
    const jam = createJam(startNs);
    await jam.player();
    const crowd = jam.network.createPort({ address: '10.1.0.1', sendQueueDatagrams: 2 ** 24 });
    for (const { bytes, to, atNs } of recorded) crowd.send(bytes, 0, bytes.length, to, atNs);
    jam.time.runFor(SETTLE_NS);
    const before = process.cpuUsage();
    jam.time.runFor(COUNTED_NS);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / ((COUNTED_NS / 1e9) * EVENTS_PER_SECOND));
  }
  // The first ones pay for the compiler.
  return median(costs.slice(2));
}

export const bar: Bar = {
  name: 'audience',
  bar: '1,000 listeners: control traffic at most 5 % of the session’s rate, the sender’s cost flat',
  async run(report) {
    const results = await inParallel<number, AudienceResult>(
      import.meta.url,
      'trial',
      LISTENERS,
      (done) => report(`${done} of ${LISTENERS.length} audiences`),
    );
    const [thousand, hundred, fifteen, ten] = results;
    const ofCeiling = thousand.controlBitsPerSecond / DEFAULT_RATE_CEILING_BITS_PER_SECOND;
    const ofMedia = thousand.controlBitsPerSecond / thousand.mediaBitsPerSecond;
    const growth = thousand.senderUsPerEvent / ten.senderUsPerEvent;
    const kbit = (bits: number): string => `${figure(bits / 1000)} kbit/s`;
    return {
      figure:
        `control ${kbit(thousand.controlBitsPerSecond)}: ${figure(ofCeiling * 100)} % of the ceiling of 10 Mbit/s, ` +
        `${figure(ofMedia * 100)} % of the ${kbit(thousand.mediaBitsPerSecond)} of media that ${EVENTS_PER_SECOND} events a second make; ` +
        `${figure(thousand.listenerHeartbeatsPerSecond)} heartbeats a second of ${thousand.peersSeen} listeners, at most ${kbit(thousand.fullestSecondBits)} in one second, ${kbit(thousand.firstSecondBits)} in the first; ` +
        `with 100 listeners control ${kbit(hundred.controlBitsPerSecond)}, with 15 ${kbit(fifteen.controlBitsPerSecond)}; ` +
        `sender ${[ten, hundred, thousand].map((r) => `${figure(r.senderUsPerEvent)} µs an event with ${r.listeners}`).join(', ')}`,
      holds: thousand.peersSeen === 1000 && ofCeiling <= CONTROL_SHARE && growth <= FLAT,
      details: { ofCeiling, ofMedia, growth, results },
    };
  },
};
