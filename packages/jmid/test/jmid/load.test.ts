import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createJam, type Jam, type Player } from '../support/jam.js';
import { soundOf } from '../support/sounding.js';

const CEILING = 10_000_000;

/** Sends controllers one by one, each in a turn of its own. */
function sendEvery(jam: Jam, player: Player, ms: number, count: number): void {
  const { clock, timers } = jam.time;
  const startNs = clock.nowNs();
  for (let i = 0; i < count; i++)
    timers.schedule(startNs + i * ms * 1e6, () => {
      const sent = player.jmid.send({
        type: 'control_change',
        channel: 1 + (i % 16),
        controller: i % 100,
        value: i % 128,
      });
      if (!sent) throw new Error('refused');
    });
  jam.runMs(ms * count);
}

/** Two hundred notes at once, and their ends at once. */
function playChords(jam: Jam, player: Player, chords: number, gapMs: number): void {
  for (let chord = 0; chord < chords; chord++) {
    for (const type of ['note_on', 'note_off'] as const) {
      for (let i = 0; i < 200; i++) {
        const event = { type, channel: 1 + (i >> 7), note: i & 127, velocity: 1 };
        if (!player.jmid.send(event as JmidEvent)) throw new Error('refused');
      }
      jam.runMs(gapMs);
    }
  }
}

function bitsSent(player: Player): number {
  return player.session.stats().sent.bytes * 8;
}

function sequences(player: Player): (number | undefined)[] {
  return player.heard.filter(({ info }) => !info.synthesised).map(({ event }) => event.sequence);
}

describe('load', () => {
  it('events of one turn of the loop share a datagram', async () => {
    const jam = createJam(1);
    const listener = await jam.join('listener', { jmid: { send: false } });
    const player = await jam.join('player', {
      jmid: { redundancy: { copies: 1 }, historyDatagrams: 1 },
    });
    jam.runMs(95);
    const before = player.session.stats();
    for (let note = 60; note < 70; note++)
      player.jmid.send({ type: 'note_on', channel: 1, note, velocity: 1 });
    jam.runMs(1);
    const after = player.session.stats();
    const beats = after.heartbeatsSent - before.heartbeatsSent;
    const rode = after.heartbeatsRode - before.heartbeatsRode;
    expect(after.sent.datagrams - before.sent.datagrams - (beats - rode)).toBe(1);
    expect(sequences(listener)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('the redundancy that is asked for is what is sent', async () => {
    for (const copies of [1, 5]) {
      const jam = createJam(1);
      const player = await jam.join('player', {
        jmid: { redundancy: { copies }, historyDatagrams: 1 },
      });
      const listener = await jam.join('listener');
      jam.runMs(500);
      player.jmid.send({ type: 'start' });
      jam.runMs(60);
      const [peer] = listener.session.peers();
      const [stream] = peer.streams.values();
      expect([stream.received, stream.duplicates]).toEqual([1, copies - 1]);
    }
  });

  it('history is repeated in enough datagrams, then no more', async () => {
    const jam = createJam(1);
    const player = await jam.join('player', {
      jmid: { redundancy: { copies: 2 }, historyDatagrams: 10 },
    });
    const listener = await jam.join('listener');
    jam.runMs(500);
    player.jmid.send({ type: 'start' });
    jam.runMs(2000);
    const [peer] = listener.session.peers();
    const [stream] = peer.streams.values();
    const frames = stream.received;
    expect(frames * 2).toBeGreaterThanOrEqual(10);
    expect(player.jmid.stats().refreshes).toBe(frames - 1);
    expect(listener.jmid.stats()).toMatchObject({ received: 1, repeats: frames - 1 });
    jam.runMs(5000);
    expect(stream.received).toBe(frames);
  });

  it.each([
    ['without loss', 0, 100],
    ['at 66 % loss', 0.66, 500],
  ])('chords of 200 notes arrive whole, %s', async (_name, loss, gapMs) => {
    const jam = createJam(2);
    const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
    const player = await jam.join('player');
    jam.runMs(2000);
    playChords(jam, player, 6, gapMs);
    jam.runMs(1500);
    const all = Array.from({ length: 2400 }, (_, i) => i + 1);
    const got = sequences(listener);
    expect(got.toSorted((a = 0, b = 0) => a - b)).toEqual(all);
    if (loss === 0) expect(got).toEqual(all);
    expect(soundOf(listener.heard)).toEqual({ left: new Set(), afterTheirEnd: 0 });
    expect(listener.jmid.stats()).toMatchObject({ missing: 0, malformedState: 0 });
  });

  it('more than the ceiling can repeat: note-ons are given up after a second, no note-off ever', async () => {
    const jam = createJam(2);
    const loss = 0.66;
    const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
    const player = await jam.join('player');
    jam.runMs(2000);
    playChords(jam, player, 10, 200);
    jam.runMs(3000);
    const stats = listener.jmid.stats();
    expect(stats.missing).toBeGreaterThan(0);
    expect(stats.received + stats.missing).toBe(4000);
    const offs = listener.heard.filter(
      ({ event, info }) => event.type === 'note_off' && !info.synthesised,
    );
    expect(offs.length).toBe(2000);
    expect(soundOf(listener.heard)).toEqual({ left: new Set(), afterTheirEnd: 0 });
  });

  it.each([
    ['20 % of all datagrams lost', 0.2],
    ['losses in runs of 10 ms', { gilbertElliott: { loss: 0.05, meanBurstMs: 10 } }],
  ])('1,000 events a second for 10 s, %s: none lost, under the ceiling', async (_name, loss) => {
    const jam = createJam(3);
    const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
    const player = await jam.join('player', { session: { rateCeilingBitsPerSecond: CEILING } });
    jam.runMs(3000);
    const before = bitsSent(player);
    sendEvery(jam, player, 1, 10_000);
    const bitsPerSecond = (bitsSent(player) - before) / 10;
    // What has been saved up, a tenth of a second's worth, may be used once.
    expect(bitsPerSecond).toBeLessThanOrEqual(CEILING * 1.01);
    jam.runMs(2000);
    expect(new Set(sequences(listener)).size).toBe(10_000);
    expect(sequences(listener).length).toBe(10_000);
    expect(listener.jmid.stats()).toMatchObject({ received: 10_000, missing: 0 });
    expect(player.jmid.stats()).toMatchObject({ sent: 10_000, refused: 0 });
  });

  it('what the path does not take waits, then is refused, and nothing that was taken is lost', async () => {
    const jam = createJam(4);
    const listener = await jam.join('listener');
    const player = await jam.join('player', { session: { rateCeilingBitsPerSecond: 256_000 } });
    jam.runMs(500);
    let taken = 0;
    for (let i = 0; i < 5000; i++)
      if (player.jmid.send({ type: 'song_position', value: i })) taken++;
    expect(taken).toBe(2048);
    expect(player.jmid.stats()).toMatchObject({ sent: 2048, refused: 5000 - 2048 });
    jam.runMs(60_000);
    const heard = listener.heard.map(({ event }) => event.type === 'song_position' && event.value);
    expect(heard.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 2048 }, (_, i) => i),
    );
    expect(player.jmid.send({ type: 'start' })).toBe(true);
  });

  it('drain resolves when everything has been sent and repeated, or in time', async () => {
    const jam = createJam(5);
    const player = await jam.join('player');
    const listener = await jam.join('listener');
    jam.runMs(500);
    const results: string[] = [];
    const drain = (name: string, timeoutMs?: number): void =>
      void player.jmid.drain(timeoutMs).then((all) => {
        results.push(`${name} ${all} ${Math.round(jam.time.clock.nowNs() / 1e6)}`);
      });
    const nowMs = Math.round(jam.time.clock.nowNs() / 1e6);
    drain('idle');
    await jam.time.runAsync(jam.time.clock.nowNs());
    player.jmid.send({ type: 'start' });
    drain('short', 20);
    drain('long');
    await jam.time.runAsync(jam.time.clock.nowNs() + 1000e6);
    expect(results.slice(0, 2)).toEqual([`idle true ${nowMs}`, `short false ${nowMs + 20}`]);
    expect(results[2]).toMatch(/^long true/);
    const drainedMs = Number(results[2].split(' ')[2]) - nowMs;
    // 40 datagrams and a quarter of a second.
    expect(drainedMs).toBeGreaterThanOrEqual(250);
    expect(drainedMs).toBeLessThan(500);
    const { refreshes } = player.jmid.stats();
    jam.runMs(2000);
    expect(player.jmid.stats().refreshes).toBe(refreshes);
    expect(listener.jmid.stats().received).toBe(1);

    player.jmid.send({ type: 'sysex', data: new Array<number>(50_000).fill(1) });
    drain('sysex', 5000);
    await jam.time.runAsync(jam.time.clock.nowNs() + 1000e6);
    expect(results[3]).toMatch(/^sysex true/);
    expect(player.jmid.stats().sysexSent).toBe(1);
    player.jmid.send({ type: 'start' });
    drain('closed', 60_000);
    player.jmid.close();
    await jam.time.runAsync(jam.time.clock.nowNs() + 10e6);
    expect(results[4]).toMatch(/^closed/);
  });
});
