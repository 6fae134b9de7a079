import { positionAt } from '@jamnet/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { FormatType, StreamType } from '@jamnet/toast';
import { openSyncLayer } from '../../src/session/sync-layer.js';
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

const lossy: HostOptions = { receive: { loss: 0.2, jitterMs: 0.2 } };
const beats = (hosts: readonly Host[]): number[] =>
  hosts.map((host) => positionAt(host.sync.transport.score(host.now()), host.now()).beat);
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

async function threeOn(room: SyncRoom, options: HostOptions = lossy): Promise<Host[]> {
  const hosts = [];
  for (const driftPpm of [40, -30, 10]) hosts.push(await openIn(room, { ...options, driftPpm }));
  room.time.runFor(8 * SECOND);
  return hosts;
}

describe('the transport of a session', () => {
  it('starts everywhere at the same instant, at 20 % loss', async () => {
    const room = createSyncRoom(1);
    const hosts = await threeOn(room);
    const heard: { name: string; ahead: number; atTrue: number }[] = [];
    for (const host of hosts)
      host.sync.onCommand((command, { aheadMs }) => {
        host.sync.timers.schedule(command.timestampNs, () =>
          heard.push({ name: host.name, ahead: aheadMs, atTrue: room.time.clock.nowNs() }),
        );
      });
    const command = hosts[1].sync.transport.play({ beat: 0 })!;
    expect(command.command).toBe('PLAY');
    room.time.runFor(2 * SECOND);
    expect(heard.length).toBe(3);
    expect(heard.every(({ ahead }) => ahead > 0)).toBe(true);
    expect(spread(heard.map(({ atTrue }) => atTrue))).toBeLessThan(50e3);
    expect(spread(beats(hosts))).toBeLessThan(1e-4);
    expect(beats(hosts)[0]).toBeCloseTo((2 - 0.15) * 2, 2);
  });

  it('keeps the phase through a change of tempo and of signature, the same for all', async () => {
    const room = createSyncRoom(2);
    const hosts = await threeOn(room);
    hosts[0].sync.transport.play({ beat: 0 });
    room.time.runFor(3 * SECOND);
    hosts[2].sync.transport.tempo(97);
    hosts[1].sync.transport.signature(3, 4);
    let last = beats(hosts);
    for (let i = 0; i < 300; i++) {
      room.time.runFor(10e6);
      const now = beats(hosts);
      expect(spread(now)).toBeLessThan(1e-4);
      now.forEach((beat, k) => {
        expect(beat - last[k]).toBeGreaterThan(0.015);
        expect(beat - last[k]).toBeLessThan(0.0205);
      });
      last = now;
    }
    const bars = hosts.map((host) => positionAt(host.sync.transport.score(host.now()), host.now()));
    expect(new Set(bars.map(({ bar }) => bar)).size).toBe(1);
  });

  it('resolves two commands at once the same way everywhere', async () => {
    const room = createSyncRoom(3);
    const hosts = await threeOn(room);
    const atNs = Math.round(hosts[0].now()) + 300e6;
    hosts[0].sync.transport.play({ atNs, beat: 8 });
    hosts[1].sync.transport.stop({ atNs });
    hosts[2].sync.transport.tempo(150, { atNs });
    room.time.runFor(2 * SECOND);
    const scores = hosts.map((host) => host.sync.transport.score());
    for (const score of scores) expect(score).toEqual(scores[0]);
    expect(scores[0].tempos.at(-1)!.bpm).toBe(150);
  });

  it('is known to who comes late, without asking', async () => {
    const room = createSyncRoom(4);
    const hosts = await threeOn(room);
    hosts[0].sync.transport.play({ beat: 4 });
    hosts[1].sync.transport.tempo(90, { inMs: 700 });
    room.time.runFor(5 * SECOND);
    const late = await openIn(room, lossy);
    late.sync.transport.tempo(200);
    room.time.runFor(2 * SECOND);
    expect(late.timeline.state).toBe('locked');
    expect(spread(beats([...hosts, late]))).toBeLessThan(1e-3);
    expect(late.sync.transport.score().tempos.at(-1)!.bpm).toBe(90);
  });

  it('is one again after a partition', async () => {
    const room = createSyncRoom(5);
    const hosts = await threeOn(room, { receive: { jitterMs: 0.1 } });
    hosts[0].sync.transport.play({ beat: 0 });
    room.time.runFor(1 * SECOND);
    for (const host of hosts) room.cut(host, (from) => from === hosts[2] || host === hosts[2]);
    hosts[0].sync.transport.tempo(80);
    room.time.runFor(1 * SECOND);
    hosts[2].sync.transport.seek({ beat: 100 });
    room.time.runFor(10 * SECOND);
    expect(spread(beats(hosts))).toBeGreaterThan(10);
    for (const host of hosts) room.cut(host, () => false);
    room.time.runFor(12 * SECOND);
    expect(spread(beats(hosts))).toBeLessThan(1e-3);
    expect(beats(hosts)[0]).toBeGreaterThan(100);
    expect(hosts[2].sync.transport.score().tempos.at(-1)!.bpm).toBe(80);
  });

  it('reads the old plain strings', async () => {
    const room = createSyncRoom(6);
    const hosts = await threeOn(room, { receive: { jitterMs: 0.1 } });
    const out = hosts[0].session.openStream({
      streamType: StreamType.TRANSPORT,
      formatType: FormatType.STANDARD_JSON,
    });
    const say = (text: string): void => {
      const bytes = new TextEncoder().encode(text);
      out.send(bytes, 0, bytes.length, { timestampNs: hosts[0].clock.nowNs() });
    };
    say('PLAY');
    room.time.runFor(1 * SECOND);
    const [a, b] = hosts.slice(1).map((host) => host.sync.transport.score());
    expect(a.run).toBe('playing');
    expect(spread(beats(hosts.slice(1)))).toBeLessThan(1e-3);
    expect(b.run).toBe('playing');
    say('whatever this is');
    room.time.runFor(1 * SECOND);
    expect(hosts[1].sync.stats().transport.unreadable).toBe(1);
  });

  it('waits in drain() until a command has been repeated', async () => {
    const room = createSyncRoom(7);
    const [host] = await threeOn(room);
    host.sync.transport.play();
    let done: boolean | undefined;
    void host.sync.drain().then((result) => (done = result));
    await room.time.runAsync(room.time.clock.nowNs() + 0.4 * SECOND);
    expect(done).toBeUndefined();
    await room.time.runAsync(room.time.clock.nowNs() + 0.2 * SECOND);
    expect(done).toBe(true);
  });

  it('refuses options that make no sense, and leaves nothing running', async () => {
    const room = createSyncRoom(9);
    const host = await openIn(room);
    const pending = room.time.pending;
    const open = (options: object) => () => openSyncLayer(host.session, options);
    expect(open({ leadMs: -1 })).toThrow('sync.leadMs is -1');
    expect(open({ clock: 'sundial' })).toThrow("sync.clock is sundial: it may be 'auto' or 'cpu'");
    expect(room.time.pending).toBe(pending);
  });

  it('ignores who is on another timeline', async () => {
    const room = createSyncRoom(8);
    const old = await openIn(room);
    const far = await openIn(room);
    room.cut(far, () => true);
    room.time.runFor(3 * SECOND);
    far.sync.transport.play();
    room.time.runFor(3 * SECOND);
    expect(old.sync.transport.score().run).toBe('stopped');
    expect(old.sync.stats().foreign).toBeGreaterThan(0);
  });
});
