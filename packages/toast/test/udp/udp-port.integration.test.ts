import { createSocket } from 'node:dgram';
import { datagramPortConformance, type DatagramPortHarness } from '@jamnet/testkit';
import {
  createSystemClock,
  createSystemTimers,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Destination,
  JamError,
} from '@jamnet/wire';
import { listInterfaces } from '@jamnet/wire/udp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openKind, type PortOptions, testableKinds, type UdpPort } from './port-kinds.js';
import { openRemotePort, type RemotePort } from './remote-port.js';
import { openUdpSockets } from './open-udp-sockets.js';

const clock = createSystemClock();
const timers = createSystemTimers(clock);
const ipv6Loopback = listInterfaces().some((each) => each.address === '::1');

const opened: UdpPort[] = [];
const remotes: RemotePort[] = [];
let groups = 0;

afterEach(async () => {
  for (const remote of remotes.splice(0)) remote.kill();
  await Promise.all(opened.splice(0).map((port) => port.close()));
});

/** A group that no other test of this process uses, and hardly another process. */
function newGroup(port = 21_000 + (process.pid % 4_000)): Destination {
  groups++;
  return { family: 4, address: `239.195.${process.pid % 256}.${groups}`, port };
}

/** Resolves with the first byte of what the port receives next. */
function nextByte(port: UdpPort): Promise<number> {
  return new Promise((resolve) =>
    port.onBatch((view, descriptors) => resolve(firstByte(view, descriptors, 0))),
  );
}

/** All first bytes that the port has received when the byte 255 comes from itself. */
async function bytesUntilMark(port: UdpPort): Promise<number[]> {
  const bytes: number[] = [];
  const marked = new Promise<void>((resolve) => {
    port.onBatch((view, descriptors, count) => {
      for (let i = 0; i < count; i++) {
        const first = firstByte(view, descriptors, i);
        if (first === 255) resolve();
        else bytes.push(first);
      }
    });
  });
  port.send(new Uint8Array([255]), 0, 1, port.endpoints()[0]!, 0);
  await marked;
  return bytes;
}

const firstByte = (view: Uint8Array, descriptors: DataView, index: number): number =>
  view[descriptors.getUint32(index * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, true)]!;

const byte = (value: number) => new Uint8Array([value]);

describe.each(await testableKinds())('the %s port:', (kind) => {
  async function open(options: PortOptions = {}): Promise<UdpPort> {
    const port = await openKind(kind, { interfaces: ['lo'], ...options });
    opened.push(port);
    return port;
  }

  describe('the contract of a datagram port', () => {
    const make = async (): Promise<DatagramPortHarness> => {
      const [a, b] = [await open(), await open()];
      return {
        a,
        b,
        group: newGroup(),
        clock,
        timers,
        settle: (ms) =>
          new Promise((resolve) =>
            timers.schedule(clock.nowNs() + ms * 1e6, resolve as () => void),
          ),
        close: async () => {
          await Promise.all([a.close(), b.close()]);
        },
      };
    };
    for (const demand of datagramPortConformance(make)) it(demand.name, () => demand.run());
  });

  describe('groups', () => {
    it('reach every port of the process that joined, and no other group of that UDP port', async () => {
      const [a, b, other] = [await open(), await open(), await open()];
      const group = newGroup();
      await Promise.all([a.join(group), b.join(group), other.join(newGroup())]);
      const [atA, atB] = [nextByte(a), nextByte(b)];
      other.send(byte(7), 0, 1, group, 0);
      expect(await Promise.all([atA, atB])).toEqual([7, 7]);
      expect(await bytesUntilMark(other)).toEqual([]);
    });

    it('reach another process that shares group and UDP port, and it reaches us', async () => {
      const port = await open();
      const group = newGroup();
      await port.join(group);
      const remote = await openRemotePort(kind, ['lo']);
      remotes.push(remote);
      await remote.join(group);

      const ours = nextByte(port);
      port.send(byte(40), 0, 1, group, 0);
      expect(await ours).toBe(40);
      expect((await remote.arrival(40)).from).toEqual(port.endpoints()[0]);
      const arrived = nextByte(port);
      await remote.send(41, group);
      expect(await arrived).toBe(41);
      // Nothing but its sockets keep it.
      expect(await remote.close()).toBe(0);
    });

    it('can be tried again after a failure', async () => {
      const port = await open();
      const holder = createSocket('udp4');
      await new Promise<void>((resolve) => holder.bind(0, '0.0.0.0', resolve));
      const group = newGroup(holder.address().port);
      await expect(port.join(group)).rejects.toMatchObject({
        code: 'port-in-use',
        message: expect.stringMatching(new RegExp(`${group.port}.*reuseAddr: true`)),
      });
      await new Promise<void>((resolve) => holder.close(() => resolve()));
      await port.join(group);
      const arrived = nextByte(port);
      port.send(byte(3), 0, 1, group, 0);
      expect(await arrived).toBe(3);
    });

    it('of IPv6 cannot be joined on loopback, and the error says so', async () => {
      const port = await open();
      const group: Destination = { family: 6, address: 'ff12::4a4d:1:2', port: 21_000 };
      await expect(port.join(group)).rejects.toMatchObject({
        code: 'multicast-impossible',
        message: expect.stringMatching(/does not work on loopback/),
      });
      expect(port.send(byte(1), 0, 1, group, 0)).toBe(false);
      expect(port.stats()).toMatchObject({ sendErrors: 1, sendQueueFull: 0 });
    });

    it('are left in the middle of joining without a socket left behind', async () => {
      const port = await open();
      const before = await openUdpSockets();
      const group = newGroup();
      const joining = port.join(group);
      await port.leave(group);
      await joining;
      expect(await openUdpSockets()).toBe(before);
    });
  });

  describe('opening', () => {
    it('refuses an interface that is not there, names those that are, and keeps no socket', async () => {
      const before = await openUdpSockets();
      await expect(open({ interfaces: ['lo', 'eth99'] })).rejects.toMatchObject({
        code: 'no-such-interface',
        message: expect.stringMatching(/"eth99".*127\.0\.0\.1/),
      });
      expect(await openUdpSockets()).toBe(before);
    });

    it('refuses options that mean nothing', async () => {
      for (const options of [
        { families: [] },
        { families: [4, 4] },
        { families: [5] },
        { receiveBufferBytes: 0 },
        { receiveBufferBytes: 1.5e4 + 0.5 },
        { interfaces: [''] },
      ]) {
        const refused = open(options as PortOptions);
        await expect(refused).rejects.toBeInstanceOf(JamError);
        await expect(refused).rejects.toMatchObject({ code: 'bad-option' });
      }
    });

    it('says what receive buffer it was granted', async () => {
      const small = await open({ receiveBufferBytes: 65_536, families: [4] });
      expect(small.stats().receiveBufferBytes).toBe(65_536);
      const huge = await open({ receiveBufferBytes: 2 ** 31 - 1, families: [4] });
      expect(huge.stats().receiveBufferBytes).toBeGreaterThanOrEqual(65_536);
      expect(huge.stats().receiveBufferBytes).toBeLessThan(2 ** 31 - 1);
    });

    it('announces loopback when nothing else is selected', async () => {
      const port = await open({ families: [4] });
      expect(port.endpoints()).toEqual([
        { family: 4, address: '127.0.0.1', port: expect.any(Number) },
      ]);
    });

    it.skipIf(!ipv6Loopback)('sends and receives IPv6 unicast', async () => {
      const [a, b] = [await open({ families: [6] }), await open()];
      const to = a.endpoints()[0]!;
      expect(to).toMatchObject({ family: 6, address: '::1' });
      const arrived = new Promise<Destination | undefined>((resolve) =>
        a.onBatch((_view, descriptors) =>
          resolve(a.source(descriptors.getUint16(DESCRIPTOR_PEER, true))),
        ),
      );
      b.send(byte(1), 0, 1, to, 0);
      expect(await arrived).toEqual(b.endpoints().find((each) => each.family === 6));
      expect(a.send(byte(1), 0, 1, { family: 4, address: '127.0.0.1', port: 9 }, 0)).toBe(false);
      expect(a.stats().lastError).toMatch(/no IPv4 socket/);
    });
  });

  describe('sending', () => {
    it('counts what the system refuses and throws nothing', async () => {
      const port = await open();
      // Broadcast was not asked for, so the system forbids it.
      expect(port.send(byte(1), 0, 1, { family: 4, address: '255.255.255.255', port: 9 }, 0)).toBe(
        true,
      );
      await vi.waitFor(() => expect(port.stats().sendErrors).toBe(1));
      expect(port.stats().lastError).toMatch(/EACCES/);
      port.send(byte(1), 0, 1, { family: 4, address: 'no-address', port: 9 }, 0);
      await vi.waitFor(() => expect(port.stats().sendErrors).toBe(2));
      for (const [offset, length] of [
        [0, 2],
        [-1, 1],
        [1, 1],
        [0, -1],
        [0, NaN],
      ] as const) {
        expect(port.send(byte(1), offset, length, port.endpoints()[0]!, 0)).toBe(false);
      }
      expect(port.stats()).toMatchObject({ datagramsSent: 0, sendErrors: 7 });
    });

    it('takes thousands of datagrams in one turn of the loop', async () => {
      const port = await open({ families: [4] });
      const nowhere: Destination = { family: 4, address: '127.0.0.1', port: 9 };
      for (let i = 0; i < 5_000; i++) expect(port.send(byte(1), 0, 1, nowhere, 0)).toBe(true);
      await vi.waitFor(() => expect(port.stats().datagramsSent).toBe(5_000));
      expect(port.stats()).toMatchObject({ bytesSent: 5_000, sendErrors: 0 });
    });

    it('tells how late timed sends went out', async () => {
      const port = await open({ families: [4] });
      const done = new Promise<void>((resolve) => {
        port.onBatch((view, descriptors, count) => {
          for (let i = 0; i < count; i++) if (firstByte(view, descriptors, i) === 9) resolve();
        });
      });
      const startNs = clock.nowNs();
      for (let i = 0; i < 10; i++) {
        port.send(byte(i), 0, 1, port.endpoints()[0]!, startNs + (1 + i) * 2.3e6);
      }
      await done;
      const { pacingLatenessUs } = port.stats();
      expect(pacingLatenessUs).not.toBe(0);
      expect(pacingLatenessUs).toBeLessThan(1e6);
    });
  });

  describe('closing', () => {
    it('is safe with sends and joins under way, and leaves no socket', async () => {
      const before = await openUdpSockets();
      const port = await open();
      const group = newGroup();
      await port.join(group);
      port.onBatch(() => {});
      const large = new Uint8Array(60_000);
      for (let i = 0; i < 200; i++) {
        port.send(large, 0, large.length, port.endpoints()[0]!, 0);
        port.send(large, 0, 100, group, clock.nowNs() + 1e6);
      }
      const joining = expect(port.join(newGroup())).rejects.toMatchObject({ code: 'closed' });
      const leaving = port.leave(group);
      await port.close();
      await leaving;
      await joining;
      expect(await openUdpSockets()).toBe(before);
      expect(port.send(byte(1), 0, 1, group, 0)).toBe(false);
      expect(port.stats().lastError).toBe('the port is closed');
    });
  });
});
