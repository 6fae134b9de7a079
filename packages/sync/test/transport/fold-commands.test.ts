import { describe, expect, it } from 'vitest';
import { beatAt } from '../../src/conductor/beat-at.js';
import { formatPosition } from '../../src/conductor/format-position.js';
import { newScore } from '../../src/conductor/new-score.js';
import { positionAt } from '../../src/conductor/position.js';
import type { TransportCommand } from '../../src/transport/command.js';
import { foldCommands } from '../../src/transport/fold-commands.js';
import { allOf, AT, command, SECOND } from './commands.js';

const scoreAfter = (commands: readonly TransportCommand[], seconds: number) => {
  const atNs = AT + seconds * SECOND;
  const due = allOf(commands).filter(({ timestampNs }) => timestampNs <= atNs);
  return foldCommands(due, atNs, newScore());
};
const beatAfter = (commands: readonly TransportCommand[], seconds: number): number =>
  beatAt(scoreAfter(commands, seconds).score, AT + seconds * SECOND);
const placeAfter = (commands: readonly TransportCommand[], seconds: number): string =>
  formatPosition(positionAt(scoreAfter(commands, seconds).score, AT + seconds * SECOND));

describe('foldCommands', () => {
  it('is the opening score before any command', () => {
    expect(scoreAfter([], 0).score).toEqual(newScore());
  });

  it.each([
    ['PLAY', 'playing', 10],
    ['RECORD', 'recording', 10],
    ['PAUSE', 'paused', 8],
    ['STOP', 'stopped', 8],
  ] as const)('%s: %s, from its beat', (name, run, beat) => {
    const commands = [command(name, 0, { beat: 8, positionMs: 3000 })];
    expect(scoreAfter(commands, 1).score).toMatchObject({ run, anchor: { songNs: 3e9 } });
    expect(beatAfter(commands, 1)).toBe(beat);
  });

  it('resets bars and beats on stop', () => {
    const commands = [command('PLAY', 0), command('STOP', 5)];
    expect([4.75, 5, 9].map((s) => placeAfter(commands, s))).toEqual([
      '3.2.480',
      '1.1.000',
      '1.1.000',
    ]);
  });

  it('seeks without touching what runs', () => {
    const seek = command('SEEK', 2, { beat: 100 });
    expect(beatAfter([command('PLAY', 0), seek], 3)).toBe(102);
    expect(beatAfter([command('PAUSE', 0), seek], 3)).toBe(100);
    expect(scoreAfter([command('RECORD', 0), seek], 3).score.run).toBe('recording');
    expect(scoreAfter([seek], 3).score.run).toBe('stopped');
  });

  it('changes the tempo where the music is, whatever the command says of that', () => {
    const commands = [command('PLAY', 0), command('TEMPO', 2, { bpm: 60, beat: 55 })];
    expect([2, 3].map((s) => beatAfter(commands, s))).toEqual([4, 5]);
    expect(beatAfter([command('TEMPO', 2, { beat: 55 })], 9)).toBe(55);
  });

  it('keeps the tempo of the last TEMPO through what comes after', () => {
    const tempo = command('TEMPO', 0, { bpm: 60, signature: [3, 4] });
    const late = command('PLAY', 1, { bpm: 90, signature: [5, 4] });
    expect(scoreAfter([tempo, late], 2)).toMatchObject({
      signature: [3, 4],
      score: { tempos: [{ bpm: 60 }], signatures: [{ beat: 0, numerator: 3 }] },
    });
    expect(scoreAfter([late], 2).score.tempos).toEqual([{ atNs: AT + SECOND, bpm: 90 }]);
  });

  it('lets the higher sender id win at one time, and of one peer the STOP', () => {
    const a = command('PLAY', 0, { peer: 7 });
    const b = command('PAUSE', 0, { peer: 9, beat: 3 });
    expect(scoreAfter([b, a], 0).score.run).toBe('paused');
    expect(scoreAfter([a, command('STOP', 0, { peer: 7 })], 0).score.run).toBe('stopped');
    const tempos = [80, 90].map((bpm, i) => command('TEMPO', 1, { peer: 9 - i, bpm }));
    expect(scoreAfter([a, ...tempos], 1).score.tempos.at(-1)).toMatchObject({ bpm: 80 });
  });

  describe('changes the signature', () => {
    const waltz = (seconds: number) => command('TEMPO', seconds, { signature: [3, 4] });

    it('at the next bar line', () => {
      const commands = [command('PLAY', 0), waltz(0.75)];
      expect([1.75, 2, 3.25, 3.5].map((s) => placeAfter(commands, s))).toEqual([
        '1.4.480',
        '2.1.000',
        '2.3.480',
        '3.1.000',
      ]);
    });

    it('at once on a bar line', () => {
      const commands = [command('PLAY', 0), waltz(2)];
      expect(placeAfter(commands, 3.5)).toBe('3.1.000');
      expect(scoreAfter([command('STOP', 0), waltz(1)], 1).score.signatures).toEqual([
        { beat: 0, numerator: 3, denominator: 4 },
      ]);
    });

    it('to the last one that was said before the line', () => {
      const back = command('TEMPO', 1.5, { signature: [4, 4] });
      expect(placeAfter([command('PLAY', 0), waltz(1), back], 4)).toBe('3.1.000');
      const five = command('TEMPO', 1.5, { signature: [5, 4] });
      expect(placeAfter([command('PLAY', 0), waltz(1), five], 4.5)).toBe('3.1.000');
    });

    it('for good where a loop is gone through', () => {
      const play = command('PLAY', 0, { loop: [0, 8] });
      const commands = [play, waltz(1)];
      // From beat 4 on in threes, and from the start of the loop too: after beat 7 and after beats 3 and 6.
      expect([3.5, 4, 5.5, 7].map((s) => placeAfter(commands, s))).toEqual([
        '3.1.000',
        '1.1.000',
        '2.1.000',
        '3.1.000',
      ]);
      const due = scoreAfter(commands, 3);
      expect(due.untilNs).toBe(AT + 4 * SECOND);
      expect(scoreAfter(commands, 4).untilNs).toBe(Infinity);
      expect(beatAfter(commands, 5)).toBe(2);
    });

    it('at the start of a loop that ends before the next bar line', () => {
      const play = command('PLAY', 0, { loop: [0, 4] });
      const commands = [play, waltz(1), command('TEMPO', 1.5, { signature: [3, 4], bpm: 60 })];
      expect([1.75, 2, 2.5].map((s) => placeAfter(commands, s))).toEqual([
        '1.4.240',
        '1.4.480',
        '1.1.000',
      ]);
      expect(placeAfter(commands, 5.5)).toBe('2.1.000');
    });
  });

  it('goes round from where the music is when the loop comes, and on when it ends', () => {
    const commands = [
      command('PLAY', 0),
      command('TEMPO', 1, { loop: [0, 4] }),
      command('TEMPO', 5, { loop: [0, 0] }),
    ];
    expect([1, 2, 2.5, 5, 7].map((s) => beatAfter(commands, s))).toEqual([2, 0, 1, 2, 6]);
    const kept = [command('PLAY', 0, { loop: [0, 4] }), command('PLAY', 1)];
    expect(scoreAfter(kept, 2).score.loop).toEqual({ startBeat: 0, endBeat: 4 });
  });
});
