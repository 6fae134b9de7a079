import { once } from 'node:events';
import { createLan, type Lan, type LanHost, requireLan } from '@jamnet/testkit';
import type { Destination } from '@jamnet/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testableKinds } from './port-kinds.js';
import { openRemotePort, type RemotePort } from './remote-port.js';

const availability = requireLan();
const group4: Destination = { family: 4, address: '239.195.7.7', port: 23_000 };
const group6: Destination = { family: 6, address: 'ff12::4a4d:707:707', port: 23_000 };

describe.skipIf(!availability.ok).each(await testableKinds())(
  `the %s port on a LAN of namespaces${availability.ok ? '' : ` (skipped: ${availability.reason})`}`,
  (kind) => {
    let lan: Lan;
    // Which interfaces there are is the port's affair, whatever its sockets are: once is enough.
    const onceOnly = it.skipIf(kind !== 'dgram');

    beforeEach(async () => {
      lan = await createLan({ hosts: 2 });
    });

    afterEach(async () => {
      await lan.close();
    });

    const openOn = (host: LanHost, interfaces?: readonly string[]): Promise<RemotePort> =>
      openRemotePort(kind, interfaces, (command, args, options) =>
        host.spawn(command, args, options),
      );

    async function run(host: LanHost, ...command: readonly string[]): Promise<void> {
      const [code] = await once(
        host.spawn(command[0]!, command.slice(1), { stdio: 'inherit' }),
        'exit',
      );
      expect(code).toBe(0);
    }

    it.each([
      ['IPv4', group4],
      ['IPv6', group6],
    ])('%s multicast reaches the other host and this one, once each', async (_name, group) => {
      const [a, b] = await Promise.all([openOn(lan.host(0)), openOn(lan.host(1))]);
      await Promise.all([a.join(group), b.join(group)]);
      await a.send(1, group);
      await Promise.all([a.arrival(1), b.arrival(1)]);
      await a.send(2, group);
      await Promise.all([a.arrival(2), b.arrival(2)]);
      expect(a.arrivals.map((each) => each.byte)).toEqual([1, 2]);
      expect(b.arrivals.map((each) => each.byte)).toEqual([1, 2]);
      expect((await a.stats()).datagramsSent).toBe(2);
    });

    it('announces what the other host can send to, and answers to a source reach it', async () => {
      const [a, b] = await Promise.all([openOn(lan.host(0)), openOn(lan.host(1))]);
      expect(a.endpoints.map((each) => each.address)).toEqual([
        lan.host(0).address4,
        lan.host(0).address6,
      ]);
      for (const [byte, endpoint] of a.endpoints.entries()) {
        await b.send(byte, endpoint);
        await a.arrival(byte);
      }
      // From a link-local address, whose zone the answer needs.
      await b.join(group6);
      await a.send(10, { ...b.endpoints[1]!, address: `${lan.host(1).linkLocalAddress6}%eth0` });
      const { from } = await b.arrival(10);
      expect(from.address).toBe(`${lan.host(0).linkLocalAddress6}%eth0`);
      await b.send(11, from);
      await a.arrival(11);
    });

    onceOnly('joins and sends where there is no route to any group', async () => {
      for (const host of [lan.host(0), lan.host(1)]) {
        await run(host, 'ip', 'route', 'del', '224.0.0.0/4');
      }
      const [a, b] = await Promise.all([openOn(lan.host(0)), openOn(lan.host(1), ['eth0'])]);
      await Promise.all([a.join(group4), b.join(group4)]);
      await a.send(1, group4);
      await b.arrival(1);
    });

    it('sends once on each interface, and on the selected ones only', async () => {
      const host = lan.host(0);
      await run(host, 'ip', 'link', 'add', 'eth1', 'type', 'veth', 'peer', 'name', 'eth1-peer');
      await run(host, 'ip', 'link', 'set', 'eth1-peer', 'up');
      await run(host, 'ip', 'link', 'set', 'eth1', 'up');
      await run(host, 'ip', 'addr', 'add', '10.78.0.1/24', 'dev', 'eth1');
      const [all, one, other] = await Promise.all([
        openOn(host),
        openOn(host, ['eth1']),
        openOn(lan.host(1)),
      ]);
      await other.join(group4);
      await one.send(1, group4);
      await all.send(2, group4);
      await other.arrival(2);
      expect(other.arrivals.map((each) => each.byte)).toEqual([2]);
      expect((await all.stats()).datagramsSent).toBe(2);
      expect((await one.stats()).datagramsSent).toBe(1);
      expect(one.endpoints[0]!.address).toBe('10.78.0.1');
    });

    it('counts what cannot be sent while the interface is down, and goes on when it is back', async () => {
      const [a, b] = await Promise.all([openOn(lan.host(0), ['eth0']), openOn(lan.host(1))]);
      await Promise.all([a.join(group4), b.join(group4)]);
      await run(lan.host(0), 'ip', 'link', 'set', 'eth0', 'down');
      await a.send(1, group4);
      await a.send(2, group6);
      const { sendErrors, lastError, datagramsSent } = await a.stats();
      expect({ sendErrors, datagramsSent }).toEqual({ sendErrors: 2, datagramsSent: 0 });
      // The port itself may have noticed already.
      expect(lastError).toMatch(/\bE[A-Z]+\b|no selected interface/);
      await run(lan.host(0), 'ip', 'link', 'set', 'eth0', 'up');
      // The switch takes a moment to notice.
      while (b.arrivals.length === 0) {
        await a.send(3, group4);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect((await b.arrival(3)).byte).toBe(3);
    });

    onceOnly('takes an interface that comes up later, for the groups joined before', async () => {
      const late = lan.host(0);
      await run(late, 'ip', 'link', 'set', 'eth0', 'down');
      const [a, b] = await Promise.all([openOn(late), openOn(lan.host(1))]);
      expect(a.endpoints.map((each) => each.address)).toEqual(['127.0.0.1', '::1']);
      await Promise.all([a.join(group4), b.join(group4)]);
      await run(late, 'ip', 'link', 'set', 'eth0', 'up');
      const upMs = performance.now();
      await repeated(() => b.send(1, group4), a.arrival(1));
      await repeated(() => a.send(2, group4), b.arrival(2));
      expect(performance.now() - upMs).toBeLessThan(5_000);
      expect(b.arrivals.find((each) => each.byte === 2)!.from.address).toBe(late.address4);
      expect((await a.currentEndpoints())[0]!.address).toBe(late.address4);
      expect((await a.stats()).socketErrors).toBe(0);
    });

    it('takes an interface that was removed and put back, by name', async () => {
      const host = lan.host(0);
      const addPair = async (): Promise<void> => {
        await run(host, 'ip', 'link', 'add', 'usb0', 'type', 'veth', 'peer', 'name', 'usb1');
        await run(host, 'ip', 'addr', 'add', '10.78.0.1/24', 'dev', 'usb0');
        await run(host, 'ip', 'addr', 'add', '10.78.0.2/24', 'dev', 'usb1');
        await run(host, 'ip', 'link', 'set', 'usb1', 'up');
        await run(host, 'ip', 'link', 'set', 'usb0', 'up');
      };
      await addPair();
      const [a, b] = await Promise.all([openOn(host, ['usb0']), openOn(host, ['usb1'])]);
      await Promise.all([a.join(group6), b.join(group6)]);
      await repeated(() => b.send(1, group6), a.arrival(1));
      await run(host, 'ip', 'link', 'del', 'usb0');
      while ((await a.currentEndpoints()).length > 0) await briefly();
      await addPair();
      await repeated(() => b.send(2, group6), a.arrival(2));
      await repeated(() => a.send(3, group6), b.arrival(3));
    });

    it('is not held up by a unicast peer that is gone', async () => {
      const [a, b] = await Promise.all([openOn(lan.host(0)), openOn(lan.host(1))]);
      await b.join(group4);
      const gone: Destination = { family: 4, address: '10.77.0.200', port: 9 };
      await a.send(0, gone, { length: 150, times: 600 });
      await a.send(1, group4);
      // The kernel holds datagrams to the one that is gone for 3 s; what is held up would not arrive before.
      const late = new Promise<'late'>((resolve) => setTimeout(resolve, 1_500, 'late'));
      expect(await Promise.race([b.arrival(1), late])).toMatchObject({ byte: 1 });
      expect(await a.stats()).toMatchObject({ datagramsSent: 601, sendQueueFull: 0 });
    });

    onceOnly('says why when no interface can join', async () => {
      await run(lan.host(0), 'ip', 'link', 'set', 'eth0', 'down');
      await run(lan.host(0), 'ip', 'link', 'set', 'lo', 'down');
      const port = await openOn(lan.host(0));
      expect(port.endpoints).toEqual([]);
      await expect(port.join(group4)).rejects.toThrow(/no selected interface has an IPv4 address/);
    });
  },
);

/** Does something over and over until what it should bring about has happened. */
async function repeated(act: () => Promise<void>, happened: Promise<unknown>): Promise<void> {
  let over = false;
  void happened.then(() => (over = true));
  while (!over) {
    await act();
    await briefly();
  }
}

function briefly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
