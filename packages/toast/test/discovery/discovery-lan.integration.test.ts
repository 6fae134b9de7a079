import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createLan, type Lan, type LanHost, requireLan } from '@jamnet/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { block, type DiscoveryProcess, startOn } from './discovery-host.js';

const availability = requireLan();
const topic = 'midi://discovery';

describe.skipIf(!availability.ok)(
  `discovery on a LAN of namespaces${availability.ok ? '' : ` (skipped: ${availability.reason})`}`,
  () => {
    let lan: Lan;

    beforeEach(async () => {
      lan = await createLan({ hosts: 2 });
    });

    afterEach(async () => {
      await lan.close();
    });

    /** Each of two finds the other that way and hears its note. */
    async function meet(
      [anna, bela]: readonly [DiscoveryProcess, DiscoveryProcess],
      by: string,
      withinMs: number,
    ): Promise<void> {
      const opened = await Promise.all([anna.news('open'), bela.news('open')]);
      const found = await Promise.all([
        anna.news('found', ({ name }) => name === 'bela'),
        bela.news('found', ({ name }) => name === 'anna'),
      ]);
      expect(found.map((each) => each.by)).toEqual([by, by]);
      const bothOpenNs = Math.max(...opened.map(({ atNs }) => atNs));
      const foundMs = found.map(({ atNs }) => (atNs - bothOpenNs) / 1e6);
      expect(Math.max(...foundMs)).toBeLessThan(withinMs);
      anna.tell('play');
      bela.tell('play');
      const heard = await Promise.all([anna.news('heard'), bela.news('heard')]);
      expect(heard.map(({ text }) => text)).toEqual([
        '{"t":"n+","n":60,"from":"bela"}\n',
        '{"t":"n+","n":60,"from":"anna"}\n',
      ]);
      const lastFoundNs = Math.max(...found.map(({ atNs }) => atNs));
      for (const { atNs } of heard) expect((atNs - lastFoundNs) / 1e6).toBeLessThan(2_000);
    }

    it('finds by multicast where nothing is in the way', async () => {
      const processes = [
        startOn(lan.host(0), { name: 'anna', discovery: 'multicast', topic }),
        startOn(lan.host(1), { name: 'bela', discovery: 'multicast', topic }),
      ] as const;
      await meet(processes, 'multicast', 1_000);
      expect(await Promise.all(processes.map((each) => each.close()))).toEqual([0, 0]);
    });

    it.each(['auto', 'bonjour'] as const)(
      'finds by DNS-SD where multicast is blocked, and plays across: %s',
      async (discovery) => {
        for (const host of lan.hosts) await block(host, 'multicast but mDNS');
        const processes = [
          startOn(lan.host(0), { name: 'anna', discovery, topic }),
          startOn(lan.host(1), { name: 'bela', discovery, topic }),
        ] as const;
        await meet(processes, 'bonjour', 2_000);
        expect(await processes[0].close()).toBe(0);
        await processes[1].news('lost', ({ name }) => name === 'anna');
        expect(await processes[1].close()).toBe(0);
      },
    );

    it.each(['auto', 'scan'] as const)(
      'finds by a scan where multicast and DNS-SD are blocked, and plays across: %s',
      async (discovery) => {
        for (const host of lan.hosts) await block(host, 'multicast and mDNS');
        const processes = [
          startOn(lan.host(0), { name: 'anna', discovery, topic }),
          startOn(lan.host(1), { name: 'bela', discovery, topic }),
        ] as const;
        await meet(processes, 'scan', 5_000);
        expect(await processes[0].close()).toBe(0);
        await processes[1].news('lost', ({ name }) => name === 'anna');
        expect(await processes[1].close()).toBe(0);
      },
    );

    it('finds all processes of a host by a scan, and one takes the other’s place at its door', async () => {
      for (const host of lan.hosts) await block(host, 'multicast and mDNS');
      const [first, second] = ['first', 'second'].map((name) =>
        startOn(lan.host(0), { name, discovery: 'scan', topic }),
      ) as [DiscoveryProcess, DiscoveryProcess];
      await Promise.all([first.news('found'), second.news('found')]);
      const looker = startOn(lan.host(1), { name: 'looker', discovery: 'scan' });
      await looker.news('found', ({ name }) => name === 'first');
      await looker.news('found', ({ name }) => name === 'second');
      first.kill();
      await looker.news('lost', ({ name }) => name === 'first');
      const late = startOn(lan.host(1), { name: 'late', discovery: 'scan', topic });
      await late.news('found', ({ name }) => name === 'second');
      await second.news('found', ({ name }) => name === 'late');
    });

    it('says that the port of DNS-SD is held by another program, and finds by the other ways', async () => {
      const holder = await holdMdnsPort(lan.host(0));
      const anna = startOn(lan.host(0), { name: 'anna', discovery: 'auto', topic });
      const bela = startOn(lan.host(1), { name: 'bela', discovery: 'auto', topic });
      const { notices } = await anna.news('open');
      expect(notices).toEqual([
        expect.stringMatching(/^DNS-SD \(UDP port 5353\) on eth0: .*EADDRINUSE/),
      ]);
      expect((await bela.news('open')).notices).toEqual([]);
      await anna.news('found', ({ name }) => name === 'bela');
      expect(await Promise.all([anna.close(), bela.close()])).toEqual([0, 0]);
      holder.kill();
    });

    it('is found by DNS-SD on the interfaces that are meant, and on no others', async () => {
      const bela = startOn(lan.host(1), { name: 'bela', discovery: 'bonjour' });
      await bela.news('open');
      const hidden = { name: 'hidden', discovery: 'bonjour', topic, interfaces: ['lo'] } as const;
      const anna = startOn(lan.host(0), hidden);
      await anna.news('open');
      const clara = startOn(lan.host(0), { ...hidden, name: 'clara', interfaces: ['eth0'] });
      await bela.news('found', ({ name }) => name === 'clara');
      expect(bela.all.filter(({ news }) => news === 'found')).toHaveLength(1);
      expect(await Promise.all([anna.close(), bela.close(), clara.close()])).toEqual([0, 0, 0]);
    });

    it('goes on, and ends by itself, where there is no network', async () => {
      const down = lan.host(0).spawn('ip', ['link', 'set', 'eth0', 'down']);
      await new Promise((resolve) => down.on('exit', resolve));
      const alone = startOn(lan.host(0), { name: 'alone', discovery: 'auto', topic });
      await alone.news('open');
      expect(await alone.close()).toBe(0);
    });
  },
);

/** Has another program on a host hold the port of multicast DNS for itself. */
async function holdMdnsPort(host: LanHost): Promise<ChildProcess> {
  const script = `const socket = require('node:dgram').createSocket('udp4');
    socket.bind({ port: 5353, exclusive: true }, () => console.log('held'));`;
  const holder = host.spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout!, 'data');
  return holder;
}
