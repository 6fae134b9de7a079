import {
  resolveTopic,
  DISCOVERY_PORT,
  DISCOVERY_TOPIC,
  type DiscoveryMode,
  StreamType,
  type Toast,
} from '@jamnet/toast';
import { createVirtualTime, createRandom, createSimulatedNetwork, type Tap } from '@jamnet/testkit';
import { toCompactLine } from '@jamnet/schemas';
import type { DatagramPort, Destination } from '@jamnet/wire';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeSocket } from '../../../src/discovery/scan/probe-socket.js';
import type { Surroundings } from '../../../src/discovery/surroundings.js';
import { createToast } from '../../../src/toast.js';
import { seconds, START_NS } from '../../simulated-lan.js';
import { encodeJson } from '../../v2/frame-json.js';
import { toHex } from '../../vector-file.js';
import { interfaceAt, surroundingsOf } from '../simulated-surroundings.js';

const TOPIC = 'midi://scan';

interface Sent {
  readonly from: Destination;
  readonly to: Destination;
  readonly length: number;
  readonly atNs: number;
}

/** A LAN without multicast for discovery: only what is sent to an address arrives. */
function quietLan() {
  const time = createVirtualTime({ startNs: START_NS });
  const { clock, timers } = time;
  const random = createRandom(7);
  const sent: Sent[] = [];
  const tap: Tap = (from, to, _bytes, length, atNs) => void sent.push({ from, to, length, atNs });
  const network = createSimulatedNetwork({ clock, timers, random, tap });
  const toasts: Toast[] = [];
  const hosts: { address: string; port: DatagramPort; sockets: ProbeSocket[] }[] = [];
  /** Nothing comes from a host any more, no goodbye either. */
  const unplug = async (address: string): Promise<void> => {
    for (const each of hosts.filter((host) => host.address === address)) {
      await Promise.all([each.port.close(), ...each.sockets.map((socket) => socket.close())]);
    }
  };
  const open = async (
    name: string,
    address: string,
    topic?: string,
    discovery: DiscoveryMode = 'scan',
    prefix = 24,
  ) => {
    const port = network.createPort({ address });
    const sockets: ProbeSocket[] = [];
    const plain = surroundingsOf(network, clock, [interfaceAt(address, prefix)]);
    const surroundings: Surroundings = {
      ...plain,
      openProbeSocket: async (number, handler) => {
        const socket = await plain.openProbeSocket(number, handler);
        sockets.push(socket);
        return socket;
      },
    };
    const toast = await createToast(
      { name, port, clock, timers, random, clockId: '0000c10c', discovery },
      surroundings,
    );
    hosts.push({ address, port, sockets });
    toasts.push(toast);
    const session = topic === undefined ? undefined : await toast.openSession({ topic });
    return { toast, session, port };
  };
  const probes = (): Sent[] => sent.filter(({ to }) => to.port === DISCOVERY_PORT);
  const namesOf = ({ discovery }: Toast): string[] =>
    discovery!
      .peers()
      .map(({ name }) => name)
      .toSorted();
  return { time, clock, network, sent, probes, open, unplug, namesOf, toasts };
}

let lan: ReturnType<typeof quietLan>;
afterEach(async () => {
  await Promise.all(lan.toasts.map((toast) => toast.close()));
  lan.time.runFor(seconds(1));
  expect(lan.time.pending).toBe(0);
});

describe('a scan', () => {
  it('finds who is in a /24 within five seconds, at 125 probes a second, and is found by them at once', async () => {
    lan = quietLan();
    const far = await lan.open('far', '10.0.0.254', TOPIC);
    // Its own scan is over.
    lan.time.runFor(seconds(6));
    lan.sent.length = 0;
    const startNs = lan.clock.nowNs();
    const near = await lan.open('near', '10.0.0.1', TOPIC);
    lan.time.runFor(seconds(2.1));
    expect(lan.namesOf(near.toast)).toEqual(['far']);
    expect(lan.namesOf(far.toast)).toEqual(['near']);
    expect(near.toast.discovery!.peers()[0]).toMatchObject({ foundBy: 'scan', topics: [TOPIC] });
    const probes = lan.probes().filter(({ from }) => from.address === '10.0.0.1');
    for (let atNs = startNs; atNs < startNs + 2e9; atNs += 1e8) {
      const inTenth = probes.filter((each) => each.atNs >= atNs && each.atNs < atNs + 1e8).length;
      expect(inTenth).toBeLessThanOrEqual(14);
    }
    expect(new Set(probes.map(({ to }) => to.address)).size).toBe(253);
  });

  it('asks each address twice at the start, then rests for half a minute', async () => {
    lan = quietLan();
    await lan.open('alone', '10.0.0.1', TOPIC);
    lan.time.runFor(seconds(5));
    expect(lan.probes()).toHaveLength(2 * 253);
    lan.time.runFor(seconds(15));
    expect(lan.probes()).toHaveLength(2 * 253);
    lan.time.runFor(seconds(30));
    expect(lan.probes()).toHaveLength(3 * 253);
    // 10 minutes: after 30, 60, 120, 240, 300 s.
    lan.time.runFor(seconds(600));
    expect(lan.probes().length).toBeLessThanOrEqual(7 * 253);
  });

  it('waits for the other ways in auto, and is left out where they have found somebody', async () => {
    lan = quietLan();
    await lan.open('anna', '10.0.0.1', TOPIC, 'auto');
    await lan.open('bela', '10.0.0.2', TOPIC, 'auto');
    lan.time.runFor(seconds(60));
    expect(lan.probes()).toEqual([]);
    const alone = await lan.open('alone', '10.1.0.1', TOPIC, 'scan');
    expect(alone.toast.discovery!.mode).toBe('scan');
  });

  it('does scan in auto after a second where nobody is heard', async () => {
    lan = quietLan();
    await lan.open('alone', '10.0.0.1', TOPIC, 'auto');
    lan.time.runFor(seconds(0.9));
    expect(lan.probes()).toEqual([]);
    lan.time.runFor(seconds(0.2));
    expect(lan.probes().length).toBeGreaterThan(5);
  });

  it('finds all processes of a machine behind one door, and they find whoever asks', async () => {
    lan = quietLan();
    const first = await lan.open('first', '10.0.0.9', TOPIC);
    const second = await lan.open('second', '10.0.0.9', 'midi://other');
    const third = await lan.open('third', '10.0.0.9');
    const held = [first, second, third].map(
      ({ toast }) => toast.discovery!.stats().scan!.holdsDoor,
    );
    expect(held).toEqual([true, false, false]);
    lan.time.runFor(seconds(7));
    const asker = await lan.open('asker', '10.0.0.1', TOPIC);
    lan.time.runFor(seconds(3));
    expect(lan.namesOf(asker.toast)).toEqual(['first', 'second']);
    expect(lan.namesOf(first.toast)).toEqual(['asker', 'second']);
    expect(lan.namesOf(second.toast)).toEqual(['asker', 'first']);
    expect(lan.namesOf(third.toast)).toEqual(['asker', 'first', 'second']);
    // The door is taken over, and whoever left is gone everywhere at once.
    await first.toast.close();
    lan.time.runFor(seconds(0.1));
    expect(lan.namesOf(asker.toast)).toEqual(['second']);
    expect(lan.namesOf(third.toast)).toEqual(['asker', 'second']);
    lan.time.runFor(seconds(30));
    expect(lan.namesOf(asker.toast)).toEqual(['second']);
    expect(lan.namesOf(second.toast)).toEqual(['asker']);
    await second.toast.close();
    lan.time.runFor(seconds(0.1));
    expect(lan.namesOf(asker.toast)).toEqual([]);
  });

  it('loses who has fallen silent', async () => {
    lan = quietLan();
    const { toast } = await lan.open('looker', '10.0.0.1');
    await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(5));
    expect(lan.namesOf(toast)).toEqual(['anna']);
    await lan.unplug('10.0.0.2');
    lan.time.runFor(seconds(8));
    expect(lan.namesOf(toast)).toEqual(['anna']);
    lan.time.runFor(seconds(5));
    expect(lan.namesOf(toast)).toEqual([]);
  });

  it('tells at once what changes', async () => {
    lan = quietLan();
    const { toast } = await lan.open('looker', '10.0.0.1');
    const anna = await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(5));
    const other = await anna.toast.openSession({ topic: 'midi://more' });
    lan.time.runFor(seconds(2.5));
    expect(toast.discovery!.peers()[0]!.topics).toEqual([TOPIC, 'midi://more']);
    await other.close();
    lan.time.runFor(seconds(2.5));
    expect(toast.discovery!.peers()[0]!.topics).toEqual([TOPIC]);
  });
});

describe('a door', () => {
  /** Asks by hand, from anywhere. */
  function asker(address: string) {
    const port = lan.network.createPort({ address });
    let answers = 0;
    let bytes = 0;
    port.onBatch((_view, _descriptors, count) => void (answers += count));
    const id = Buffer.alloc(4);
    id.writeUInt32LE(77);
    let sequence = 0;
    const ask = (to: string, topics: readonly string[] = []): void => {
      const frame = encodeJson({
        streamType: StreamType.DISCOVERY,
        formatType: 1,
        sealed: false,
        refresh: false,
        burstIndex: 0,
        burstSize: 1,
        messageType: 1,
        streamId: 0,
        timestamp: '0',
        sequence: sequence++,
        uuid: toHex(resolveTopic(DISCOVERY_TOPIC).sessionName) + id.toString('hex'),
        payload: Buffer.from(
          toCompactLine({
            type: 'announce',
            name: 'x',
            clock: '00000001',
            endpoints: [`${address}:9`],
            topics: [...topics],
          }) as string,
        ).toString('hex'),
      });
      bytes += frame.length;
      port.send(frame, 0, frame.length, { family: 4, address: to, port: DISCOVERY_PORT }, 0);
    };
    return { ask, answers: () => answers, bytes: () => bytes };
  }

  it('answers four questions a second of an address, with one datagram each, and no announcement', async () => {
    lan = quietLan();
    const { toast } = await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(6));
    const { ask, answers } = asker('10.0.0.77');
    for (let i = 0; i < 1_000; i++) {
      ask('10.0.0.2');
      lan.time.runFor(1e6);
    }
    lan.time.runFor(seconds(0.1));
    expect(answers()).toBeLessThanOrEqual(8);
    expect(answers()).toBeGreaterThanOrEqual(4);
    expect(toast.discovery!.stats().scan!.answersRefused).toBeGreaterThan(990);
  });

  it('is shut to whoever is not on the network', async () => {
    lan = quietLan();
    const { toast } = await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(6));
    const { ask, answers } = asker('192.0.2.1');
    ask('10.0.0.2', [TOPIC]);
    lan.time.runFor(seconds(1));
    expect(answers()).toBe(0);
    expect(toast.discovery!.stats().scan!.strangers).toBe(1);
    expect(toast.discovery!.peers()).toEqual([]);
  });

  it('has nothing sent to a place where nobody answers for longer than five seconds', async () => {
    lan = quietLan();
    const { session } = await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(6));
    const liar = asker('10.0.0.77');
    lan.sent.length = 0;
    for (let i = 0; i < 60; i++) {
      liar.ask('10.0.0.2', [TOPIC]);
      lan.time.runFor(seconds(0.25));
    }
    expect(session!.peers()).toEqual([]);
    const misled = lan.sent.filter(({ to }) => to.address === '10.0.0.77' && to.port === 9);
    expect(misled.length).toBeGreaterThan(10);
    const forNs = misled.at(-1)!.atNs - misled[0]!.atNs;
    expect(forNs).toBeLessThan(5.6e9);
  });
});
