import type { JmidEvent } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPlayer, type PlayerOptions } from '../../src/play/player.js';
import { createSong, type TimedEvent } from '../../src/play/song.js';

function note(atUs: number, on: boolean, pitch = 60): TimedEvent {
  return {
    atUs,
    event: { type: on ? 'note_on' : 'note_off', channel: 1, note: pitch, velocity: on ? 80 : 0 },
  };
}

function play(events: TimedEvent[], options: Partial<PlayerOptions> = {}) {
  const time = createVirtualTime();
  const sent: { event: JmidEvent; atNs: number; lateUs: number }[] = [];
  let refusals = 0;
  const player = createPlayer({
    song: createSong('song', events),
    startNs: 1e9,
    speed: 1,
    clock: time.clock,
    timers: time.timers,
    send: () => (refusals > 0 ? (refusals--, false) : true),
    onSent: (event, lateUs) => sent.push({ event, atNs: time.clock.nowNs(), lateUs }),
    ...options,
  });
  const refuse = (times: number) => (refusals = times);
  return { time, sent, player, refuse };
}

const timestamps = (sent: { event: JmidEvent }[]) => sent.map(({ event }) => event.timestamp);

describe('a player', () => {
  it('sends each event at its time and stamps it with that time', () => {
    const { time, sent } = play([
      note(0, true),
      note(250_000, false),
      note(500_000, true, 64),
      note(750_000, false, 64),
    ]);
    time.run();
    expect(sent.map(({ atNs }) => atNs)).toEqual([1e9, 1.25e9, 1.5e9, 1.75e9]);
    expect(timestamps(sent)).toEqual([1_000_000, 1_250_000, 1_500_000, 1_750_000]);
  });

  it('plays faster and slower', () => {
    const { time, sent } = play([note(0, true), note(300_000, false)], { speed: 2 });
    time.run();
    expect(timestamps(sent)).toEqual([1_000_000, 1_150_000]);
  });

  it('keeps the times of events that a busy machine held up', () => {
    const time = createVirtualTime();
    let delayNs = 0;
    const slow = {
      ...time.timers,
      schedule: (atNs: number, run: () => void) => time.timers.schedule(atNs + delayNs, run),
    };
    const sent: [unknown, number][] = [];
    createPlayer({
      song: createSong('song', [
        note(0, true),
        note(100_000, false),
        note(100_000, true),
        note(200_000, false),
      ]),
      startNs: 0,
      speed: 1,
      clock: time.clock,
      timers: slow,
      send: () => true,
      onSent: (event, lateUs) => sent.push([event.timestamp, lateUs]),
    });
    delayNs = 30e6;
    time.run();
    expect(sent).toEqual([
      [0, 0],
      [100_000, 30_000],
      [100_000, 30_000],
      [200_000, 30_000],
    ]);
  });

  it('stamps with the present what is due from a time in which the process was stopped', () => {
    const { time, sent } = play([note(0, true), note(5_000_000, false)], { startNs: -4e9 });
    time.run();
    expect(timestamps(sent)).toEqual([0, 1_000_000]);
  });

  it('does not drift: the thousandth event is where it was written', () => {
    const events = Array.from({ length: 1_000 }, (_, at) => note(at * 333.3, at % 2 === 0));
    const { time, sent } = play(events);
    time.run();
    expect(timestamps(sent)[999]).toBe(Math.round(1_000_000 + 999 * 333.3));
  });

  it('releases what still sounds when the song ends', async () => {
    const { time, sent, player } = play([
      note(0, true),
      { atUs: 0, event: { type: 'control_change', channel: 1, controller: 64, value: 127 } },
    ]);
    time.run();
    await player.done;
    expect(sent.slice(2).map(({ event }) => event)).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 0, timestamp: 1_000_000 },
      { type: 'control_change', channel: 1, controller: 64, value: 0, timestamp: 1_000_000 },
    ]);
  });

  it('stops at once and releases what sounds', async () => {
    const { time, sent, player } = play([note(0, true), note(10_000_000, false)]);
    time.run(3e9);
    player.stop();
    player.stop();
    await player.done;
    expect(time.run()).toBe(0);
    expect(sent.map(({ event }) => event.type)).toEqual(['note_on', 'note_off']);
    expect(timestamps(sent)[1]).toBe(3_000_000);
  });

  it('offers a refused event again, and in order', () => {
    const { time, sent, player, refuse } = play([note(0, true), note(1_000, false)]);
    refuse(3);
    time.run();
    expect(sent.map(({ event }) => event.type)).toEqual(['note_on', 'note_off']);
    expect(timestamps(sent)).toEqual([1_000_000, 1_001_000]);
    expect(player.refused).toBe(0);
  });

  it('gives up what is refused for over a second, and says how much', async () => {
    const { time, sent, player, refuse } = play([note(0, true), note(1_000, false)]);
    refuse(Infinity);
    time.run();
    await player.done;
    expect(sent).toEqual([]);
    expect(player.refused).toBe(2);
  });
});
