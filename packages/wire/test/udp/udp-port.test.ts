import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import type { Destination } from '../../src/index.js';
import type { NetworkInterface } from '../../src/udp/interfaces.js';
import type { UdpPortOptions } from '../../src/udp/options.js';
import { createUdpPort } from '../../src/udp/udp-port.js';
import { anInterface } from './an-interface.js';
import { createRecordedDriver } from './recorded-driver.js';

const lo = anInterface('lo', '127.0.0.1');
const eth = anInterface('eth0', '192.0.2.2');
const wlan = anInterface('wlan0', '198.51.100.7');
const group: Destination = { family: 4, address: '239.192.1.2', port: 20_001 };
const peer: Destination = { family: 4, address: '192.0.2.9', port: 7 };

async function setUp(
  interfaces: readonly NetworkInterface[] = [lo, eth, wlan],
  options: Partial<UdpPortOptions> = {},
) {
  const time = createVirtualTime();
  const { clock, timers } = time;
  const driver = createRecordedDriver();
  const port = await createUdpPort({ clock, timers, ...options }, driver, () => interfaces);
  return { clock, time, driver, port };
}

describe('createUdpPort', () => {
  it('says of itself what its driver says', async () => {
    const { driver, port } = await setUp();
    expect(port.capabilities).toBe(driver.capabilities);
    const handler = (): void => {};
    port.onBatch(handler);
    expect(driver.handler).toBe(handler);
  });

  it('opens one socket for each interface that multicast leaves by, and announces the first', async () => {
    const { driver, port } = await setUp();
    expect(driver.sockets.map((each) => [each.binding.address, each.outgoing])).toEqual([
      ['0.0.0.0', '192.0.2.2'],
      ['0.0.0.0', '198.51.100.7'],
    ]);
    expect(port.endpoints()).toEqual([
      { family: 4, address: '192.0.2.2', port: 5_000 },
      { family: 4, address: '198.51.100.7', port: 5_000 },
    ]);
    expect(driver.sockets.every((each) => each.buffers.sendBytes >= 1024 * 1024)).toBe(true);
    expect(port.stats().receiveBufferBytes).toBe(2 * 1024 * 1024);
  });

  it('sends to a group by each of them, to a peer by the announced one, at the time asked for', async () => {
    const { driver, port } = await setUp();
    const [first, second] = driver.sockets;
    for (const destination of [group, peer, group]) {
      expect(port.send(new Uint8Array([9, 1, 2]), 1, 2, destination, 33)).toBe(true);
    }
    expect(first!.targets.map((each) => [each.address, each.port, each.sent])).toEqual([
      [
        group.address,
        group.port,
        [
          [1, 2, 33],
          [1, 2, 33],
        ],
      ],
      [peer.address, peer.port, [[1, 2, 33]]],
    ]);
    expect(second!.targets.map((each) => [each.address, each.sent.length])).toEqual([
      [group.address, 2],
    ]);
  });

  it('has sent when one socket took it', async () => {
    const { driver, port } = await setUp();
    const send = (): boolean => port.send(new Uint8Array(1), 0, 1, group, 0);
    send();
    driver.sockets[0]!.targets[0]!.full = true;
    expect(send()).toBe(true);
    driver.sockets[1]!.targets[0]!.full = true;
    expect(send()).toBe(false);
  });

  it('joins a group on every interface by one socket that is shared and never sends', async () => {
    const { driver, port } = await setUp();
    await port.join(group);
    const joined = driver.sockets.at(-1)!;
    expect(joined.binding).toEqual({ ...group, shared: true });
    expect(joined.buffers.sendBytes).toBe(0);
    expect(joined.memberships).toEqual(
      ['127.0.0.1', '192.0.2.2', '198.51.100.7'].map((each) => `${group.address} on ${each}`),
    );
    await port.leave(group);
    expect(joined.closed).toBe(true);
  });

  it('adds what it refused to what the driver counts, and tells the latest error', async () => {
    const { driver, port, clock, time } = await setUp();
    driver.counted = {
      ...driver.counted,
      sendErrors: 2,
      lastError: 'of the driver',
      lastErrorAtNs: clock.nowNs(),
    };
    expect(port.stats()).toMatchObject({ sendErrors: 2, lastError: 'of the driver' });
    time.runFor(5);
    expect(port.send(new Uint8Array(1), 0, 2, peer, 0)).toBe(false);
    expect(port.stats()).toMatchObject({ sendErrors: 3, lastError: /not within 1/ });
    expect(port.stats()).not.toHaveProperty('lastErrorAtNs');
    driver.counted = { ...driver.counted, lastErrorAtNs: clock.nowNs() + 5 };
    expect(port.stats().lastError).toBe('of the driver');
  });

  it.each([
    [1.5, 0],
    [NaN, 0],
    [-1, 0],
    [65_508, 0],
    [1, 0.5],
    [1, NaN],
    [1, -1],
    [2, 99_999],
  ])('hands no range to the driver that is none: %d bytes from %d', async (length, offset) => {
    const { driver, port } = await setUp();
    expect(port.send(new Uint8Array(100_000), offset, length, peer, 0)).toBe(false);
    expect(driver.sockets[0]!.targets[0]?.sent ?? []).toEqual([]);
    expect(port.stats().sendErrors).toBe(1);
  });

  it('closes the driver, and hears and sends nothing more', async () => {
    const { driver, port, time } = await setUp();
    port.onBatch(() => {});
    port.send(new Uint8Array(1), 0, 1, peer, 0);
    await port.close();
    expect(driver).toMatchObject({ closed: true, handler: undefined });
    expect(time.pending).toBe(0);
    expect(port.send(new Uint8Array(1), 0, 1, peer, 0)).toBe(false);
    expect(driver.sockets[0]!.targets[0]!.sent).toHaveLength(1);
    await expect(port.join(group)).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([
    ['options that mean nothing', { families: [] }, 'bad-option'],
    ['an interface that is not there', { interfaces: ['eth9'] }, 'no-such-interface'],
    ['a port that is taken', { unicastPort: 7 }, 'port-in-use'],
  ] as const)('leaves no driver open after %s', async (_what, options, code) => {
    const time = createVirtualTime();
    const { clock, timers } = time;
    const driver = createRecordedDriver();
    driver.refuse = (binding) =>
      binding.port === 7 ? Object.assign(new Error('taken'), { code: 'EADDRINUSE' }) : undefined;
    const opening = createUdpPort({ clock, timers, ...options }, driver, () => [lo]);
    await expect(opening).rejects.toMatchObject({ code });
    expect(driver.closed).toBe(true);
    expect(time.pending).toBe(0);
  });
});
