import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import type { Toast } from '@jamnet/toast';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenMdns } from '../../../src/discovery/bonjour/mdns-link.js';
import { SERVICE_TYPE } from '../../../src/discovery/bonjour/records.js';
import { createToast } from '../../../src/toast.js';
import { seconds, START_NS } from '../../simulated-lan.js';
import { createMdnsCable, interfaceAt, surroundingsOf } from '../simulated-surroundings.js';

const TOPIC = 'midi://bonjour';
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function createCabledLan() {
  const time = createVirtualTime({ startNs: START_NS });
  const { clock, timers } = time;
  const random = createRandom(3);
  const network = createSimulatedNetwork({ clock, timers, random });
  const cable = createMdnsCable();
  const toasts: Toast[] = [];
  const open = async (
    name: string,
    address: string,
    topic?: string,
    openMdns: OpenMdns = cable.openMdns,
    interfaces = [interfaceAt(address)],
  ) => {
    const port = network.createPort({ address });
    const toast = await createToast(
      { name, port, clock, timers, random, clockId: '0000c10c', discovery: 'bonjour' },
      surroundingsOf(network, clock, interfaces, openMdns),
    );
    toasts.push(toast);
    const session = topic === undefined ? undefined : await toast.openSession({ topic });
    return { toast, session, port };
  };
  const namesOf = ({ discovery }: Toast): string[] => discovery!.peers().map(({ name }) => name);
  return { time, cable, open, namesOf, toasts };
}

let lan: ReturnType<typeof createCabledLan>;
afterEach(async () => {
  await Promise.all(lan.toasts.map((toast) => toast.close()));
  lan.time.runFor(seconds(1));
  expect(lan.time.pending).toBe(0);
  expect(lan.cable.links.size).toBe(0);
});

describe('DNS-SD', () => {
  it('finds who is there and who comes, and says who leaves', async () => {
    lan = createCabledLan();
    const anna = await lan.open('anna', '10.0.0.1', TOPIC);
    const looker = await lan.open('looker', '10.0.0.2');
    lan.time.runFor(seconds(0.2));
    expect(lan.namesOf(looker.toast)).toEqual(['anna']);
    expect(looker.toast.discovery!.peers()[0]).toMatchObject({
      senderId: anna.toast.senderId,
      foundBy: 'bonjour',
      clockId: '0000c10c',
      topics: [TOPIC],
    });
    const bela = await lan.open('bela', '10.0.0.3', TOPIC);
    lan.time.runFor(seconds(0.2));
    expect(lan.namesOf(looker.toast)).toEqual(['anna', 'bela']);
    expect(lan.namesOf(anna.toast)).toEqual(['bela']);
    await bela.toast.openSession({ topic: 'midi://more' });
    expect(looker.toast.discovery!.peers()[1]!.topics).toEqual([TOPIC, 'midi://more']);
    await bela.toast.close();
    expect(lan.namesOf(looker.toast)).toEqual(['anna']);
    expect(lan.namesOf(anna.toast)).toEqual([]);
  });

  it('says nothing of who only looks', async () => {
    lan = createCabledLan();
    await lan.open('looker', '10.0.0.2');
    lan.time.runFor(seconds(100));
    expect(lan.cable.said.filter(({ kind }) => kind === 'response')).toEqual([]);
    // At the start of the link and of the search, after 1, 3, 9, 27 s, and 60 s.
    expect(lan.cable.said.length).toBeLessThanOrEqual(7);
  });

  it('sends a session straight to whom it has found, and no longer when they leave', async () => {
    lan = createCabledLan();
    const anna = await lan.open('anna', '10.0.0.1', TOPIC);
    const bela = await lan.open('bela', '10.0.0.2', TOPIC);
    const before = anna.port.stats().datagramsSent;
    lan.time.runFor(seconds(2));
    expect(anna.session!.peers().map(({ name }) => name)).toEqual(['bela']);
    // 20 heartbeats a second, to the group and to bela.
    expect(anna.port.stats().datagramsSent - before).toBeGreaterThan(65);
    const sentBefore = anna.port.stats().datagramsSent;
    await bela.toast.close();
    lan.time.runFor(seconds(1));
    expect(anna.port.stats().datagramsSent - sentBefore).toBeLessThan(35);
  });

  it('forgets who has fallen silent, when the records are too old', async () => {
    lan = createCabledLan();
    const { toast } = await lan.open('looker', '10.0.0.1');
    await lan.open('anna', '10.0.0.2', TOPIC);
    lan.time.runFor(seconds(200));
    expect(lan.namesOf(toast)).toEqual(['anna']);
    for (const link of [...lan.cable.links].slice(1)) lan.cable.links.delete(link);
    lan.time.runFor(seconds(35));
    expect(lan.namesOf(toast)).toEqual(['anna']);
    lan.time.runFor(seconds(30));
    expect(lan.namesOf(toast)).toEqual([]);
  });

  it('works without it where the port cannot be had, says why once, and takes it when it can', async () => {
    lan = createCabledLan();
    let taken = true;
    const openMdns: OpenMdns = (on, events) =>
      taken
        ? Promise.reject(new Error('bind EADDRINUSE 224.0.0.251:5353'))
        : lan.cable.openMdns(on, events);
    const anna = await lan.open('anna', '10.0.0.1', TOPIC, openMdns);
    const looker = await lan.open('looker', '10.0.0.2');
    lan.time.runFor(seconds(20));
    expect(anna.toast.discovery!.notices()).toEqual([
      'DNS-SD (UDP port 5353) on eth0: bind EADDRINUSE 224.0.0.251:5353',
    ]);
    expect(anna.toast.discovery!.stats().bonjour).toMatchObject({ links: 0 });
    await nextTurn();
    taken = false;
    lan.time.runFor(seconds(2.1));
    await nextTurn();
    lan.time.runFor(seconds(0.1));
    expect(anna.toast.discovery!.stats().bonjour).toMatchObject({ links: 1 });
    expect(lan.namesOf(looker.toast)).toEqual(['anna']);
  });

  it('follows the interfaces that are meant', async () => {
    lan = createCabledLan();
    const interfaces = [interfaceAt('10.0.0.1')];
    const { toast } = await lan.open('anna', '10.0.0.1', TOPIC, undefined, interfaces);
    const links = (): number => toast.discovery!.stats().bonjour!.links;
    expect(links()).toBe(1);
    interfaces.push(interfaceAt('10.0.9.1', 24, 'eth1'));
    lan.time.runFor(seconds(2.1));
    await nextTurn();
    expect(links()).toBe(2);
    interfaces.length = 0;
    lan.time.runFor(seconds(2.1));
    await nextTurn();
    expect(links()).toBe(0);
    expect(lan.cable.links.size).toBe(0);
  });

  it('counts what is not what it should be, and never throws', async () => {
    lan = createCabledLan();
    const { toast } = await lan.open('looker', '10.0.0.1');
    const instance = `x.${SERVICE_TYPE}`;
    const record = fc.record({
      name: fc.constantFrom(instance, SERVICE_TYPE, 'other.local'),
      type: fc.constantFrom('TXT', 'PTR', 'SRV', 'A', 'NSEC'),
      ttl: fc.nat(),
      data: fc.anything(),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (answers) => lan.cable.inject({ answers })),
    );
    const before = toast.discovery!.stats().bonjour!.malformed;
    expect(before).toBeGreaterThan(0);
    const texts = ['txtvers=1', 'id=0a1b2c3d', 'nm=\u001b[2Jx', 'tp0=midi://\u0007'];
    const data = texts.map((each) => Buffer.from(each));
    const good = { name: instance, type: 'TXT', ttl: 60, data };
    lan.cable.inject({ answers: Array.from({ length: 1_000 }, () => ({ ...good, data: 7 })) });
    expect(toast.discovery!.stats().bonjour!.malformed - before).toBe(257);
    lan.cable.inject({ answers: [good] });
    expect(toast.discovery!.peers()).toMatchObject([{ name: ' [2Jx', topics: ['midi:// '] }]);
  });
});
