import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createJam } from '../support/jam.js';
import { playNotes } from '../support/play.js';
import { soundOf } from '../support/sounding.js';

const noteOn = (note: number): JmidEvent => ({ type: 'note_on', channel: 1, note, velocity: 9 });
const noteOff = (note: number): JmidEvent => ({ type: 'note_off', channel: 1, note, velocity: 9 });

describe('lateness', () => {
  it('is the one-way time where the clock is shared, and counts as late above lateMs', async () => {
    const jam = createJam(1);
    const listener = await jam.join('listener', { receive: { delayMs: 30 }, jmid: { lateMs: 31 } });
    const player = await jam.join('player');
    jam.runMs(300);
    player.jmid.send(noteOn(60));
    const nowUs = jam.time.clock.nowNs() / 1000;
    player.jmid.send({ ...noteOn(61), timestamp: nowUs - 2000 });
    player.jmid.send({ ...noteOn(62), timestamp: nowUs + 1000 });
    jam.runMs(500);
    const [now, before, ahead] = listener.heard.map(({ info }) => info);
    expect(now).toMatchObject({ late: false, oneWay: true });
    expect(now.lateUs).toBeCloseTo(30_050, 0);
    expect(before).toMatchObject({ late: true, lateUs: (now.lateUs as number) + 2000 });
    expect(ahead.lateUs).toBe((now.lateUs as number) - 1000);
    expect(listener.jmid.stats()).toMatchObject({ onTime: 2, late: 1, droppedLate: 0 });
  });

  it('is measured above the fastest way seen where clocks differ', async () => {
    const jam = createJam(2);
    const listener = await jam.join('listener', { clockId: '0000000b', receive: { delayMs: 30 } });
    const player = await jam.join('player');
    jam.runMs(1000);
    player.jmid.send(noteOn(60));
    jam.runMs(100);
    const [{ info }] = listener.heard;
    expect([info.oneWay, info.late]).toEqual([false, false]);
    expect(info.lateUs).toBeCloseTo(0, 0);
    player.jmid.send({ ...noteOn(61), timestamp: jam.time.clock.nowNs() / 1000 - 60_000 });
    jam.runMs(100);
    expect(listener.heard[1].info.late).toBe(true);
    expect(listener.heard[1].info.lateUs).toBeCloseTo(60_000, 0);
  });

  it('drops late note-ons by choice, and never a note-off or a controller', async () => {
    const jam = createJam(3);
    const loss = 0.5;
    const listener = await jam.join('listener', {
      send: { loss },
      receive: { loss },
      jmid: { lateNotes: 'drop', lateMs: 10 },
    });
    const player = await jam.join('player', { jmid: { redundancy: { copies: 1 } } });
    jam.runMs(500);
    const sent = playNotes(jam, player, { notes: 300, notesPerSecond: 10 });
    jam.runMs(2000);
    const stats = listener.jmid.stats();
    expect(stats.droppedLate).toBeGreaterThan(20);
    expect(stats.late).toBeGreaterThan(20);
    expect(stats.missing).toBe(0);
    expect(stats.onTime + stats.late + stats.droppedLate).toBe(sent.length);
    const played = listener.heard.filter(({ info }) => !info.synthesised);
    for (const { event, info } of played)
      if (event.type === 'note_on') expect(info.late).toBe(false);
    const others = (events: readonly JmidEvent[]): number =>
      events.filter(({ type }) => type !== 'note_on').length;
    expect(others(played.map(({ event }) => event))).toBe(others(sent));
    expect(soundOf(listener.heard)).toEqual({ left: new Set(), afterTheirEnd: 0 });
  });

  it('a dropped note needs no release', async () => {
    const jam = createJam(4);
    const listener = await jam.join('listener', { jmid: { lateNotes: 'drop' } });
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send({ ...noteOn(60), timestamp: jam.time.clock.nowNs() / 1000 - 60_000 });
    jam.runMs(100);
    void player.toast.port.close();
    jam.runMs(3000);
    expect(listener.heard).toEqual([]);
    expect(listener.jmid.stats()).toMatchObject({ droppedLate: 1, synthesised: 0 });
  });
});

describe('play-out', () => {
  it('releases every event at its time and the delay, in order, and measures how exactly', async () => {
    const jam = createJam(5);
    const loss = 0.5;
    const receive = { loss, jitterMs: 40 };
    const listener = await jam.join('listener', { receive, jmid: { playoutDelayMs: 200 } });
    const player = await jam.join('player');
    jam.runMs(3000);
    const sent = playNotes(jam, player, { notes: 300, notesPerSecond: 20 });
    jam.runMs(1000);
    expect(listener.heard.length).toBe(sent.length);
    for (const [i, { event, info, atNs }] of listener.heard.entries()) {
      expect(event.sequence).toBe(i + 1);
      expect(atNs).toBe(Number(event.timestamp) * 1000 + 200e6);
      // Not late: it was there in time.
      expect([info.late, info.stale, info.synthesised]).toEqual([false, false, false]);
      expect(info.lateUs).toBeLessThan(200_000);
    }
    expect(listener.jmid.stats().playout).toMatchObject({
      released: sent.length,
      overdue: 0,
      worstLatenessUs: 0,
    });
    expect(player.jmid.stats().playout).toBeNull();
  });

  it('does not let a note-off overtake its note-on while both are held', async () => {
    const jam = createJam(6);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 300 } });
    const player = await jam.join('player', {
      jmid: { redundancy: { copies: 1 }, historyDatagrams: 1 },
    });
    jam.runMs(500);
    listener.setCut(true);
    player.jmid.send(noteOn(60));
    jam.runMs(10);
    listener.setCut(false);
    // The note-on itself is lost: its note-off comes first, and the note-on with the next event.
    player.jmid.send(noteOff(60));
    jam.runMs(10);
    player.jmid.send({ type: 'clock' });
    jam.runMs(1000);
    expect(soundOf(listener.heard).left.size).toBe(0);
  });

  it('a late copy comes at once, and a note-on after its note-off is marked', async () => {
    const jam = createJam(7);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 50 } });
    const player = await jam.join('player');
    jam.runMs(500);
    const timestamp = jam.time.clock.nowNs() / 1000 - 100_000;
    player.jmid.send({ ...noteOn(60), timestamp });
    jam.runMs(1);
    expect(listener.heard).toMatchObject([{ info: { late: true } }]);
    expect(listener.jmid.stats().playout).toMatchObject({ released: 1, overdue: 1 });
  });

  it('releases what hangs behind what is still held, when the sender dies or leaves', async () => {
    for (const goodbye of [false, true]) {
      const jam = createJam(8);
      const listener = await jam.join('listener', { jmid: { playoutDelayMs: 3000 } });
      const player = await jam.join('player');
      jam.runMs(500);
      player.jmid.send(noteOn(60));
      jam.runMs(100);
      const diedNs = jam.time.clock.nowNs();
      if (goodbye) await player.toast.close();
      else void player.toast.port.close();
      jam.runMs(2500);
      expect(listener.heard).toEqual([]);
      jam.runMs(10_000);
      expect(listener.heard).toMatchObject([
        { event: noteOn(60) },
        { event: { type: 'note_off', note: 60 }, info: { synthesised: true } },
      ]);
      const heldNs = listener.heard[1].atNs - diedNs;
      expect(heldNs).toBeGreaterThanOrEqual(3e9);
      expect(heldNs).toBeLessThan(goodbye ? 3.1e9 : 4.2e9);
      player.jmid.close();
    }
  });

  it('releases by state what the sender no longer holds, behind the note that is still held back', async () => {
    const jam = createJam(9);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 1500 } });
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send(noteOn(60));
    jam.runMs(300);
    listener.setCut(true);
    player.jmid.send(noteOff(60));
    jam.runMs(600);
    listener.setCut(false);
    jam.runMs(300);
    expect(listener.heard).toEqual([]);
    jam.runMs(3000);
    expect(listener.heard.map(({ event }) => event.type)).toEqual(['note_on', 'note_off']);
    expect(soundOf(listener.heard).left.size).toBe(0);
  });

  it('does not end a note by state before its note-off is due', async () => {
    const jam = createJam(9);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 3000 } });
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send(noteOn(60));
    jam.runMs(4000);
    player.jmid.send(noteOff(60));
    const endNs = jam.time.clock.nowNs() + 3e9;
    jam.runMs(50);
    // Something is missing for good, so that the state is looked at.
    listener.setCut(true);
    player.jmid.send({ type: 'start' });
    jam.runMs(600);
    listener.setCut(false);
    jam.runMs(5000);
    expect(listener.jmid.stats().missing).toBe(1);
    expect(listener.heard.slice(1)).toMatchObject([
      { event: { type: 'note_off' }, info: { synthesised: false }, atNs: endNs },
    ]);
  });

  it('ends what sounds and drops what is held when it is closed', async () => {
    const jam = createJam(10);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 200 } });
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send(noteOn(60));
    jam.runMs(150);
    player.jmid.send(noteOff(60));
    player.jmid.send(noteOn(61));
    jam.runMs(100);
    expect(soundOf(listener.heard).left).toEqual(new Set(['1 60']));
    listener.jmid.close();
    jam.runMs(2000);
    expect(listener.heard.length).toBe(2);
    expect(soundOf(listener.heard).left.size).toBe(0);
  });

  it('does not hold what was dated far ahead by mistake, nor events of another clock', async () => {
    const jam = createJam(11);
    const listener = await jam.join('listener', { jmid: { playoutDelayMs: 100 } });
    const stranger = await jam.join('stranger', {
      clockId: '0000000b',
      jmid: { playoutDelayMs: 100 },
    });
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send({ ...noteOn(60), timestamp: 1e15 });
    player.jmid.send({ ...noteOn(61), timestamp: '18446744073709551615' });
    player.jmid.send(noteOn(62));
    jam.runMs(1);
    expect(listener.heard.map(({ event }) => 'note' in event && event.note)).toEqual([60, 61]);
    expect(stranger.heard.length).toBe(3);
    jam.runMs(1000);
    expect(listener.heard.length).toBe(3);
  });
});
