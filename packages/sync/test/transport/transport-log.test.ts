import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatAt } from '../../src/conductor/beat-at.js';
import { newScore } from '../../src/conductor/new-score.js';
import type { TransportCommand } from '../../src/transport/command.js';
import { foldCommands } from '../../src/transport/fold-commands.js';
import { createTransportLog } from '../../src/transport/transport-log.js';
import { allOf, anyCommand, AT, command, SECOND } from './commands.js';

const LATER = [0, 0.3, 1.7, 20, 100].map((seconds) => AT + (60 + seconds) * SECOND);

const filled = (commands: readonly TransportCommand[], capacity = 64, nowNs = AT + 60 * SECOND) => {
  const log = createTransportLog({ capacity });
  for (const each of commands) log.merge(each, nowNs);
  return log;
};

describe('a transport log', () => {
  it('comes to the same score whatever the order, the repetitions and the times of arrival', () => {
    const arrivals = fc.array(anyCommand, { minLength: 1, maxLength: 25 }).chain((commands) =>
      fc.record({
        commands: fc.constant(commands),
        shuffled: fc.shuffledSubarray(commands, { minLength: commands.length }),
        again: fc.subarray(commands),
        nows: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 60, maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(arrivals, ({ commands, shuffled, again, nows }) => {
        const log = createTransportLog({ capacity: 64 });
        const times = nows.toSorted((a, b) => a - b);
        for (const [i, each] of [...again, ...shuffled, ...again].entries()) {
          log.merge(each, AT + times[i % 60]! * (i < 60 ? 1 : 0) * SECOND);
        }
        const other = filled(commands);
        for (const atNs of LATER) {
          const whole = foldCommands(allOf(commands), atNs, newScore());
          expect(log.scoreAt(atNs)).toEqual(whole.score);
          expect(other.scoreAt(atNs)).toEqual(whole.score);
          expect(log.nextEvent(atNs)).toBe(whole.untilNs);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the loop of a slot for which it left out an earlier one', () => {
    const commands = [
      command('PAUSE', 43, { loop: [0, 1], peer: 2 }),
      command('PLAY', 0, { loop: [0, 0] }),
      command('PAUSE', 43, { bpm: 121, peer: 2 }),
      command('RECORD', 0, { loop: [0, 1] }),
      command('PLAY', 0),
    ];
    const arrivals = [commands, commands.toReversed()].map((each) => filled(each));
    for (const atNs of LATER) {
      const whole = foldCommands(allOf(commands), atNs, newScore()).score;
      expect(whole.loop).toEqual({ startBeat: 0, endBeat: 1 });
      for (const log of arrivals) expect(log.scoreAt(atNs)).toEqual(whole);
    }
  });

  it('comes to the same score when logs are merged, whichever into which', () => {
    const parts = fc.array(anyCommand, { maxLength: 10 });
    fc.assert(
      fc.property(parts, parts, parts, (a, b, c) => {
        const [x, y, z] = [filled(a), filled(b), filled(c)];
        const left = filled([...filled([...x.commands, ...y.commands]).commands, ...z.commands]);
        const right = filled([...x.commands, ...filled([...z.commands, ...y.commands]).commands]);
        for (const atNs of LATER) expect(left.scoreAt(atNs)).toEqual(right.scoreAt(atNs));
      }),
    );
  });

  it('keeps only what can still count', () => {
    const log = filled([
      command('TEMPO', 0, { bpm: 70 }),
      command('PLAY', 1, { loop: [0, 8] }),
      command('TEMPO', 2, { bpm: 80 }),
      command('STOP', 3),
      command('RECORD', 4),
      command('SEEK', 5),
      command('SEEK', 6),
      command('TEMPO', 7, { bpm: 90 }),
    ]);
    const kept = log.commands.map((each) => `${each.command} ${(each.timestampNs - AT) / SECOND}`);
    expect(kept).toEqual(['PLAY 1', 'TEMPO 2', 'RECORD 4', 'SEEK 6', 'TEMPO 7']);
    expect(log.merge(command('STOP', 3), AT + 60 * SECOND)).toBe('outdone');
  });

  it('says what became of each command, and counts it', () => {
    const log = createTransportLog();
    const now = AT + 7200 * SECOND;
    const play = command('PLAY', 7200);
    expect(log.merge(play, now)).toBe('added');
    expect(log.merge({ ...play }, now)).toBe('known');
    expect(log.merge({ ...play, masterPeer: 'another' }, now)).toBe('known');
    expect(log.merge({ ...play, beat: 1 }, now)).toBe('added');
    expect(log.commands).toHaveLength(1);
    expect(log.merge(play, now)).toBe('known');
    expect(log.merge(command('STOP', 7199), now)).toBe('outdone');
    expect(log.merge(command('STOP', 3599), now)).toBe('too-old');
    expect(log.merge(command('STOP', 7261), now)).toBe('too-early');
    expect(log.merge(command('STOP', 7260), now)).toBe('added');
    expect(log.merge(command('STOP', 7260.5, { bpm: NaN }), now)).toBe('malformed');
    expect(log.stats()).toMatchObject({ added: 3, known: 3, outdone: 1, 'too-old': 1 });
    expect(log.stats()).toMatchObject({ 'too-early': 1, malformed: 1, full: 0, condensed: 0 });
  });

  it.each<Partial<Record<keyof TransportCommand, unknown>>>([
    { command: 'JUMP' },
    { command: 'toString' },
    { timestampNs: -1 },
    { timestampNs: 0.5 },
    { timestampNs: NaN },
    { timestampNs: 2 ** 64 },
    { beat: -1 },
    { beat: Infinity },
    { beat: '4' },
    { positionMs: NaN },
    { bpm: 0 },
    { bpm: 1001 },
    { signature: [4] },
    { signature: [4, 256] },
    { signature: undefined },
    { peer: -1 },
    { peer: 2 ** 32 },
    { masterPeer: '' },
    { masterPeer: undefined },
    { loop: [4, 3] },
    { loop: [4, 4.001] },
    { loop: [NaN, 4] },
    { loop: null },
  ])('refuses %o', (part) => {
    const log = createTransportLog();
    const wrong = { ...command('PLAY', 0), ...part } as TransportCommand;
    expect(log.merge(wrong, AT)).toBe('malformed');
    expect(log.revision).toBe(0);
  });

  it('keeps what it was given as it was', () => {
    const log = createTransportLog();
    const mine = { ...command('PLAY', 0) };
    log.merge(mine, AT);
    mine.beat = 77;
    expect(beatAt(log.scoreAt(AT), AT)).toBe(0);
  });

  it('gives the same object until something changes', () => {
    const log = filled([command('PLAY', 0)], 16, AT);
    log.merge(command('STOP', 10), AT);
    const score = log.scoreAt(AT + SECOND);
    expect(log.scoreAt(AT + 9 * SECOND)).toBe(score);
    expect(log.nextEvent(AT)).toBe(AT + 10 * SECOND);
    expect(log.pending(AT)).toHaveLength(1);
    expect(log.scoreAt(AT + 10 * SECOND).run).toBe('stopped');
    expect(log.pending(AT + 10 * SECOND)).toEqual([]);
    expect(log.nextEvent(AT + 10 * SECOND)).toBe(Infinity);
    expect(log.scoreAt(AT + SECOND)).toEqual(score);
  });

  it('changes the score at the start of a loop that a signature waits for', () => {
    const log = filled([command('PLAY', 0, { loop: [0, 4] })], 16, AT);
    log.merge(command('TEMPO', 1, { signature: [3, 4] }), AT + SECOND);
    const before = log.scoreAt(AT + SECOND);
    expect(log.nextEvent(AT + SECOND)).toBe(AT + 2 * SECOND);
    expect(log.scoreAt(AT + 2 * SECOND - 1)).toBe(before);
    expect(log.scoreAt(AT + 2 * SECOND).signatures).toMatchObject([{ beat: 0, numerator: 3 }]);
    expect(log.signatureAt(AT + SECOND)).toEqual([3, 4]);
  });

  it('lets a late command take effect as if it had been on time', () => {
    const log = filled([command('PLAY', 0)], 16, AT);
    log.scoreAt(AT + 9 * SECOND);
    log.merge(command('TEMPO', 2, { bpm: 60 }), AT + 10 * SECOND);
    expect(beatAt(log.scoreAt(AT + 10 * SECOND), AT + 10 * SECOND)).toBe(12);
  });

  it('refuses the farthest of too many that are to come, in any order', () => {
    const many = Array.from({ length: 12 }, (_, i) => command('TEMPO', 10 + i, { bpm: 60 + i }));
    for (const order of [many, many.toReversed()]) {
      const log = createTransportLog();
      for (const each of order) log.merge(each, AT);
      expect(log.commands).toEqual(many.slice(0, 8));
    }
    const log = filled(many, 16, AT);
    expect(log.stats().full).toBe(4);
  });

  it('goes through any number of tempos, and agrees with a log that holds them all', () => {
    const play = command('PLAY', 0, { loop: [4, 400] });
    const tempos = Array.from({ length: 100 }, (_, i) =>
      command('TEMPO', i / 4 + 0.1, { bpm: 60 + ((i * 37) % 90), peer: 1 + (i % 3) }),
    );
    const logs = [8, 16, 256].map((capacity) => createTransportLog({ capacity }));
    for (const each of [play, ...tempos]) {
      const atNs = each.timestampNs;
      for (const log of logs) {
        expect(log.merge(each, atNs)).toBe('added');
        expect(log.commands.length).toBeLessThanOrEqual(256);
      }
      const [small, normal, all] = logs.map((log) => beatAt(log.scoreAt(atNs), atNs));
      expect(small).toBeCloseTo(all!, 9);
      expect(normal).toBeCloseTo(all!, 9);
    }
    expect(logs.map(({ commands }) => commands.length)).toEqual([8, 16, 101]);
    expect(logs[1]!.stats().condensed).toBeGreaterThan(40);
    expect(logs[1]!.scoreAt(AT + 60 * SECOND).run).toBe('playing');
    // A peer that knows nothing but what is left is in the same place, and so is one that knew the beginning.
    const [late, early] = [filled(logs[1]!.commands, 16), filled([play, tempos[0]!], 16)];
    for (const each of logs[1]!.commands) early.merge(each, AT + 60 * SECOND);
    for (const atNs of LATER) {
      expect(late.scoreAt(atNs)).toEqual(logs[1]!.scoreAt(atNs));
      expect(early.scoreAt(atNs)).toEqual(logs[1]!.scoreAt(atNs));
    }
  });

  it('holds no more than it has room for, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 80 }), fc.nat(60), (commands, seconds) => {
        const log = createTransportLog({ capacity: 8 });
        for (const each of commands) {
          const nowNs = AT + seconds * SECOND;
          const outcome = log.merge(each, nowNs);
          expect(log.commands.length).toBeLessThanOrEqual(8);
          expect(log.pending(nowNs).length).toBeLessThanOrEqual(4);
          if (outcome === 'full') continue;
          expect(log.commands).toEqual(allOf(log.commands));
        }
      }),
    );
  });

  it('moves to another timeline, or takes another one’s commands', () => {
    const log = filled([command('PLAY', 0), command('TEMPO', 2, { bpm: 60 })], 16, AT);
    const before = beatAt(log.scoreAt(AT + 5 * SECOND), AT + 5 * SECOND);
    log.shift(-7.25e11);
    expect(beatAt(log.scoreAt(AT - 7.2e11), AT - 7.2e11)).toBe(before);
    log.shift(-1e12);
    expect(log.commands).toEqual([]);
    log.replace([command('PAUSE', 0, { beat: 9 })], AT);
    expect(log.scoreAt(AT)).toMatchObject({ run: 'paused', anchor: { beat: 9 } });
  });

  it.each([{ capacity: 7 }, { capacity: 8.5 }, { capacity: 257 }, { bpm: 0 }, { bpm: NaN }])(
    'cannot be made with %o',
    (options) => expect(() => createTransportLog(options)).toThrow(/: /),
  );
});
