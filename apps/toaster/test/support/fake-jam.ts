import type { JmidEvent } from '@jamnet/schemas';
import { createFakeAudio, type FakeAudio } from './fake-audio.js';
import type { Heard, Jam, JamPeer, JamStats } from '../../src/jam.js';

/** A {@link Jam} without a network: the test says what is heard, and looks at what was sent. */
export interface FakeJam extends Jam {
  readonly audio: FakeAudio;
  readonly sentEvents: JmidEvent[];
  readonly calls: string[];
  /** As if `event` had been heard. */
  hear(event: JmidEvent, heard?: Partial<Heard>): void;
  /** As if a peer had come, left or fallen silent. */
  tellPeer(peer: JamPeer): void;
  /** As if more had become known of a peer, of which nothing is told. */
  setPeer(peer: JamPeer): void;
  /** The next that many sends are refused. */
  refuse(times: number): void;
  counters: JamStats;
}

export const PLAYER: JamPeer = {
  senderId: 0x0a0b0c0d,
  name: 'player',
  state: 'alive',
  receiveOnly: false,
  sameClock: true,
  endpoints: ['127.0.0.1:4000'],
  lossRate: 0,
  reportedLossRate: null,
};

export const HEARD: Heard = {
  peer: PLAYER,
  arrivalNs: 0,
  lateUs: 300,
  late: false,
  repaired: false,
  stale: false,
  synthesised: false,
  predicted: false,
  confirmed: false,
};

export function createFakeJam(topic = 'midi://test'): FakeJam {
  const sentEvents: JmidEvent[] = [];
  const calls: string[] = [];
  const peers = new Map<number, JamPeer>();
  const eventHandlers: Parameters<Jam['onEvent']>[0][] = [];
  const peerHandlers: Parameters<Jam['onPeer']>[0][] = [];
  let refusals = 0;
  return {
    topic,
    senderId: 0x01020304,
    sync: null,
    audio: createFakeAudio(),
    endpoints: ['192.0.2.1:5004'],
    port: 'simulated',
    portNotice: null,
    discoveryNotices: [],
    sentEvents,
    calls,
    counters: {
      datagramsSent: 0,
      datagramsArrived: 0,
      datagramsThrownAway: 0,
      duplicates: 0,
      corrupt: 0,
      missing: 0,
      plan: null,
    },
    send(event) {
      if (refusals > 0) {
        refusals -= 1;
        return false;
      }
      sentEvents.push(event);
      return true;
    },
    onEvent: (handler) => void eventHandlers.push(handler),
    onPeer: (handler) => void peerHandlers.push(handler),
    peers: () => [...peers.values()].filter((peer) => peer.state === 'alive'),
    stats() {
      return this.counters;
    },
    drain() {
      calls.push('drain');
      return Promise.resolve();
    },
    close() {
      calls.push('close');
      return Promise.resolve();
    },
    hear(event, heard = {}) {
      for (const handler of eventHandlers) handler(event, { ...HEARD, ...heard });
    },
    tellPeer(peer) {
      peers.set(peer.senderId, peer);
      for (const handler of peerHandlers) handler(peer);
    },
    setPeer: (peer) => void peers.set(peer.senderId, peer),
    refuse(times) {
      refusals = times;
    },
  };
}
