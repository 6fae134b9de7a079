import { fromCompactLine, type AnnounceMessage, toCompactLine } from '@jamnet/schemas';
import {
  type DiscoveryEvent,
  DISCOVERY_TOPIC,
  resolveTopic,
  StreamType,
  type Toast,
} from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulatedLan, seconds, type SimulatedLan, START_NS } from '../simulated-lan.js';
import { encodeJson, readAsToast } from '../v2/frame-json.js';
import { toHex } from '../vector-file.js';

const ON = { toast: { discovery: 'multicast' } } as const;
const { group4, sessionName } = resolveTopic(DISCOVERY_TOPIC);

function eventsOf(toast: Toast): string[] {
  const events: string[] = [];
  const note = ({ type, peer }: DiscoveryEvent): number =>
    events.push(`${type} ${peer.name}: ${peer.topics.join(' ')}`);
  for (const type of ['found', 'changed', 'lost'] as const) {
    toast.discovery!.events.addEventListener(type, note);
  }
  return events;
}

/** A LAN on which every announcement that goes out is read. */
function watchedLan() {
  const announced: { atNs: number; from: string; asks: boolean; message: AnnounceMessage }[] = [];
  const lan = createSimulatedLan(1, (from, to, bytes, length, atNs) => {
    if (to.address !== group4.address) return;
    for (const { streamType, messageType, payload } of readAsToast(bytes.subarray(0, length))
      .frames) {
      expect(streamType).toBe(StreamType.DISCOVERY);
      const message = fromCompactLine(Buffer.from(payload, 'hex').toString()) as AnnounceMessage;
      announced.push({ atNs, from: from.address, asks: messageType === 1, message });
    }
  });
  return { lan, announced };
}

/** Announces by hand. */
function announcer(lan: SimulatedLan, senderId: number, messageType = 0) {
  const port = lan.network.createPort({ address: '10.9.0.9' });
  const id = Buffer.alloc(4);
  id.writeUInt32LE(senderId);
  return (sequence: number, text: string): void => {
    const frame = encodeJson({
      streamType: StreamType.DISCOVERY,
      formatType: 1,
      sealed: false,
      refresh: false,
      burstIndex: 0,
      burstSize: 1,
      messageType,
      streamId: 0,
      timestamp: '0',
      sequence,
      uuid: toHex(sessionName) + id.toString('hex'),
      payload: Buffer.from(text).toString('hex'),
    });
    port.send(frame, 0, frame.length, group4, 0);
    lan.time.runFor(100_000);
  };
}

const line = (name: string, ...topics: string[]): string =>
  toCompactLine({ type: 'announce', name, clock: '00000001', endpoints: [], topics }) as string;

describe('discovery', () => {
  it('finds who takes part in what in less than a second, without knowing a topic', async () => {
    const { lan } = watchedLan();
    const { toast } = await lan.openToast({ name: 'looker', ...ON });
    const events = eventsOf(toast);
    lan.time.runFor(seconds(3));
    const { toast: other, port } = await lan.openToast({ name: 'anna', ...ON });
    await other.openSession({ topic: 'midi://jam' });
    lan.time.runFor(seconds(1));
    expect(events).toEqual(['found anna: midi://jam']);
    expect(toast.discovery!.peers()).toMatchObject([
      {
        senderId: other.senderId,
        name: 'anna',
        clockId: '0000c10c',
        endpoints: port.endpoints().map(({ address, port: p }) => `${address}:${p}`),
        topics: ['midi://jam'],
      },
    ]);
    expect(other.discovery!.peers()).toEqual([]);
  });

  it('tells at once what changes, what is over and who is gone', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast(ON);
    const events = eventsOf(toast);
    const anna = await lan.openToast({ name: 'anna', ...ON });
    const step = (): void => void lan.time.runFor(1e6);
    const first = await anna.toast.openSession({ topic: 'midi://a' });
    step();
    const second = await anna.toast.openSession({ topic: 'midi://b' });
    step();
    await first.close();
    step();
    await second.close();
    step();
    await anna.toast.openSession({ topic: 'midi://c' });
    step();
    await anna.toast.close();
    step();
    expect(events).toEqual([
      'found anna: midi://a',
      'changed anna: midi://a midi://b',
      'changed anna: midi://b',
      'lost anna: midi://b',
      'found anna: midi://c',
      'lost anna: midi://c',
    ]);
    expect(toast.discovery!.peers()).toEqual([]);
  });

  it('loses who has fallen silent, after ten seconds', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast(ON);
    const events = eventsOf(toast);
    const anna = await lan.openToast({ name: 'anna', ...ON });
    await anna.toast.openSession({ topic: 'midi://a' });
    lan.time.runFor(seconds(1));
    await anna.port.close();
    lan.time.runFor(seconds(9));
    expect(events).toEqual(['found anna: midi://a']);
    lan.time.runFor(seconds(3));
    expect(events).toEqual(['found anna: midi://a', 'lost anna: midi://a']);
  });

  it('has who only looks ask twice, and say nothing else', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast(ON);
    const other = await lan.openToast(ON);
    lan.time.runFor(seconds(10));
    await toast.close();
    lan.time.runFor(seconds(1));
    expect(announced.map(({ asks, message }) => [asks, message.topics])).toEqual(
      Array.from({ length: 4 }, () => [true, []]),
    );
    expect(other.toast.discovery!.peers()).toEqual([]);
  });

  it('answers a newcomer, and whoever only looks, within a tenth of a second', async () => {
    const { lan } = watchedLan();
    const anna = await lan.openToast({ name: 'anna', ...ON });
    await anna.toast.openSession({ topic: 'midi://a' });
    for (let turn = 0; turn < 20; turn++) {
      lan.time.runFor(seconds(0.731));
      const { toast } = await lan.openToast(ON);
      if (turn % 2 === 0) await toast.openSession({ topic: 'midi://b' });
      lan.time.runFor(seconds(0.18));
      expect(toast.discovery!.peers().map(({ name }) => name)).toContain('anna');
      await toast.close();
    }
  });

  it('is not made to announce more than ten times a second, whoever asks', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast(ON);
    await toast.openSession({ topic: 'midi://a' });
    const ask = announcer(lan, 77, 1);
    for (let sequence = 0; sequence < 10_000; sequence++) ask(sequence, line('x'));
    const own = announced.filter(({ from }) => from === '10.0.0.1').length;
    expect(own).toBeGreaterThan(5);
    expect(own).toBeLessThan(12);
  });

  it('announces every half second, and goodbye three times', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast(ON);
    await toast.openSession({ topic: 'midi://a' });
    lan.time.runFor(seconds(20));
    expect(announced.length).toBeGreaterThan(35);
    expect(announced.length).toBeLessThan(50);
    expect(announced[0]!.atNs).toBe(START_NS);
    announced.length = 0;
    await toast.close();
    lan.time.runFor(seconds(5));
    expect(announced.map(({ message }) => message.topics)).toEqual([[], [], []]);
  });

  it('announces less often the more are there: twenty a second in all', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast(ON);
    await toast.openSession({ topic: 'midi://a' });
    const many = Array.from({ length: 60 }, (_, id) => announcer(lan, id + 1));
    for (let sequence = 0; sequence < 12; sequence++) {
      for (const announce of many) announce(sequence, line('x', 'midi://x'));
      lan.time.runFor(seconds(1));
    }
    const own = announced.filter(({ from }) => from === '10.0.0.1').length;
    // 61 processes: one announcement in three seconds.
    expect(own).toBeGreaterThan(3);
    expect(own).toBeLessThan(8);
    expect(toast.discovery!.peers()).toHaveLength(60);
  });

  it('names as many topics as fit into a datagram', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast({ name: '♪'.repeat(64), ...ON });
    const other = await lan.openToast(ON);
    const topics = Array.from({ length: 12 }, (_, i) => `midi://${String(i).padEnd(180, 'x')}`);
    for (const topic of topics) await toast.openSession({ topic });
    announced.length = 0;
    lan.time.runFor(seconds(1));
    expect(announced.at(-1)!.message.topics).toEqual(topics.slice(0, 4));
    expect(other.toast.discovery!.peers()[0]!.topics).toEqual(topics.slice(0, 4));
  });

  it('is not misled by announcements that overtook each other', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast(ON);
    const events = eventsOf(toast);
    const announce = announcer(lan, 77);
    announce(5, line('x', 'midi://a'));
    announce(7, line('x', 'midi://b'));
    announce(6, line('x', 'midi://a'));
    announce(9, line('x'));
    announce(8, line('x', 'midi://b'));
    announce(9, line('x'));
    expect(events).toEqual(['found x: midi://a', 'changed x: midi://b', 'lost x: midi://b']);
    announce(10, line('x', 'midi://c'));
    expect(events.at(-1)).toBe('found x: midi://c');
    // A goodbye of somebody who was never there is no news, but counts against what comes late.
    const shy = announcer(lan, 78);
    shy(2, line('y'));
    shy(1, line('y', 'midi://a'));
    expect(events).toHaveLength(4);
  });

  it('shows no control characters and no endpoint that is none', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast(ON);
    announcer(lan, 77)(
      1,
      '{"t":"an","nm":"\\u001b[2Jx","ep":["\\u001b[2J","1.2.3.4:5"],"tp":["midi://a\\u0007"]}\n',
    );
    expect(toast.discovery!.peers()).toMatchObject([
      { name: ' [2Jx', clockId: '', endpoints: ['1.2.3.4:5'], topics: ['midi://a '] },
    ]);
  });

  it('counts what is no announcement, and never throws', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast(ON);
    const events = eventsOf(toast);
    const announce = announcer(lan, 77);
    let sequence = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 250 }), fc.json()), (text) => {
        announce(sequence++, text.slice(0, 380));
      }),
      { numRuns: 500 },
    );
    expect(toast.discovery!.stats().malformed).toBe(sequence);
    announce(sequence, '{"t":"an"}');
    expect(events).toEqual([]);
    expect(toast.discovery!.stats().malformed).toBe(sequence);
  });

  it('leaves the ways alone that are on the machine’s own clock, and says so', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast({ toast: { discovery: 'auto' } });
    expect(toast.discovery!.mode).toBe('auto');
    expect(toast.discovery!.notices()).toEqual([expect.stringContaining('the clock')]);
    expect(toast.discovery!.stats()).toEqual({ malformed: 0, bonjour: null, scan: null });
  });

  it('can be switched off', async () => {
    const { lan, announced } = watchedLan();
    const { toast } = await lan.openToast();
    await toast.openSession({ topic: 'midi://a' });
    lan.time.runFor(seconds(5));
    expect(toast.discovery).toBeUndefined();
    expect(announced).toEqual([]);
  });
});
