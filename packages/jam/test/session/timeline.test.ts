import type { TimelineSource } from '@jamnet/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { createSyncRoom, type Host, type HostOptions, SECOND, type SyncRoom } from './sync-room.js';

const opened: Host[] = [];
const openIn = async (room: SyncRoom, options?: HostOptions): Promise<Host> => {
  const host = await room.open(options);
  opened.push(host);
  return host;
};
afterEach(async () => {
  for (const host of opened.splice(0)) await host.kill();
});

const spreadUs = (hosts: readonly Host[]): number => {
  const now = hosts.map((host) => host.now());
  return (Math.max(...now) - Math.min(...now)) / 1e3;
};

/** Runs and looks every millisecond: the largest jump of anyone's timeline beside true time, and how far apart they were. */
function watch(room: SyncRoom, hosts: readonly Host[], seconds: number) {
  let last = hosts.map((host) => host.now());
  let stepUs = 0;
  let apartUs = 0;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    room.time.runFor(1e6);
    const now = hosts.map((host) => host.now());
    now.forEach((ns, i) => {
      stepUs = Math.max(stepUs, Math.abs(ns - last[i] - 1e6) / 1e3);
    });
    apartUs = Math.max(apartUs, spreadUs(hosts));
    last = now;
  }
  return { stepUs, apartUs };
}

const masterOf = (hosts: readonly Host[]): Host => hosts.find((host) => host.timeline.isMaster)!;
const lan: HostOptions = { receive: { jitterMs: 0.02, jitterDistribution: 'exponential' } };

describe('the one timeline', () => {
  it('is one at two hosts whose clocks drift apart', async () => {
    const room = createSyncRoom(1);
    const a = await openIn(room, { ...lan, driftPpm: 50 });
    room.time.runFor(3 * SECOND);
    const b = await openIn(room, { ...lan, driftPpm: -50 });
    room.time.runFor(10 * SECOND);
    // Whoever is there first keeps its timeline.
    expect(a.timeline.isMaster).toBe(true);
    expect(b.timeline.state).toBe('locked');
    const apart: number[] = [];
    for (let i = 0; i < 200; i++) {
      room.time.runFor(0.1 * SECOND);
      apart.push(spreadUs([a, b]));
      expect(Math.abs(a.now() - b.now())).toBeLessThan(b.timeline.errorBoundNs);
    }
    expect(Math.max(...apart)).toBeLessThan(20);
    expect(Math.abs(b.timeline.ratePpm - 100)).toBeLessThan(0.5);
  });

  it('is taken over at joining in one jump, told as a new epoch', async () => {
    const room = createSyncRoom(2);
    const a = await openIn(room, lan);
    room.time.runFor(2 * SECOND);
    const b = await openIn(room, lan);
    const steps: { stepNs: number; newEpoch: boolean }[] = [];
    b.timeline.events.addEventListener('step', ({ stepNs, newEpoch }) =>
      steps.push({ stepNs, newEpoch }),
    );
    expect(b.timeline.isMaster).toBe(true);
    room.time.runFor(2 * SECOND);
    expect(steps.length).toBe(1);
    expect(steps[0].newEpoch).toBe(true);
    expect(b.timeline.epoch.founder).toBe(a.toast.senderId);
  });

  it('is the same for four that start at once', async () => {
    const room = createSyncRoom(3);
    const hosts = [];
    for (let i = 0; i < 4; i++) hosts.push(await openIn(room, { ...lan, driftPpm: 10 * i }));
    room.time.runFor(4 * SECOND);
    expect(new Set(hosts.map((host) => host.timeline.epoch.founder)).size).toBe(1);
    expect(hosts.filter((host) => host.timeline.isMaster).length).toBe(1);
    expect(hosts.every((host) => host.timeline.state === 'locked')).toBe(true);
    room.time.runFor(6 * SECOND);
    expect(spreadUs(hosts)).toBeLessThan(20);
  });

  it('goes on without a step when the master is killed', async () => {
    const room = createSyncRoom(4);
    const hosts = [];
    for (const driftPpm of [30, -20, 5]) hosts.push(await openIn(room, { ...lan, driftPpm }));
    room.time.runFor(15 * SECOND);
    const master = masterOf(hosts);
    const others = hosts.filter((host) => host !== master);
    await master.kill();
    const { stepUs, apartUs } = watch(room, others, 12);
    // A millisecond is off by the drift of the master's clock, which all of them kept.
    expect(stepUs).toBeLessThan(0.1);
    expect(apartUs).toBeLessThan(20);
    expect(others.filter((host) => host.timeline.isMaster).length).toBe(1);
    expect(others.every((host) => host.timeline.state === 'locked')).toBe(true);
    expect(others.every((host) => host.timeline.term === 2)).toBe(true);
  });

  it('is carried on at once when the master says goodbye', async () => {
    const room = createSyncRoom(5);
    const hosts = [];
    for (let i = 0; i < 3; i++) hosts.push(await openIn(room, lan));
    room.time.runFor(8 * SECOND);
    const master = masterOf(hosts);
    const others = hosts.filter((host) => host !== master);
    await master.session.close();
    room.time.runFor(0.5 * SECOND);
    expect(others.filter((host) => host.timeline.isMaster).length).toBe(1);
  });

  it('moves to a better clock that comes later, without a step, and stays there', async () => {
    const room = createSyncRoom(6);
    const a = await openIn(room, { ...lan, driftPpm: 20 });
    const b = await openIn(room, { ...lan, driftPpm: -10 });
    room.time.runFor(8 * SECOND);
    const gpu = (): TimelineSource => ({
      kind: 'gpu',
      quality: 1,
      // Counts from elsewhere, and 40 ppm faster than the host's clock.
      read: (ownNs) => 5e12 + ownNs * 1.00004,
    });
    const c = await openIn(room, { ...lan, driftPpm: 3, source: gpu });
    room.time.runFor(3 * SECOND);
    expect(c.timeline.isMaster).toBe(false);
    const { stepUs, apartUs } = watch(room, [a, b, c], 30);
    expect(c.timeline.isMaster).toBe(true);
    expect(stepUs).toBeLessThan(0.2);
    expect(apartUs).toBeLessThan(20);
    expect(a.timeline.master).toBe(c.toast.senderId);
    // It has come to the pace of its source by now.
    expect(Math.abs(c.timeline.ratePpm - 40)).toBeLessThan(0.1);
  });

  it('has one master again after a partition has healed, and nobody jumps', async () => {
    const room = createSyncRoom(7);
    const hosts = [];
    for (let i = 0; i < 4; i++) hosts.push(await openIn(room, { ...lan, driftPpm: 15 * i - 20 }));
    room.time.runFor(10 * SECOND);
    const sides = [hosts.slice(0, 2), hosts.slice(2)];
    for (const host of hosts)
      room.cut(host, (other) => !sides.some((side) => side.includes(host) && side.includes(other)));
    room.time.runFor(20 * SECOND);
    for (const side of sides) {
      expect(side.filter((host) => host.timeline.isMaster).length).toBe(1);
      expect(spreadUs(side)).toBeLessThan(20);
    }
    for (const host of hosts) room.cut(host, () => false);
    const { stepUs } = watch(room, hosts, 10);
    expect(stepUs).toBeLessThan(1);
    expect(hosts.filter((host) => host.timeline.isMaster).length).toBe(1);
    expect(spreadUs(hosts)).toBeLessThan(20);
  });

  it('shows every peer as each peer sees it', async () => {
    const room = createSyncRoom(8);
    const hosts = [];
    for (let i = 0; i < 3; i++) hosts.push(await openIn(room, lan));
    room.time.runFor(8 * SECOND);
    const [a, b, c] = hosts;
    const row = a.timeline.peers().find(({ id }) => id === b.toast.senderId)!;
    const truth = b.clock.exactNs - a.clock.exactNs;
    expect(Math.abs(row.estimate!.offsetNs - truth)).toBeLessThan(20e3);
    const seen = row.reports.find(({ peer }) => peer === c.toast.senderId)!;
    expect(Math.abs(seen.offsetNs - (c.clock.exactNs - b.clock.exactNs))).toBeLessThan(20e3);
    expect(seen.quality).toBeGreaterThan(0.9);
  });

  it('converts what a peer stamped with its own clock', async () => {
    const room = createSyncRoom(9);
    const a = await openIn(room, { ...lan, driftPpm: 40 });
    const b = await openIn(room, lan);
    room.time.runFor(10 * SECOND);
    const stamp = a.clock.exactNs;
    expect(Math.abs(b.timeline.peerToTimeline(a.toast.senderId, stamp) - a.now())).toBeLessThan(
      20e3,
    );
    expect(b.timeline.peerToTimeline(12345, stamp)).toBeNaN();
  });

  it('comes back after the sleep of a machine', async () => {
    const room = createSyncRoom(10);
    const a = await openIn(room, lan);
    room.time.runFor(1 * SECOND);
    const b = await openIn(room, lan);
    room.time.runFor(10 * SECOND);
    b.clock.suspend(3 * SECOND);
    room.time.runFor(3 * SECOND);
    room.time.runFor(3 * SECOND);
    expect(b.timeline.state).toBe('locked');
    expect(spreadUs([a, b])).toBeLessThan(100);
  });
});

describe('joining at 20 % loss', () => {
  it('takes less than a second', async () => {
    const seconds: number[] = [];
    for (let run = 0; run < 20; run++) {
      const room = createSyncRoom(100 + run);
      const lossy = { receive: { loss: 0.2, jitterMs: 0.1 } };
      const host = await openIn(room, lossy);
      room.time.runFor(6 * SECOND);
      const guest = await openIn(room, { ...lossy, driftPpm: 50 });
      const start = room.time.clock.nowNs();
      const isThere = (): boolean =>
        guest.timeline.epoch.founder === host.toast.senderId && guest.timeline.state === 'locked';
      while (!isThere() && room.time.clock.nowNs() - start < 10 * SECOND) room.time.runFor(1e6);
      seconds.push((room.time.clock.nowNs() - start) / SECOND);
      await host.kill();
      await guest.kill();
      opened.length = 0;
    }
    seconds.sort((x, y) => x - y);
    expect(seconds[18]).toBeLessThan(1);
    expect(seconds[19]).toBeLessThan(2);
  });
});
