import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatAt } from '../../src/conductor/beat-at.js';
import { bpmAt } from '../../src/conductor/beat-line.js';
import { newScore } from '../../src/conductor/new-score.js';
import { nextLoopStart, timeOfBeat } from '../../src/conductor/time-of-beat.js';
import { playing, runningScore, SECOND, sinceAnchorNs } from './scores.js';

const AT = 1e12;

describe('beatAt', () => {
  it('goes by the tempo from the anchor on, and holds before it', () => {
    const score = playing({ anchor: { atNs: AT, beat: 8, songNs: 0 } });
    expect(beatAt(score, AT - SECOND)).toBe(8);
    expect(beatAt(score, AT)).toBe(8);
    expect(beatAt(score, AT + SECOND)).toBe(10);
  });

  it.each(['stopped', 'paused'] as const)('holds while %s', (run) => {
    const score = playing({ run, anchor: { atNs: AT, beat: 3.25, songNs: 7 } });
    expect(beatAt(score, AT + 1e15)).toBe(3.25);
    expect(timeOfBeat(score, 4)).toBe(Infinity);
    expect(timeOfBeat(score, 3.25)).toBe(Infinity);
  });

  it('begins at beat 0 at rest in a new session', () => {
    expect(beatAt(newScore(), 5e12)).toBe(0);
    expect(bpmAt(newScore(98), 5e12)).toBe(98);
  });

  it('keeps the beat where the tempo changes, and goes on at the new one', () => {
    const score = playing({
      tempos: [
        { atNs: 0, bpm: 120 },
        { atNs: AT + SECOND, bpm: 60 },
        { atNs: AT + 3 * SECOND, bpm: 240 },
      ],
    });
    expect(beatAt(score, AT + SECOND)).toBe(2);
    expect(beatAt(score, AT + 2 * SECOND)).toBe(3);
    expect(beatAt(score, AT + 4 * SECOND)).toBe(8);
    expect(bpmAt(score, AT + SECOND - 1)).toBe(120);
    expect(bpmAt(score, AT + SECOND)).toBe(60);
  });

  it('takes the tempo that came last before the anchor', () => {
    const tempos = [
      { atNs: AT + 5, bpm: 100 },
      { atNs: AT - SECOND, bpm: 60 },
    ];
    expect(beatAt(playing({ tempos: tempos.slice(0, 1) }), AT + 60 * SECOND)).toBeCloseTo(100, 9);
    const early = [{ atNs: 0, bpm: 100 }, tempos[1]!];
    expect(beatAt(playing({ tempos: early }), AT + 60 * SECOND)).toBe(60);
  });

  it('goes round in a loop, runs into one that lies ahead and past one that lies behind', () => {
    const loop = { startBeat: 4, endBeat: 7 };
    const ahead = playing({ loop });
    expect([3, 6.5, 7, 9.5, 10, 13].map((beat) => beatAt(ahead, AT + beat * 5e8))).toEqual([
      3, 6.5, 4, 6.5, 4, 4,
    ]);
    const behind = playing({ loop, anchor: { atNs: AT, beat: 7, songNs: 0 } });
    expect(beatAt(behind, AT + 5e8)).toBe(8);
  });

  it('is within 1e-9 of a beat of the exact value after a day, wherever on the timeline', () => {
    const score = playing({
      anchor: { atNs: 8.9e15, beat: 0, songNs: 0 },
      tempos: [{ atNs: 0, bpm: 123.456 }],
    });
    const dayNs = 86_400 * SECOND;
    expect(beatAt(score, 8.9e15 + dayNs)).toBeCloseTo(177_776.64, 9);
  });

  it('never falls while there is no loop', () => {
    fc.assert(
      fc.property(
        runningScore(false),
        fc.array(sinceAnchorNs, { minLength: 2, maxLength: 20 }),
        (score, since) => {
          const beats = [...since]
            .sort((a, b) => a - b)
            .map((ns) => beatAt(score, score.anchor.atNs + ns));
          beats.reduce((before, beat) => {
            expect(beat).toBeGreaterThanOrEqual(before);
            return beat;
          });
        },
      ),
    );
  });

  it('has no step at a tempo change', () => {
    fc.assert(
      fc.property(runningScore(false), (score) => {
        for (const { atNs } of score.tempos) {
          expect(beatAt(score, atNs + 1) - beatAt(score, atNs - 1)).toBeLessThan(2e-8);
        }
      }),
    );
  });
});

describe('timeOfBeat', () => {
  it('is the inverse of beatAt, for the first time after the one that is asked from', () => {
    fc.assert(
      fc.property(runningScore(true), sinceAnchorNs, (score, since) => {
        const atNs = Math.floor(score.anchor.atNs + since);
        const beat = beatAt(score, atNs);
        // A time next to a loop's end may be a rounding away from its start.
        const { startBeat, endBeat } = score.loop ?? { startBeat: -1, endBeat: Infinity };
        fc.pre(endBeat - beat > 1e-6 && Math.abs(beat - startBeat) > 1e-6);
        const found = timeOfBeat(score, beat, atNs);
        expect(Math.abs(found - atNs)).toBeLessThanOrEqual(1);
        expect(timeOfBeat(score, beat)).toBeLessThanOrEqual(found);
        const again = beatAt(score, found);
        expect(Math.abs(again - beat)).toBeLessThan(1e-8);
      }),
      { numRuns: 500 },
    );
  });

  it('says Infinity for what is over or behind the loop', () => {
    const score = playing({ anchor: { atNs: AT, beat: 8, songNs: 0 } });
    expect(timeOfBeat(score, 7.999)).toBe(Infinity);
    expect(timeOfBeat(score, 8)).toBe(AT);
    expect(timeOfBeat(score, 9, AT + SECOND)).toBe(Infinity);
    const looped = { ...score, loop: { startBeat: 4, endBeat: 12 } };
    expect(timeOfBeat(looped, 12)).toBe(Infinity);
    expect(timeOfBeat(looped, 3)).toBe(Infinity);
    expect(timeOfBeat(looped, 4)).toBe(AT + 2 * SECOND);
    expect(timeOfBeat(looped, 9, AT + SECOND)).toBe(AT + 4.5 * SECOND);
    expect(timeOfBeat(looped, 9, AT + 20 * SECOND)).toBe(AT + 20.5 * SECOND);
  });

  it('takes a beat whose time was rounded to a nanosecond for being now', () => {
    const score = playing({ tempos: [{ atNs: 0, bpm: 133.7 }] });
    for (let beat = 1; beat < 500; beat++) {
      const atNs = Math.round(timeOfBeat(score, beat));
      expect(timeOfBeat(score, beat, atNs)).toBeGreaterThanOrEqual(atNs);
      expect(timeOfBeat(score, beat, atNs)).toBeLessThanOrEqual(atNs + 1);
      expect(timeOfBeat(score, beat, atNs + 10)).toBe(Infinity);
    }
  });
});

describe('nextLoopStart', () => {
  it('is when the beat goes back', () => {
    const score = playing({ loop: { startBeat: 4, endBeat: 7 } });
    expect(nextLoopStart(score, 0)).toBe(AT + 3.5 * SECOND);
    expect(nextLoopStart(score, AT + 3.5 * SECOND)).toBe(AT + 5 * SECOND);
    expect(nextLoopStart(score, AT + 3.5 * SECOND - 1)).toBe(AT + 3.5 * SECOND);
    expect(nextLoopStart(playing(), AT)).toBe(Infinity);
    expect(nextLoopStart({ ...score, run: 'stopped' }, AT)).toBe(Infinity);
  });
});
