import type { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import type { TransportCommand } from '../../src/transport/command.js';
import { readTransportLogMessage } from '../../src/transport/command-message.js';
import { createTransport, type Transport } from '../../src/transport/transport.js';
import { AT, command, SECOND } from './commands.js';

const clock = { ns: AT, nowNs: () => clock.ns };

function peers(...ids: number[]): Transport[] {
  clock.ns = AT;
  return ids.map((peer) => createTransport({ clock, peer, random: () => 0 }));
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as JamError).code;
  }
  return 'nothing was thrown';
};

describe('a transport', () => {
  it('schedules ahead, says what to send, and follows at the time', () => {
    const [a, b] = peers(1, 2) as [Transport, Transport];
    const play = a.play()!;
    expect(play).toEqual(command('PLAY', 0.15, { masterPeer: '00000001' }));
    expect(b.receive(play)).toBe('added');
    expect(b.receive(play)).toBe('known');
    expect(b.pending()).toEqual([play]);
    expect([a, b].map((each) => each.nextEvent())).toEqual([AT + 15e7, AT + 15e7]);
    expect(b.positionNow()).toMatchObject({ running: false, beat: 0 });
    clock.ns = AT + 1.15 * SECOND;
    expect(b.positionNow()).toMatchObject({ running: true, beat: 2, bar: 1, beatInBar: 3 });
    expect(b.score()).toEqual(a.score());
    const out = b.positionNow();
    expect(b.positionNow(out)).toBe(out);
  });

  it('goes through a session', () => {
    const [a, b] = peers(1, 2) as [Transport, Transport];
    const give = (to: Transport, each: TransportCommand | undefined): void =>
      expect(to.receive(each!)).toBe('added');
    const now = { inMs: 0 };
    give(b, a.tempo(60, now));
    give(b, a.record({ ...now, beat: 4 }));
    clock.ns += 2 * SECOND;
    // A nanosecond less: the command before was for the same time.
    expect(b.positionNow()).toMatchObject({ songNs: 6e9 - 1, bar: 2, beatInBar: 3 });
    give(a, b.signature(3, 4, now));
    give(a, b.loop({ startBeat: 6, endBeat: 8 }, now));
    clock.ns += 3 * SECOND;
    expect(a.positionNow().beat).toBeCloseTo(7, 8);
    give(b, a.loop(null, now));
    give(b, a.pause(now));
    clock.ns += 3 * SECOND;
    expect(b.positionNow().beat).toBeCloseTo(7, 8);
    expect(b.score()).toMatchObject({ run: 'paused', loop: null });
    give(a, b.seek({ ...now, positionMs: 2000 }));
    expect(a.positionNow()).toMatchObject({ running: false, beat: 2 });
    give(a, b.play(now));
    clock.ns += SECOND;
    expect(a.positionNow().beat).toBeCloseTo(3, 8);
    give(b, a.stop(now));
    clock.ns += SECOND;
    expect(b.positionNow()).toMatchObject({ beat: 0, bar: 1, songNs: 0 });
    expect(b.score()).toEqual(a.score());
  });

  it('resolves two commands at once the same on both sides', () => {
    const [a, b] = peers(1, 2) as [Transport, Transport];
    const play = a.play({ beat: 4 })!;
    const pause = b.pause({ beat: 8 })!;
    a.receive(pause);
    b.receive(play);
    clock.ns += SECOND;
    expect(a.score()).toEqual(b.score());
    expect(a.score()).toMatchObject({ run: 'paused', anchor: { beat: 8 } });
  });

  it('lets the last of its own commands for one time win', () => {
    const [a] = peers(1) as [Transport];
    a.stop();
    expect(a.play()!.timestampNs).toBe(AT + 15e7 + 1);
    expect(a.stop({ atNs: AT + 15e7 })!.timestampNs).toBe(AT + 15e7 + 2);
    a.play();
    clock.ns += SECOND;
    expect(a.score().run).toBe('playing');
  });

  it('plans on what is to come', () => {
    const [a] = peers(1) as [Transport];
    a.play({ inMs: 100 });
    a.tempo(60, { inMs: 1100 });
    expect(a.pause({ inMs: 2100 })).toMatchObject({ beat: 3, bpm: 60, positionMs: 2000 });
  });

  it('does not take a signature back with the next tempo', () => {
    const [a] = peers(1) as [Transport];
    a.loop({ startBeat: 0, endBeat: 4 }, { inMs: 0 });
    a.play({ inMs: 0 });
    clock.ns += SECOND;
    a.signature(3, 4, { inMs: 0 });
    expect(a.tempo(90, { inMs: 10 })).toMatchObject({ signature: [3, 4] });
    expect(a.play({ inMs: 20 })).toMatchObject({ signature: [3, 4] });
  });

  it('tells of each command once, own and others’', () => {
    const [a, b] = peers(1, 2) as [Transport, Transport];
    const news: string[] = [];
    b.onCommand((each) => news.push(`${each.command} ${each.peer}`));
    const play = a.play()!;
    b.receive(play);
    b.receive(play);
    b.stop();
    b.receivePlain('TEMPO 90', 7, AT);
    b.receive({ ...play, bpm: -1 });
    expect(news).toEqual(['PLAY 1', 'STOP 2', 'TEMPO 7']);
  });

  it('brings who comes late to the same score by the lines of the log alone', () => {
    const [a, late] = peers(1, 2) as [Transport, Transport];
    expect(a.nextLogMessage()).toBeUndefined();
    a.tempo(77, { inMs: 0 });
    a.loop({ startBeat: 0, endBeat: 16 }, { inMs: 0 });
    a.play({ inMs: 0 });
    a.tempo(88, { inMs: 500 });
    a.tempo(99, { inMs: 700 });
    a.stop({ inMs: 5000 });
    clock.ns += SECOND;
    for (let line = 0; line < 3; line++) {
      for (const each of readTransportLogMessage(a.nextLogMessage()!, 'm')) late.receive(each!);
    }
    expect(late.score()).toEqual(a.score());
    expect(late.nextEvent()).toBe(a.nextEvent());
    // What a command has outdone since is not said any more.
    expect(late.log.commands.length).toBe(a.log.commands.length - 1);
  });

  it('makes the same command of a plain string everywhere', () => {
    const [a, b] = peers(1, 2) as [Transport, Transport];
    for (const each of [a, b]) {
      each.receivePlain('play', 9, AT);
      expect(each.receivePlain('SEEK 3000', 9, AT + SECOND)).toBe('added');
      expect(each.receivePlain('noise', 9, AT + SECOND)).toBe('malformed');
      expect(each.receivePlain('PLAY', 9, NaN)).toBe('malformed');
      expect(each.receivePlain('STOP', 9, AT + 61 * SECOND)).toBe('too-early');
    }
    expect(a.log.commands).toHaveLength(2);
    clock.ns += 2 * SECOND;
    expect(a.positionNow().beat).toBe(8);
    expect(a.score()).toEqual(b.score());
    expect(a.stats()).toMatchObject({ unreadable: 1, malformed: 1, 'too-early': 1, added: 2 });
  });

  it('goes along to another timeline', () => {
    const [a] = peers(1) as [Transport];
    a.play({ inMs: 0 });
    clock.ns += SECOND;
    a.shift(-5e11);
    clock.ns -= 5e11;
    expect(a.positionNow().beat).toBe(2);
    a.replace([command('PAUSE', -500, { beat: 3 })]);
    expect(a.positionNow()).toMatchObject({ running: false, beat: 3 });
  });

  it('gives nothing where too many are to come', () => {
    const [a] = peers(1) as [Transport];
    for (let i = 0; i < 8; i++) expect(a.tempo(60 + i)).toBeDefined();
    expect(a.tempo(99)).toBeUndefined();
    expect(a.stats().full).toBe(1);
  });

  it('refuses wrong calls', () => {
    const [a] = peers(1) as [Transport];
    const wrong: (() => unknown)[] = [
      () => a.tempo(0),
      () => a.tempo(NaN),
      () => a.signature(0, 4),
      () => a.signature(4, 2.5),
      () => a.seek({}),
      () => a.seek({ beat: -1 }),
      () => a.play({ positionMs: NaN }),
      () => a.play({ atNs: AT + 61 * SECOND }),
      () => a.play({ atNs: -1 }),
      () => a.play({ inMs: Infinity }),
      () => a.loop({ startBeat: 4, endBeat: 4 }),
      () => a.loop({ startBeat: 4, endBeat: 4.001 }),
      () => createTransport({ clock, peer: -1 }),
      () => createTransport({ clock, peer: 1, leadMs: -1 }),
    ];
    expect(wrong.map(codeOf)).toEqual(wrong.map(() => 'bad-option'));
    expect(a.log.commands).toEqual([]);
  });
});
