import { afterEach, describe, expect, it } from 'vitest';
import type { NativeDriver } from '../../src/net/native-driver.js';
import type { NativeEngineOptions } from '../../src/net/engine-options.js';
import { nativeAddon } from '../need-native.js';
import {
  arena,
  clock,
  numbered,
  openDescriptors,
  openDriver,
  openSocket,
  pair,
  record,
  settledRoom,
  until,
} from './driver-rig.js';

const { reason } = nativeAddon();
const drivers: NativeDriver[] = [];

afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.close()));
});

function open(options?: NativeEngineOptions): NativeDriver {
  const driver = openDriver(options);
  drivers.push(driver);
  return driver;
}

describe.skipIf(reason !== undefined)('the native engine', () => {
  describe.each(['loop', 'thread', 'busy'] as const)('that receives by %s', (receive) => {
    it('hands over what was sent, in order, stamped, with its source', async () => {
      const driver = open({ receive });
      const seen = record(driver);
      const { a, to } = await pair(driver);
      const before = clock.nowNs();
      for (let i = 0; i < 100; i++) expect(to.send(numbered(i), 0, 100, 0)).toBe(true);
      await until(() => seen.length === 100);
      expect(seen.map(({ bytes }) => bytes)).toEqual(
        Array.from({ length: 100 }, (_, i) => numbered(i)),
      );
      for (const { arrivalNs, source } of seen) {
        expect(arrivalNs).toBeGreaterThan(before - 1e5);
        expect(arrivalNs).toBeLessThanOrEqual(clock.nowNs());
        expect(driver.source(source)).toEqual({ family: 4, address: '127.0.0.1', port: a.port });
        expect(driver.source(source)).toBe(driver.source(seen[0]!.source));
      }
      expect(driver.stats()).toMatchObject({
        datagramsSent: 100,
        bytesSent: 10_000,
        datagramsReceived: 100,
        bytesReceived: 10_000,
        sendErrors: 0,
        lastError: null,
      });
    });

    it('is closed by its own handler, with datagrams on their way', async () => {
      const driver = open({ receive });
      const { to } = await pair(driver);
      let calls = 0;
      const closed = new Promise<void>((resolve) => {
        driver.onBatch(() => {
          calls++;
          void driver.close().then(resolve);
        });
      });
      for (let i = 0; i < 200; i++)
        to.send(numbered(i), 0, 50 + i, i % 2 === 0 ? 0 : clock.nowNs() + 1e6);
      await closed;
      await driver.close();
      expect(to.send(numbered(1), 0, 10, 0)).toBe(false);
      await new Promise((resolve) => setImmediate(resolve));
      expect(calls).toBe(1);
      expect(driver.source(0)).toBeUndefined();
    });

    it('gives back descriptors and memory', async () => {
      const use = async (): Promise<void> => {
        const driver = openDriver({ receive });
        const seen = record(driver);
        const { to } = await pair(driver);
        to.send(numbered(1), 0, 10, 0);
        await until(() => seen.length === 1);
        await driver.close();
      };
      await use();
      const roomBefore = await settledRoom();
      const before = openDescriptors();
      for (let i = 0; i < 10; i++) await use();
      expect(openDescriptors()).toBe(before);
      // Not some time later: engines that are opened and closed in a row would not fit.
      expect(arena().freeBytes()).toBe(roomBefore);
    });
  });

  it('sends the first datagram of a turn at once and the others together', async () => {
    const driver = open();
    const seen = record(driver);
    const { to } = await pair(driver);
    const callsBefore = driver.stats().systemCalls;
    for (let i = 0; i < 50; i++) {
      to.send(numbered(i), 0, 100, 0);
      expect(driver.stats().datagramsSent).toBe(1);
    }
    await Promise.resolve();
    expect(driver.stats().datagramsSent).toBe(50);
    expect(driver.stats().systemCalls - callsBefore).toBe(2);
    await until(() => seen.length === 50);
  });

  it('borrows bytes until send returns and no longer', async () => {
    const driver = open();
    const seen = record(driver);
    const { to } = await pair(driver);
    const outside = new Uint8Array(300);
    const inside = arena().allocate(300)!;
    for (let i = 0; i < 6; i++) {
      const bytes = i % 2 === 0 ? inside.bytes : outside;
      bytes.fill(i);
      to.send(bytes, 100, 150, 0);
      bytes.fill(99);
    }
    await until(() => seen.length === 6);
    expect(seen.map(({ bytes }) => [bytes.length, bytes[0], bytes[149]])).toEqual(
      Array.from({ length: 6 }, (_, i) => [150, i, i]),
    );
    inside.free();
  });

  it('shows received bytes where they lie in the arena', async () => {
    const driver = open();
    const { to } = await pair(driver);
    const views = new Set<Uint8Array>();
    const tables = new Set<DataView>();
    let received = 0;
    driver.onBatch((view, descriptors, count) => {
      views.add(view);
      tables.add(descriptors);
      received += count;
    });
    for (let i = 0; i < 20; i++) {
      to.send(numbered(i), 0, 100, 0);
      await until(() => received === i + 1);
    }
    expect([views.size, tables.size]).toEqual([1, 1]);
    expect([...views][0]!.buffer).toBe(arena().buffer);
    expect([...tables][0]!.buffer).toBe(arena().buffer);
  });

  it('sends datagrams of any length to several sockets', async () => {
    const driver = open();
    const seen = record(driver);
    const a = await openSocket(driver);
    const targets = await Promise.all(
      Array.from({ length: 4 }, async () => a.target('127.0.0.1', (await openSocket(driver)).port)),
    );
    const lengths = [0, 1, 64, 65, 512, 513, 1200, 1500, 9000, 65_507, 3, 3, 3, 2, 2];
    for (const length of lengths) {
      for (const target of targets) target.send(numbered(length % 256, length), 0, length, 0);
    }
    await until(() => seen.length === lengths.length * 4);
    const total = lengths.reduce((sum, each) => sum + each, 0) * 4;
    expect(driver.stats()).toMatchObject({ bytesSent: total, bytesReceived: total, sendErrors: 0 });
    for (const { bytes } of seen) {
      expect(bytes.every((each, i) => each === ((bytes.length % 256) + i) % 256)).toBe(true);
    }
  });

  it('hears an IPv6 sender', async () => {
    const driver = open();
    const seen = record(driver);
    const six = { family: 6, address: '::1' } as const;
    const a = await openSocket(driver, six).catch(() => undefined);
    if (a === undefined) return;
    const b = await openSocket(driver, six);
    a.target('::1', b.port).send(numbered(5), 0, 40, 0);
    await until(() => seen.length === 1);
    expect(driver.source(seen[0]!.source)).toEqual({ family: 6, address: '::1', port: a.port });
  });

  it('sends timed datagrams at their time, by time, and says how late', async () => {
    const driver = open();
    const seen = record(driver);
    const { to } = await pair(driver);
    // Far enough that a busy machine has handed over all of them before the first is due.
    const start = clock.nowNs() + 50e6;
    const slots = [9, 3, 6, 0.5, 1].map((ms) => start + ms * 1e6);
    slots.forEach((slot, i) => to.send(numbered(i), 0, 20, slot));
    await until(() => seen.length === 5);
    expect(seen.map(({ bytes }) => bytes[0])).toEqual([3, 4, 1, 2, 0]);
    for (const { bytes, arrivalNs } of seen) {
      // Two clocks were paired for this.
      expect(arrivalNs).toBeGreaterThan(slots[bytes[0]!]! - 2e4);
    }
    const histogram = driver.pacingHistogram();
    expect(histogram.count).toBe(5);
    expect(histogram.quantileUs(1)).toBeGreaterThan(0);
    expect(driver.stats().pacingLatenessUs).toBe(histogram.quantileUs(0.5));
  });

  it('says no when too many wait for their time, and drops them when it closes', async () => {
    const driver = open();
    const { to } = await pair(driver);
    const later = clock.nowNs() + 60e9;
    let taken = 0;
    for (let i = 0; i < 5000; i++) if (to.send(numbered(1), 0, 20, later)) taken++;
    expect(taken).toBe(4096);
    expect(driver.stats().sendQueueFull).toBe(5000 - 4096);
    expect(to.send(numbered(1), 0, 20, 0)).toBe(true);
    await driver.close();
    expect(driver.stats()).toMatchObject({ datagramsSent: 1, sendErrors: 4096 });
  });

  it('counts what the system refuses, says why, and goes on', async () => {
    const driver = open();
    const seen = record(driver);
    const { a, b, to } = await pair(driver);
    expect(a.target('not an address', 1).send(numbered(1), 0, 1, 0)).toBe(false);
    expect(driver.stats().sendErrors).toBe(1);
    expect(driver.stats().lastError).toMatch(/EINVAL.*, sending to not an address:1$/);
    a.target('127.0.0.1', b.port).send(new Uint8Array(65_508), 0, 65_508, 0);
    expect(driver.stats().sendErrors).toBe(2);
    expect(driver.stats().lastError).toMatch(/^EMSGSIZE: .*, sending to 127\.0\.0\.1:\d+$/);
    expect(driver.stats().lastErrorAtNs).toBeLessThanOrEqual(clock.nowNs());
    to.send(numbered(1), 0, 10, 0);
    await until(() => seen.length === 1);
    await a.close();
    expect(to.send(numbered(1), 0, 10, 0)).toBe(false);
    expect(driver.stats().lastError).toMatch(/EBADF/);
  });

  it('opens what the system lets it open, and says what it does not', async () => {
    const driver = open();
    const first = await openSocket(driver);
    const taken = openSocket(driver, { port: first.port });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'bind' });
    await expect(openSocket(driver, { address: '192.0.2.1' })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
    await first.close();
    await first.close();
    const again = await openSocket(driver, { port: first.port });
    expect(again.port).toBe(first.port);
    expect(again.receiveBufferBytes).toBeGreaterThan(0);
    expect(() => again.addMembership('10.0.0.1', '127.0.0.1')).toThrow(/EINVAL/);
    expect(() => again.setMulticastInterface('192.0.2.1')).toThrow(/ENODEV/);
    await expect(openSocket(driver, { port: 65_536 })).rejects.toMatchObject({ code: 'EINVAL' });
    again.target('127.0.0.1', 65_536 + again.port).send(numbered(1), 0, 1, 0);
    expect(driver.stats()).toMatchObject({ datagramsSent: 0, sendErrors: 1 });
  });

  it('refuses options that mean nothing', () => {
    expect(() => openDriver({ spinUs: -1 })).toThrow(/spinUs/);
    expect(() => openDriver({ busyPollUs: 0.5 })).toThrow(/busyPollUs/);
    expect(() => openDriver({ receive: 'never' as never })).toThrow(/receive/);
  });

  it('reads dense traffic without being told of it, in order, and sleeps again after it', async () => {
    const driver = open();
    const { a, b, to } = await pair(driver);
    const other = await openSocket(driver);
    const toOther = a.target('127.0.0.1', other.port);
    const seen = record(driver);
    const unpolled = (): number => driver.stats().unpolledReads;
    let sent = 0;
    const dense = async (target: typeof to): Promise<void> => {
      const before = unpolled();
      while (unpolled() < before + 20) {
        target.send(numbered(sent++ & 0xff), 0, 100, 0);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await dense(to);
    // One socket at a time is read so: the other takes its place, and it is polled again.
    await dense(toOther);
    to.send(numbered(sent++ & 0xff), 0, 100, 0);
    await until(() => seen.length === sent);
    expect(seen.map(({ bytes }) => bytes[0])).toEqual(seen.map((_, i) => i & 0xff));

    // Nothing comes for longer than that: the loop sleeps, and one datagram wakes it.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const after = unpolled();
    toOther.send(numbered(1), 0, 100, 0);
    await until(() => seen.length === sent + 1);
    expect(unpolled()).toBe(after);

    await dense(to);
    await b.close();
    toOther.send(numbered(2), 0, 100, 0);
    await until(() => seen.at(-1)!.bytes[0] === 2);
  });

  it('carries a burst of ten thousand without losing one', async () => {
    const driver = open();
    const { to } = await pair(driver);
    let received = 0;
    driver.onBatch((_view, _descriptors, count) => (received += count));
    const bytes = numbered(1, 150);
    for (let sent = 0; sent < 10_000; sent += 1000) {
      for (let i = 0; i < 1000; i++) to.send(bytes, 0, 150, 0);
      await until(() => received === sent + 1000);
    }
    // 64 to a message: one by one it would be twenty thousand.
    expect(driver.stats().systemCalls).toBeLessThan(1000);
  });
});
