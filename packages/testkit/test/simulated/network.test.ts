import type { DatagramPort, Destination } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import {
  readArrival,
  readLength,
  readOffset,
  readSourceIndex,
} from '../../src/descriptor-record.js';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  type SimulatedNetworkOptions,
} from '@jamnet/testkit';

const GROUP: Destination = { family: 4, address: '239.192.4.2', port: 21_000 };

function setUp(options: Partial<SimulatedNetworkOptions> = {}) {
  const time = createVirtualTime({ startNs: 1_000_000 });
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random: createRandom(3), ...options });
  return { time, network, clock };
}

/** Texts with their arrivals in µs after the start. */
function record(port: DatagramPort): string[] {
  const seen: string[] = [];
  port.onBatch((view, descriptors, count) => {
    const texts: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const offset = readOffset(descriptors, i);
      const bytes = view.subarray(offset, offset + readLength(descriptors, i));
      const atUs = (readArrival(descriptors, i) - 1_000_000) / 1_000;
      texts.push(`${new TextDecoder().decode(bytes)}@${atUs}`);
    }
    seen.push(texts.join(' '));
  });
  return seen;
}

function say(port: DatagramPort, text: string, to: Destination, atNs = 0): boolean {
  const bytes = new TextEncoder().encode(text);
  return port.send(bytes, 0, bytes.length, to, atNs);
}

describe('createSimulatedNetwork', () => {
  test('a datagram arrives after exactly the latency, a timed one that long after its time', async () => {
    const { time, network } = setUp({ latencyNs: 70_000 });
    const a = network.createPort({ address: '10.0.0.1' });
    const b = network.createPort({ address: '10.0.0.2' });
    const seen = record(b);
    say(a, 'timed', b.endpoints()[0], 1_000_000 + 333_000);
    say(a, 'now', b.endpoints()[0]);
    time.run();
    expect(seen).toEqual(['now@70', 'timed@403']);
    expect(a.stats()).toMatchObject({ datagramsSent: 2, bytesSent: 8, pacingLatenessUs: 0 });
  });

  test('a timed send counts as sent only when it goes out', () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    say(a, 'timed', a.endpoints()[0], 2_000_000);
    time.run(1_999_999);
    expect(a.stats().datagramsSent).toBe(0);
    time.run(2_000_000);
    expect(a.stats().datagramsSent).toBe(1);
  });

  test('a multicast reaches all members at once, each in a batch of its own', async () => {
    const { time, network } = setUp();
    const ports = [1, 2, 3, 4].map((host) => network.createPort({ address: `10.0.0.${host}` }));
    const seen = ports.map(record);
    for (const port of ports.slice(0, 3)) await port.join({ ...GROUP });
    say(ports[0], 'x', GROUP);
    say(ports[3], 'y', GROUP);
    time.run();
    expect(seen).toEqual([['x@50', 'y@50'], ['x@50', 'y@50'], ['x@50', 'y@50'], []]);
  });

  test('what a port with batches gets at one instant comes as one batch', () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    const b = network.createPort({ address: '10.0.0.2', batches: true });
    expect(b.capabilities.batches).toBe(true);
    const seen = record(b);
    for (const text of ['1', '2', '3']) say(a, text, b.endpoints()[0]);
    time.run(1_000_001);
    say(a, '4', b.endpoints()[0]);
    time.run();
    expect(seen).toEqual(['1@50 2@50 3@50', '4@50.001']);
  });

  test('a batch of more than 64 datagrams or 64 kB comes in parts, complete', () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    const b = network.createPort({ address: '10.0.0.2', batches: true });
    const seen = record(b);
    for (let i = 0; i < 100; i += 1) say(a, String(i), b.endpoints()[0]);
    for (const digit of '123') say(a, digit.repeat(30_000), b.endpoints()[0]);
    time.run();
    const texts = seen.flatMap((batch) => batch.split(' ')).map((text) => text.split('@')[0]);
    expect(seen).toHaveLength(3);
    const long = ['1', '2', '3'].map((digit) => digit.repeat(30_000));
    expect(texts).toEqual([...Array.from({ length: 100 }, (_, i) => String(i)), ...long]);
  });

  test('a receiver that ignores the offset or keeps what it borrowed does not get away with it', () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    const b = network.createPort({ address: '10.0.0.2' });
    const offsets = new Set<number>();
    const kept: Uint8Array[] = [];
    b.onBatch((view, descriptors) => {
      const offset = readOffset(descriptors, 0);
      offsets.add(offset);
      kept.push(view.subarray(0, 64));
    });
    for (let i = 0; i < 8; i += 1) say(a, String(i).repeat(32), b.endpoints()[0]);
    time.run();
    expect(offsets.size).toBeGreaterThan(2);
    expect(kept[0]).toEqual(kept[7]);
  });

  test('ports of one host have ports of their own; one that is taken is refused', async () => {
    const { time, network } = setUp();
    const first = network.createPort({ address: ['10.0.0.1', 'fd00::1'] });
    const second = network.createPort({ address: ['10.0.0.1', 'fd00::1'] });
    const chosen = network.createPort({ address: '10.0.0.1', port: 5_004 });
    const ports = [first, second, chosen].map((port) => port.endpoints()[0].port);
    expect(new Set(ports).size).toBe(3);
    expect(ports[2]).toBe(5_004);
    expect(first.endpoints()).toEqual([
      { family: 4, address: '10.0.0.1', port: ports[0] },
      { family: 6, address: 'fd00::1', port: ports[0] },
    ]);
    expect(() => network.createPort({ address: '10.0.0.1', port: 5_004 })).toThrow(/in use/);
    await chosen.close();
    const again = network.createPort({ address: '10.0.0.1', port: 5_004 });
    const seen = record(again);
    say(first, 'hello', chosen.endpoints()[0]);
    time.run();
    expect(seen).toEqual(['hello@50']);
  });

  test("the source is the sender's address of the family in use", async () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: ['10.0.0.1', 'fd00::1'] });
    const b = network.createPort({ address: ['10.0.0.2', 'fd00::2'] });
    const sources: (Destination | undefined)[] = [];
    b.onBatch((_view, descriptors) => {
      sources.push(b.source(readSourceIndex(descriptors, 0)));
    });
    for (const endpoint of b.endpoints()) say(a, 'x', endpoint);
    time.run();
    expect(sources).toEqual(a.endpoints());
  });

  test('the tap sees each datagram once, as it goes out', async () => {
    const tapped: string[] = [];
    const { time, network } = setUp({
      tap: (from, to, bytes, length, atNs) => {
        const text = new TextDecoder().decode(bytes.subarray(0, length));
        tapped.push(`${from.address} > ${to.address} ${text} at ${atNs}`);
      },
    });
    const a = network.createPort({ address: '10.0.0.1' });
    for (const host of [2, 3]) await network.createPort({ address: `10.0.0.${host}` }).join(GROUP);
    say(a, 'later', GROUP, 1_500_000);
    say(a, 'now', GROUP);
    time.run();
    expect(tapped).toEqual([
      '10.0.0.1 > 239.192.4.2 now at 1000000',
      '10.0.0.1 > 239.192.4.2 later at 1500000',
    ]);
  });

  test('with jitter each receiver has its own latency, within bounds', async () => {
    const { time, network } = setUp({ latencyNs: 10_000, latencyJitterNs: 100_000 });
    const a = network.createPort({ address: '10.0.0.1' });
    const delaysUs: number[] = [];
    for (let host = 2; host < 52; host += 1) {
      const port = network.createPort({ address: `10.0.0.${host}` });
      await port.join(GROUP);
      port.onBatch((_view, descriptors) => {
        delaysUs.push((readArrival(descriptors, 0) - 1_000_000) / 1_000);
      });
    }
    for (let i = 0; i < 20; i += 1) say(a, 'x', GROUP);
    time.run();
    expect(delaysUs).toHaveLength(1_000);
    expect(Math.min(...delaysUs)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...delaysUs)).toBeLessThan(110);
    const meanUs = delaysUs.reduce((sum, delayUs) => sum + delayUs, 0) / 1_000;
    // The mean of 1,000 draws has a standard deviation of 0.9 µs.
    expect(Math.abs(meanUs - 60)).toBeLessThan(4);
  });

  test('who leaves or closes while a datagram is under way does not get it', async () => {
    const { time, network } = setUp();
    const [a, left, closed, stays] = [1, 2, 3, 4].map((host) =>
      network.createPort({ address: `10.0.0.${host}` }),
    );
    const seen = [left, closed, stays].map(record);
    for (const port of [left, closed, stays]) await port.join(GROUP);
    say(a, 'x', GROUP);
    await left.leave(GROUP);
    await closed.close();
    time.run();
    expect(seen).toEqual([[], [], ['x@50']]);
  });

  test('a handler that closes another port keeps the datagram from it', async () => {
    const { time, network } = setUp();
    const [first, second] = [1, 2].map((host) => network.createPort({ address: `10.0.0.${host}` }));
    const seen = record(second);
    first.onBatch(() => void second.close());
    for (const port of [first, second]) await port.join(GROUP);
    say(first, 'x', GROUP);
    time.run();
    expect(seen).toEqual([]);
  });

  test('a full queue refuses timed sends, counted, until some have gone out', () => {
    const { time, network } = setUp();
    const a = network.createPort({ address: '10.0.0.1', sendQueueDatagrams: 3 });
    const to = a.endpoints()[0];
    const results = [1, 2, 3, 4].map((i) => say(a, 'x', to, 1_000_000 + i * 1_000));
    expect(results).toEqual([true, true, true, false]);
    expect(say(a, 'now', to)).toBe(true);
    expect(a.stats().sendQueueFull).toBe(1);
    time.run(1_001_000);
    expect(say(a, 'x', to, 2_000_000)).toBe(true);
  });

  test('what no socket would send is refused, counted and explained', () => {
    const { network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    const to = a.endpoints()[0];
    const bytes = new Uint8Array(70_000);
    expect(a.send(bytes, 0, 65_507, to, 0)).toBe(true);
    expect(a.send(bytes, 0, 65_508, to, 0)).toBe(false);
    expect(a.stats().lastError).toMatch(/EMSGSIZE/);
    expect(a.send(bytes, 69_999, 2, to, 0)).toBe(false);
    expect(a.stats().lastError).toMatch(/EINVAL/);
    expect(a.send(bytes, 0, 1, { family: 6, address: 'fd00::9', port: 9 }, 0)).toBe(false);
    expect(a.stats()).toMatchObject({ sendErrors: 3, datagramsSent: 1 });
  });

  test('a group of a family without an address is impossible to join', async () => {
    const { network } = setUp();
    const a = network.createPort({ address: '10.0.0.1' });
    const group: Destination = { family: 6, address: 'ff12::1', port: 9 };
    await expect(a.join(group)).rejects.toMatchObject({ code: 'multicast-impossible' });
  });

  test('a thousand listeners hear a session of three thousand datagrams, and the sender pays once', async () => {
    const { time, network, clock } = setUp();
    const sender = network.createPort({ address: '10.0.0.1' });
    let heard = 0;
    for (let i = 0; i < 1_000; i += 1) {
      const port = network.createPort({ address: `10.1.${i >> 8}.${i & 255}` });
      port.onBatch((_view, _descriptors, count) => {
        heard += count;
      });
      await port.join(GROUP);
    }
    const bytes = new Uint8Array(150);
    let left = 3_000;
    const tick = () => {
      sender.send(bytes, 0, bytes.length, GROUP, clock.nowNs() + 500_000);
      left -= 1;
      if (left > 0) time.timers.schedule(clock.nowNs() + 1_000_000, tick);
    };
    time.timers.schedule(clock.nowNs(), tick);
    const events = time.run();
    expect(heard).toBe(3_000_000);
    // A tick, a sending and one arrival for all listeners together.
    expect(events).toBe(9_000);
    expect(sender.stats().datagramsSent).toBe(3_000);
  });
});
