import { createVirtualTime } from '@jamnet/testkit';
import type { NetworkInterface, UdpPort } from '@jamnet/wire/udp';
import { afterEach, describe, expect, it } from 'vitest';
import { createDgramPort } from '../../src/dgram/dgram-port.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a port whose interfaces come and go', () => {
  const group = {
    family: 4,
    address: '239.195.77.78',
    port: 24_000 + (process.pid % 4_000),
  } as const;
  const at = (name: string, address: string, internal = false): NetworkInterface => ({
    name,
    address,
    family: 4,
    internal,
    netmask: '255.255.255.0',
    cidr: `${address}/24`,
    kind: 'other',
  });
  const loop = (name: string): NetworkInterface => at(name, '127.0.0.1', true);
  const time = createVirtualTime();
  const opened: UdpPort[] = [];
  let available: NetworkInterface[] = [];

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((port) => port.close()));
    expect(time.pending).toBe(0);
  });

  async function open(interfaces?: readonly string[]): Promise<UdpPort> {
    const { clock, timers } = time;
    const port = await createDgramPort(
      { clock, timers, interfaces, families: [4] },
      () => available,
    );
    opened.push(port);
    return port;
  }

  /** Lets the port see other interfaces, and what it opens and closes for them settle. */
  async function become(...now: NetworkInterface[]): Promise<void> {
    available = now;
    await time.runAsync(time.clock.nowNs() + 2e9);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
  }

  async function hears(port: UdpPort): Promise<boolean> {
    const before = port.stats().datagramsReceived;
    port.send(new Uint8Array(1), 0, 1, group, 0);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    return port.stats().datagramsReceived > before;
  }

  it('leaves what is gone and takes what is there', async () => {
    available = [loop('lo')];
    const port = await open();
    await port.join(group);
    const [endpoint] = port.endpoints();
    expect(await hears(port)).toBe(true);
    await become();
    expect(port.endpoints()).toEqual([]);
    expect(await hears(port)).toBe(false);
    expect(port.stats()).toMatchObject({
      socketErrors: 0,
      sendErrors: 1,
      lastError: expect.stringMatching(/no selected interface/),
    });
    await become(loop('other0'));
    expect(await hears(port)).toBe(true);
    expect(port.endpoints()).toEqual([endpoint]);
  });

  it('keeps to what was asked for, which has to be there at first only', async () => {
    available = [loop('lo')];
    await expect(open(['other0'])).rejects.toMatchObject({ code: 'no-such-interface' });
    available = [loop('other0')];
    const port = await open(['other0']);
    await port.join(group);
    await become(loop('lo'));
    expect(port.endpoints()).toEqual([]);
    expect(await hears(port)).toBe(false);
    await become(loop('lo'), loop('other0'));
    expect(await hears(port)).toBe(true);
  });

  it('counts an interface that cannot be taken once, and tries it again', async () => {
    available = [loop('lo')];
    const port = await open();
    await port.join(group);
    // An address for documentation: no machine has it, so the system refuses it.
    await become(loop('lo'), at('eth0', '192.0.2.1'));
    expect(port.endpoints().map((each) => each.address)).toEqual(['192.0.2.1']);
    const { socketErrors, lastError } = port.stats();
    // As a sender, and as a member of the group.
    expect(socketErrors).toBe(2);
    expect(lastError).toMatch(/eth0 \(192\.0\.2\.1\)/);
    await become(loop('lo'), at('eth0', '192.0.2.1'));
    expect(port.stats().socketErrors).toBe(2);
    await become(loop('lo'), { ...loop('eth0'), internal: false });
    expect(port.stats().socketErrors).toBeLessThanOrEqual(3);
    expect(await hears(port)).toBe(true);
  });

  it('sends what waited for its time by the socket that it was given to', async () => {
    available = [loop('lo')];
    const port = await open();
    await port.join(group);
    const atNs = time.clock.nowNs() + 3e9;
    expect(port.send(new Uint8Array(1), 0, 1, group, atNs)).toBe(true);
    expect(port.send(new Uint8Array(1), 0, 1, group, atNs + 4e9)).toBe(true);
    await become(loop('other0'));
    await become(loop('other0'));
    expect(port.stats()).toMatchObject({ datagramsSent: 1, datagramsReceived: 1 });
    await become();
    await become();
    expect(port.stats()).toMatchObject({ datagramsSent: 2, sendErrors: 0, socketErrors: 0 });
  });

  it('can be closed, and a group left, while it follows', async () => {
    available = [loop('lo')];
    const port = await open();
    await port.join(group);
    available = [loop('other0')];
    time.runFor(2e9);
    await Promise.all([port.leave(group), nextTurn().then(() => port.close())]);
    expect(time.pending).toBe(0);
  });
});
