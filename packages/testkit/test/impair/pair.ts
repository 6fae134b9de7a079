import { readU32, type DatagramPort } from '@jamnet/wire';
import { readArrival, readLength, readOffset } from '../../src/descriptor-record.js';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type Impairment,
} from '@jamnet/testkit';

export interface Arrival {
  readonly number: number;
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** Two ports on virtual time without latency, the first impaired in sending, the second in receiving. */
export function createPair(impairments: {
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly seed?: number;
  readonly batches?: boolean;
}) {
  const { seed = 1, send, receive, batches } = impairments;
  const time = createVirtualTime({ startNs: 1e9 });
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random: createRandom(1), latencyNs: 0 });
  const open = (host: number): DatagramPort =>
    network.createPort({ address: `10.0.0.${host}`, batches });
  const sender = impair(open(1), { clock, timers, random: createRandom(seed), send });
  const receiver = impair(open(2), { clock, timers, random: createRandom(seed + 1), receive });
  const arrivals: Arrival[] = [];
  receiver.onBatch((view, descriptors, count) => {
    for (let i = 0; i < count; i += 1) {
      const offset = readOffset(descriptors, i);
      const bytes = view.slice(offset, offset + readLength(descriptors, i));
      const number = new DataView(bytes.buffer).getUint32(0, true);
      arrivals.push({ number, atMs: (readArrival(descriptors, i) - 1e9) / 1e6, bytes });
    }
  });
  const to = receiver.endpoints()[0];
  const bytes = new Uint8Array(1_200);
  const numbers = new DataView(bytes.buffer);
  const sendOne = (number: number, atMs = 0, length = 100): boolean => {
    numbers.setUint32(0, number, true);
    return sender.send(bytes, 0, length, to, atMs === 0 ? 0 : 1e9 + atMs * 1e6);
  };
  /** Sends `count` numbered datagrams, one every `spacingMs`, and lets all arrive. */
  const sendMany = (count: number, spacingMs: number, length = 100): void => {
    for (let i = 0; i < count; i += 1) {
      time.run(1e9 + i * spacingMs * 1e6);
      sendOne(i, 0, length);
    }
    time.run();
  };
  /** Which numbers arrive from now on, without keeping the rest: for runs of a million datagrams. */
  const collectNumbers = (): Set<number> => {
    const seen = new Set<number>();
    receiver.onBatch((view, descriptors, count) => {
      for (let i = 0; i < count; i += 1) seen.add(readU32(view, readOffset(descriptors, i)));
    });
    return seen;
  };
  return { time, network, sender, receiver, arrivals, sendOne, sendMany, collectNumbers };
}
