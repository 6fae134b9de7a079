import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type ImpairedPort,
  type Impairment,
  type SimulatedNetwork,
  type Tap,
  type VirtualTime,
} from '@jamnet/testkit';
import {
  createToast,
  FormatType,
  type OutStream,
  type ReceivedFrame,
  type Session,
  type SessionOptions,
  type StreamOptions,
  StreamType,
  type Toast,
  type ToastOptions,
} from '@jamnet/toast';
import type { RandomSource } from '@jamnet/wire';

export const START_NS = 1e12;
export const TOPIC = 'midi://test';

/** A process on the simulated LAN. */
export interface Player {
  readonly toast: Toast;
  readonly session: Session;
  readonly port: ImpairedPort;
  /** What came: sender id, sequence and text of each frame of MIDI. */
  readonly got: Got[];
}

export interface Got {
  readonly senderId: number;
  readonly streamId: number;
  readonly sequence: number;
  readonly text: string;
  readonly timestampNs: number;
  readonly arrivalNs: number;
}

export interface PlayerOptions {
  readonly name?: string;
  readonly address?: string | readonly string[];
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly toast?: ToastOptions;
  readonly session?: Partial<SessionOptions>;
}

export interface SimulatedLan {
  readonly time: VirtualTime;
  readonly network: SimulatedNetwork;
  readonly random: RandomSource;
  openToast(options?: PlayerOptions): Promise<{ toast: Toast; port: ImpairedPort }>;
  join(options?: PlayerOptions): Promise<Player>;
}

/** A LAN in virtual time on which everything follows from the seed. */
export function createSimulatedLan(seed = 1, tap?: Tap): SimulatedLan {
  const time = createVirtualTime({ startNs: START_NS });
  const random = createRandom(seed);
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random, ...(tap ? { tap } : {}) });
  let hosts = 0;
  const lan: SimulatedLan = {
    time,
    network,
    random,
    async openToast({ name, address, send = {}, receive = {}, toast: given } = {}) {
      hosts++;
      const inner = network.createPort({ address: address ?? `10.0.0.${hosts}` });
      const port = impair(inner, { clock, timers, random, send, receive });
      const toast = await createToast({
        name: name ?? `player ${hosts}`,
        port,
        clock,
        timers,
        random,
        discovery: 'direct',
        clockId: '0000c10c',
        ...given,
      });
      return { toast, port };
    },
    async join(options = {}) {
      const { toast, port } = await lan.openToast(options);
      const session = await toast.openSession({ topic: TOPIC, ...options.session });
      return { toast, session, port, got: collect(session) };
    },
  };
  return lan;
}

/** Gathers the frames of MIDI that a session gets. */
export function collect(session: Session): Got[] {
  const got: Got[] = [];
  session.subscribe({ streamType: StreamType.MIDI }, (frame) => got.push(keep(frame)));
  return got;
}

function keep(frame: ReceivedFrame): Got {
  const { bytes, payloadOffset, payloadLength } = frame;
  return {
    senderId: frame.peer.senderId,
    streamId: frame.streamId,
    sequence: frame.sequence,
    text: new TextDecoder().decode(bytes.subarray(payloadOffset, payloadOffset + payloadLength)),
    timestampNs: frame.timestampNs,
    arrivalNs: frame.arrivalNs,
  };
}

export function openMidi(session: Session, options: Partial<StreamOptions> = {}): OutStream {
  return session.openStream({
    streamType: StreamType.MIDI,
    formatType: FormatType.COMPACT_JSONL,
    ...options,
  });
}

/** Sends a text as the payload of a frame. */
export function say(stream: OutStream, text: string, timestampNs = START_NS): boolean {
  const payload = new TextEncoder().encode(text);
  return stream.send(payload, 0, payload.length, { timestampNs });
}

/** Sends `count` numbered texts, one every `everyMs`. Gives what was accepted. */
export function sayMany(
  lan: SimulatedLan,
  stream: OutStream,
  count: number,
  everyMs: number,
  textOf: (index: number) => string = (index) => `text ${index}`,
): string[] {
  const accepted: string[] = [];
  for (let i = 0; i < count; i++) {
    if (say(stream, textOf(i), lan.time.clock.nowNs())) accepted.push(textOf(i));
    lan.time.runFor(everyMs * 1e6);
  }
  return accepted;
}

export const texts = (got: readonly Got[]): string[] => got.map(({ text }) => text);
export const seconds = (count: number): number => count * 1e9;
