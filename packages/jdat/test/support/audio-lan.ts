import {
  createLossProcess,
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type ImpairedPort,
  type Impairment,
  type Loss,
  type VirtualTime,
} from '@jamnet/testkit';
import { createToast, type Session, type SessionOptions, StreamType } from '@jamnet/toast';
import type { AudioChunk, AudioCoding, Exactness } from '@jamnet/jdat';
import { pcmCoding } from '@jamnet/jdat';
import { writeReceiverLine } from '../../src/session/receiver-line.js';

export const START_NS = 1e12;

export interface Place {
  readonly session: Session;
  readonly port: ImpairedPort;
}

export interface AudioLan {
  readonly time: VirtualTime;
  join(
    name: string,
    options?: {
      readonly send?: Impairment;
      readonly receive?: Impairment;
      readonly session?: Partial<SessionOptions>;
    },
  ): Promise<Place>;
}

/** A LAN in virtual time for sessions of audio. */
export function createAudioLan(seed = 1): AudioLan {
  const time = createVirtualTime({ startNs: START_NS });
  const random = createRandom(seed);
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random });
  let hosts = 0;
  return {
    time,
    async join(name, { send = {}, receive = {}, session = {} } = {}) {
      const inner = network.createPort({ address: `10.0.0.${++hosts}` });
      const port = impair(inner, { clock, timers, random, send, receive });
      const clockId = '0000c10c';
      const toast = await createToast({
        name,
        port,
        clock,
        timers,
        random,
        discovery: 'direct',
        clockId,
      });
      return { session: await toast.openSession({ topic: 'audio://test', ...session }), port };
    },
  };
}

/** A chunk that was decoded, with what its frame said. */
export interface HeardChunk extends Readonly<Omit<AudioChunk, 'samples'>> {
  readonly samples: Int32Array;
  readonly exactness: Exactness;
  readonly timestampNs: number;
  readonly arrivalNs: number;
  readonly burstIndex: number;
  readonly burstSize: number;
}

/** Decodes everything that comes, and says in heartbeats that it plays it. */
export function listen(
  { session }: Place,
  codings: readonly AudioCoding[] = [pcmCoding],
  usefulUs = 50_000,
): HeardChunk[] {
  const heard: HeardChunk[] = [];
  const decoders = codings.map((coding) => ({ coding, decoder: coding.createDecoder() }));
  let told = false;
  session.subscribe({ streamType: StreamType.AUDIO }, (frame) => {
    const { peer, streamId, bytes, payloadOffset, payloadLength, formatType } = frame;
    if (!told)
      session.setHeartbeatLine(
        'ar',
        writeReceiverLine([{ senderId: peer.senderId, streamId, usefulUs }]),
      );
    told = true;
    const { timestampNs, arrivalNs, burstIndex, burstSize } = frame;
    const found = decoders.find(({ coding }) => coding.messageType === frame.messageType);
    const status = found!.decoder.accept(
      bytes,
      payloadOffset,
      payloadLength,
      formatType,
      (chunk, exactness) => {
        const samples = chunk.samples.slice(0, chunk.frames * chunk.channels);
        heard.push({
          ...chunk,
          samples,
          exactness,
          timestampNs,
          arrivalNs,
          burstIndex,
          burstSize,
        });
      },
    );
    if (status < 0) throw new Error(`a message that cannot be read: ${status}`);
  });
  return heard;
}

/** Frames that are known exactly, by position and channel; `undefined` where nothing came. */
export function lineUp(heard: readonly HeardChunk[], sampleRate: number): (number | undefined)[] {
  const line: (number | undefined)[] = [];
  for (const chunk of heard) {
    if (chunk.sampleRate !== sampleRate || chunk.exactness !== 'exact') continue;
    chunk.samples.forEach((value, i) => (line[chunk.position * chunk.channels + i] = value));
  }
  return line;
}

/** Changes what a port loses of what it receives. */
export function lossOf(loss: Loss, seed: number, startNs = START_NS) {
  return createLossProcess({ loss, random: createRandom(seed), startNs });
}
