import { createTransport } from '@jamnet/sync';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { musicAt } from '../../src/timeline/music.js';
import { parseAction, type TransportAction, type When } from '../../src/transport/action.js';
import { giveCommand } from '../../src/transport/give.js';

const SECOND = 1e9;

function createRoom() {
  const time = createVirtualTime({ startNs: 10 * SECOND });
  const transport = createTransport({ clock: time.clock, peer: 1, random: () => 0 });
  const give = (text: string, when?: When) => {
    const action = parseAction(text.split(' ')) as Exclude<TransportAction, { name: 'status' }>;
    return giveCommand({ timeline: time.clock, transport }, action, when);
  };
  const music = () => musicAt(transport, time.clock.nowNs());
  return { time, transport, give, music };
}

describe('a command that was asked for', () => {
  it('takes effect after the lead where no time is said, from the bar that was named', () => {
    const { time, give, music } = createRoom();
    expect(give('play 3.2').timestampNs).toBe(10.15 * SECOND);
    expect(music()).toMatchObject({ run: 'stopped', position: '1.1.000' });
    time.runFor(0.65 * SECOND);
    expect(music()).toMatchObject({ run: 'playing', running: true, position: '3.3.000' });
  });

  it('takes effect after so long, or at a time of the timeline', () => {
    const { give } = createRoom();
    expect(give('play', { inMs: 500 }).timestampNs).toBe(10.5 * SECOND);
    expect(give('pause', { atMs: 12_000 }).timestampNs).toBe(12 * SECOND);
  });

  it('takes effect when the music is at a bar, if it comes there', () => {
    const { time, give } = createRoom();
    expect(() => give('tempo 90', { bars: '3' })).toThrow('the music is stopped');
    give('play 1', { inMs: 0 });
    time.runFor(5 * SECOND);
    expect(give('tempo 90', { bars: '5' }).timestampNs).toBe(18 * SECOND);
    expect(() => give('tempo 90', { bars: '2' })).toThrow('the music is past it');
    expect(() => give('tempo 90', { bars: '100' })).toThrow(/TEMPO is .* s ahead/);
  });

  it('seeks by song time and by beats', () => {
    const { time, give, music } = createRoom();
    give('seek 12.5s', { inMs: 0 });
    time.runFor(1);
    expect(music()).toMatchObject({ beat: 25, songMs: 12_500 });
  });

  it('goes to the bar that was named as bars are counted from then on, after a change of signature', () => {
    const { time, give, music } = createRoom();
    give('play 1', { inMs: 0 });
    time.runFor(5 * SECOND);
    give('signature 3/4');
    time.runFor(5 * SECOND);
    expect(music().signature).toEqual([3, 4]);
    give('seek 7.1.240', { inMs: 0 });
    expect(music()).toMatchObject({ position: '7.1.240', signature: [3, 4] });
  });

  it('loops from bar to bar, and no longer', () => {
    const { time, give, music } = createRoom();
    give('loop 3 5', { inMs: 0 });
    time.runFor(1);
    expect(music().loop).toEqual({ startBeat: 8, endBeat: 16 });
    give('loop off', { inMs: 0 });
    time.runFor(1);
    expect(music().loop).toBeNull();
    expect(() => give('loop 5 3')).toThrow('a loop from 5 to 3 has no length');
  });

  it('is refused at a place that the bar does not have', () => {
    const { give } = createRoom();
    expect(() => give('seek 5.5')).toThrow('no place 5.5 in this music, which is in 4/4');
  });
});
