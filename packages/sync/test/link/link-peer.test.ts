import { describe, expect, it } from 'vitest';
import type { LinkEvent } from '../../src/link/link-events.js';
import { apartUs, createLinkRoom, type Musician } from './link-room.js';

function worstUs(musicians: readonly Musician[]): number {
  const [first, ...others] = musicians;
  return Math.max(...others.map((m) => apartUs(first.phase(), m.phase(), m.link.bpm)));
}

describe('a Link peer among others', () => {
  it('founds a session of its own, at its tempo, from beat 0', async () => {
    const room = createLinkRoom();
    const a = await room.enter({ bpm: 100 });
    expect(a.link.sessionId).toBe(a.link.nodeId);
    expect(a.link.bpm).toBe(100);
    expect(a.link.peers).toBe(0);
    expect(a.link.beatAt(a.now())).toBe(0);
    room.runMs(2000);
    expect(a.link.beatAt(a.now())).toBeCloseTo(10 / 3, 6);
    expect(a.link.timeOfBeat(10 / 3)).toBeCloseTo(a.now(), -3);
  });

  it('joins the session that is older by more than 500 ms, with its tempo and phase', async () => {
    const room = createLinkRoom();
    const a = await room.enter({ bpm: 97 });
    room.runMs(1000);
    const b = await room.enter({ bpm: 140, offsetNs: 55e9 });
    const seen: string[] = [];
    for (const type of ['session', 'tempo', 'peers'] as const)
      b.link.events.addEventListener(type, (event: LinkEvent) => seen.push(event.type));
    room.runMs(300);
    for (const { link } of [a, b]) {
      expect(link.sessionId).toBe(a.link.nodeId);
      expect(link.bpm).toBe(97);
      expect(link.peers).toBe(1);
    }
    expect(worstUs([a, b])).toBeLessThan(5);
    expect(seen).toEqual(['session', 'tempo', 'peers']);
  });

  it('takes the smaller id of two sessions of one age', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    const b = await room.enter();
    const c = await room.enter();
    room.runMs(1000);
    const smallest = [a, b, c].map(({ link }) => link.nodeId).sort()[0];
    for (const { link } of [a, b, c]) {
      expect(link.sessionId).toBe(smallest);
      expect(link.peers).toBe(2);
    }
    expect(worstUs([a, b, c])).toBeLessThan(5);
  });

  it('keeps within 1 ms for ten minutes under jitter and 50 ppm of drift', async () => {
    const room = createLinkRoom({ latencyNs: 200_000, latencyJitterNs: 1_000_000 });
    const a = await room.enter({ ppm: 50 });
    room.runMs(1000);
    const b = await room.enter({ ppm: -50, offsetNs: 3e12 });
    const c = await room.enter({ ppm: 20, offsetNs: 5e10 });
    room.runMs(2000);
    let worst = 0;
    for (let i = 0; i < 6000; i++) {
      room.runMs(100);
      worst = Math.max(worst, worstUs([a, b, c]));
    }
    expect(worst).toBeLessThan(150);
    expect(Math.abs(b.link.stats().driftPpm - 100)).toBeLessThan(1);
    expect(a.link.stats().driftPpm).toBe(0);
  });

  it('keeps within 1 ms on a network with 20 ms of jitter', async () => {
    const room = createLinkRoom({ latencyNs: 10e6, latencyJitterNs: 20e6 });
    const a = await room.enter({ ppm: 50 });
    room.runMs(1000);
    const b = await room.enter({ ppm: -50 });
    room.runMs(10_000);
    let worst = 0;
    for (let i = 0; i < 6000; i++) {
      room.runMs(100);
      worst = Math.max(worst, worstUs([a, b]));
    }
    expect(worst).toBeLessThan(1000);
  });

  it('tells everybody of a tempo change, whose beat does not jump', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    room.runMs(1000);
    const b = await room.enter();
    const c = await room.enter();
    room.runMs(2340);
    const tempos: number[] = [];
    c.link.events.addEventListener('tempo', ({ atNs }) => tempos.push(atNs));
    const before = b.link.beatAt(b.now());
    const atNs = b.now();
    b.link.setTempo(130, atNs);
    expect(b.link.beatAt(b.now())).toBeCloseTo(before, 5);
    room.runMs(100);
    for (const { link } of [a, b, c]) expect(link.bpm).toBe(130);
    expect(worstUs([a, b, c])).toBeLessThan(5);
    expect(tempos).toHaveLength(1);
    expect(tempos[0]).toBeCloseTo(atNs, -5);
    expect(c.link.beatAt(atNs)).toBeCloseTo(before, 3);
    a.link.setTempo(60, a.now());
    room.runMs(100);
    for (const { link } of [a, b, c]) expect(link.bpm).toBe(60);
  });

  it('starts and stops with the others, later changes winning', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    room.runMs(1000);
    const b = await room.enter();
    const alone = await room.enter({ startStopSync: false });
    room.runMs(1000);
    const heard: number[] = [];
    b.link.events.addEventListener('start-stop', ({ atNs }) => heard.push(atNs));
    const atNs = a.now();
    a.link.setPlaying(true, atNs);
    room.runMs(100);
    expect([a, b, alone].map(({ link }) => link.isPlaying)).toEqual([true, true, false]);
    expect(heard[0]).toBeCloseTo(atNs, -5);
    b.link.setPlaying(false, b.now());
    room.runMs(100);
    expect(a.link.isPlaying).toBe(false);
    // Its own affair, and nobody else's.
    alone.link.setPlaying(true, alone.now());
    room.runMs(500);
    expect([a, b, alone].map(({ link }) => link.isPlaying)).toEqual([false, false, true]);
  });

  it('passes start/stop on although it does not follow it', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    room.runMs(1000);
    const relay = await room.enter({ startStopSync: false });
    room.runMs(1000);
    a.link.setPlaying(true, a.now());
    room.runMs(200);
    await a.link.close();
    await a.port.close();
    room.runMs(1000);
    const late = await room.enter();
    room.runMs(1000);
    // Who comes late does not start by itself, but a later change counts from there.
    expect(late.link.isPlaying).toBe(false);
    late.link.setPlaying(true, late.now());
    room.runMs(200);
    late.link.setPlaying(false, late.now());
    room.runMs(200);
    expect(relay.link.isPlaying).toBe(false);
    expect(late.link.peers).toBe(1);
  });

  it('keeps the session when its founder leaves, and takes newcomers into it', async () => {
    const room = createLinkRoom();
    const a = await room.enter({ ppm: 40 });
    room.runMs(1000);
    const b = await room.enter({ ppm: -20 });
    const c = await room.enter();
    room.runMs(5000);
    const { sessionId } = a.link;
    await a.link.close();
    await a.port.close();
    room.runMs(100);
    expect(b.link.peers).toBe(1);
    room.runMs(30_000);
    const d = await room.enter({ bpm: 77 });
    room.runMs(2000);
    for (const { link } of [b, c, d]) {
      expect(link.sessionId).toBe(sessionId);
      expect(link.bpm).toBe(120);
      expect(link.peers).toBe(2);
    }
    expect(worstUs([b, c, d])).toBeLessThan(100);
  });

  it('forgets a peer that has fallen silent for its five seconds', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    const b = await room.enter();
    room.runMs(1000);
    expect(a.link.peers).toBe(1);
    const counts: number[] = [];
    a.link.events.addEventListener('peers', () => counts.push(a.link.peers));
    await b.port.close();
    room.runMs(4500);
    expect(counts).toEqual([]);
    room.runMs(1000);
    expect(counts).toEqual([0]);
  });

  it('joins at 20 % loss each way, a hundred times out of a hundred', async () => {
    const times: number[] = [];
    for (let seed = 0; seed < 100; seed++) {
      const room = createLinkRoom({ seed });
      const receive = { loss: 0.2 };
      const a = await room.enter({ receive });
      room.runMs(1000);
      const b = await room.enter({ receive });
      let ms = 0;
      while (b.link.sessionId !== a.link.sessionId && ms < 10_000) {
        room.runMs(10);
        ms += 10;
      }
      times.push(ms);
      expect(worstUs([a, b])).toBeLessThan(50);
    }
    times.sort((x, y) => x - y);
    expect(times[95]).toBeLessThan(1000);
    expect(times[99]).toBeLessThan(3000);
  });

  it('finds the time of the session again when its own clock was suspended', async () => {
    const room = createLinkRoom();
    const a = await room.enter();
    room.runMs(1000);
    const b = await room.enter({ ppm: 30 });
    room.runMs(20_000);
    // As a clock that stands still while its host is asleep.
    b.host.jump(-700e6);
    expect(worstUs([a, b])).toBeGreaterThan(10_000);
    room.runMs(5000);
    expect(worstUs([a, b])).toBeLessThan(50);
    expect(b.link.stats().offsetsRefused).toBeGreaterThan(0);
  });
});
