import type { JmidEvent } from '@jamnet/schemas';
import {
  createLossProcess,
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type Impairment,
  type Loss,
  type VirtualTime,
} from '@jamnet/testkit';
import {
  createToast,
  encodeFrame,
  FormatType,
  resolveTopic,
  type Session,
  type SessionOptions,
  StreamType,
  type Toast,
} from '@jamnet/toast';
import type { DatagramPort, RandomSource } from '@jamnet/wire';
import { createJmid, type EventInfo, type Jmid, type JmidOptions } from '@jamnet/jmid';

export const TOPIC = 'midi://test';

/** A process on the simulated LAN. */
export interface Player {
  readonly toast: Toast;
  readonly session: Session;
  readonly jmid: Jmid;
  /** Everything that was delivered here, in order. */
  readonly heard: Heard[];
  /** Loses part of what is received from now on. */
  setLoss(loss: Loss): void;
  /** Cuts the cable, both ways, or mends it. */
  setCut(cut: boolean): void;
  /** Closes the Jmid, then the toast. */
  leave(): Promise<void>;
}

/** One delivery. */
export interface Heard {
  readonly event: JmidEvent;
  readonly info: EventInfo;
  readonly atNs: number;
}

export interface PlayerOptions {
  readonly topic?: string;
  readonly clockId?: string;
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly session?: Partial<SessionOptions>;
  readonly jmid?: Partial<JmidOptions>;
}

export interface Jam {
  readonly time: VirtualTime;
  readonly random: RandomSource;
  /** Datagrams that went out so far, copies counted one by one. */
  readonly datagrams: number;
  join(name: string, options?: PlayerOptions): Promise<Player>;
  /** Opens a session without a Jmid. */
  open(name: string, options?: PlayerOptions): Promise<Omit<Player, 'jmid' | 'heard' | 'leave'>>;
  /** Somebody who sends frames under any sender id. */
  stranger(topic?: string): Stranger;
  runMs(ms: number): void;
}

export interface Stranger {
  /** Sends frames in one datagram, once. */
  send(...frames: readonly StrangersFrame[]): void;
}

export interface StrangersFrame {
  readonly senderId: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
  readonly streamType?: number;
  readonly streamId?: number;
  readonly formatType?: number;
  readonly messageType?: number;
}

/** A LAN in virtual time on which everything follows from the seed. */
export function createJam(seed: number): Jam {
  const time = createVirtualTime({ startNs: 1e12 });
  const random = createRandom(seed);
  const { clock, timers } = time;
  let datagrams = 0;
  const network = createSimulatedNetwork({ clock, timers, random, tap: () => datagrams++ });
  let hosts = 0;

  const open = async (
    name: string,
    options: PlayerOptions = {},
  ): Promise<Omit<Player, 'jmid' | 'heard' | 'leave'>> => {
    hosts++;
    const cable = createCable(network.createPort({ address: `10.0.0.${hosts}` }), time, random);
    const { send = {}, receive = {}, clockId = '00000001', topic = TOPIC } = options;
    const port = impair(cable.port, { clock, timers, random, send, receive });
    const toast = await createToast({
      name,
      port,
      clock,
      timers,
      random,
      clockId,
      discovery: 'direct',
    });
    const session = await toast.openSession({ topic, ...options.session });
    return { toast, session, setLoss: cable.setLoss, setCut: cable.setCut };
  };

  return {
    time,
    random,
    get datagrams() {
      return datagrams;
    },
    open,
    async join(name, options = {}) {
      const opened = await open(name, options);
      const jmid = createJmid({ session: opened.session, ...options.jmid });
      const heard: Heard[] = [];
      jmid.onMessage((event, info) =>
        heard.push({ event, info: { ...info }, atNs: clock.nowNs() }),
      );
      const leave = async (): Promise<void> => {
        jmid.close();
        await opened.toast.close();
      };
      return { ...opened, jmid, heard, leave };
    },
    stranger(topic = TOPIC) {
      hosts++;
      const port = network.createPort({ address: `10.0.0.${hosts}` });
      const { sessionName, group4 } = resolveTopic(topic);
      const datagram = new Uint8Array(1200);
      return {
        send(...frames) {
          let end = 0;
          for (const frame of frames) {
            const header = {
              streamType: StreamType.MIDI,
              formatType: FormatType.COMPACT_JSONL,
              flags: 0,
              burstIndex: 0,
              burstSize: 1,
              messageType: 0,
              streamId: 1,
              timestampNs: clock.nowNs(),
              sessionName,
              ...frame,
            };
            const { payload } = frame;
            end = encodeFrame(header, payload, 0, payload.length, datagram, end);
          }
          if (end < 0 || !port.send(datagram, 0, end, group4, 0)) throw new Error('not sent');
        },
      };
    },
    runMs: (ms) => void time.runFor(ms * 1e6),
  };
}

interface Cable {
  readonly port: DatagramPort;
  setLoss(loss: Loss): void;
  setCut(cut: boolean): void;
}

function createCable(port: DatagramPort, { clock }: VirtualTime, random: RandomSource): Cable {
  let loss = createLossProcess({ loss: 0, random, startNs: clock.nowNs() });
  let cut = false;
  return {
    port: {
      capabilities: port.capabilities,
      send: (bytes, offset, length, destination, atNs) =>
        cut || port.send(bytes, offset, length, destination, atNs),
      onBatch(handler) {
        port.onBatch((view, descriptors, count) => {
          const nowNs = clock.nowNs();
          // The simulated network hands over one datagram at a time.
          if (!cut && !loss.isLost(nowNs, nowNs)) handler(view, descriptors, count);
        });
      },
      join: (group) => port.join(group),
      leave: (group) => port.leave(group),
      endpoints: () => port.endpoints(),
      source: (index) => port.source(index),
      stats: () => port.stats(),
      close: () => port.close(),
    },
    setLoss(share) {
      loss = createLossProcess({ loss: share, random, startNs: clock.nowNs() });
    },
    setCut(now) {
      cut = now;
    },
  };
}
