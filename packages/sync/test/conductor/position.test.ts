import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barLineFrom, beatOfBar, placeInBars, signatureAt } from '../../src/conductor/bars.js';
import { formatPosition, parsePosition } from '../../src/conductor/format-position.js';
import { midiClocksAt, positionAt } from '../../src/conductor/position.js';
import { samplesAt, songNsAt } from '../../src/conductor/song-time.js';
import { timeOfBeat } from '../../src/conductor/time-of-beat.js';
import { playing, runningScore, SECOND, signatures, sinceAnchorNs } from './scores.js';

const AT = 1e12;
const map = [
  { beat: 0, numerator: 4, denominator: 4 },
  { beat: 8, numerator: 7, denominator: 8 },
  { beat: 13, numerator: 3, denominator: 4 },
];
const place = (beat: number, of = map): string => {
  const out = { bar: 0, beatInBar: 0, tick: 0 };
  placeInBars(of, beat, out);
  return formatPosition(out);
};

describe('bars', () => {
  it.each([
    [0, '1.1.000'],
    [0.5, '1.1.480'],
    [7.999, '2.4.959'],
    [8, '3.1.000'],
    [8.25, '3.1.240'],
    [11.5, '4.1.000'],
    [12.75, '4.3.240'],
    // Cut short: a change of the signature begins a bar.
    [13, '5.1.000'],
    [16, '6.1.000'],
    [-1, '0.4.000'],
    [-4.5, '-1.4.480'],
  ])('beat %d is %s', (beat, text) => {
    expect(place(beat)).toBe(text);
    expect(parsePosition(text, map)).toBeCloseTo(beat, 2);
  });

  it('take a beat that is nearly there for reached', () => {
    expect(place(8 - 1e-8)).toBe('3.1.000');
    expect(place(4 - 1e-8)).toBe('2.1.000');
    expect(place(4 - 1e-7)).toBe('1.4.959');
  });

  it('follow one another without gap, each beginning on its first beat', () => {
    fc.assert(
      fc.property(signatures, fc.integer({ min: 1, max: 300 }), (of, bar) => {
        const beat = beatOfBar(of, bar);
        const next = beatOfBar(of, bar + 1);
        expect(next).toBeGreaterThan(beat);
        expect(place(beat, of)).toBe(`${bar}.1.000`);
        expect(place(next, of)).toBe(`${bar + 1}.1.000`);
        const out = { bar: 0, beatInBar: 0, tick: 0 };
        placeInBars(of, next - 1e-6, out);
        expect(out.bar).toBe(bar);
        expect(out.beatInBar).toBeLessThanOrEqual(signatureAt(of, beat).numerator);
        expect(barLineFrom(of, beat)).toBeCloseTo(beat, 9);
        expect(barLineFrom(of, beat + 1e-6)).toBeCloseTo(next, 9);
      }),
    );
  });

  it('only go forward', () => {
    fc.assert(
      fc.property(runningScore(false), sinceAnchorNs, sinceAnchorNs, (score, a, b) => {
        const early = positionAt(score, score.anchor.atNs + Math.min(a, b));
        const late = positionAt(score, score.anchor.atNs + Math.max(a, b));
        const rank = (p: typeof early): number => (p.bar * 1000 + p.beatInBar) * 10_000 + p.tick;
        expect(rank(late)).toBeGreaterThanOrEqual(rank(early));
      }),
    );
  });
});

describe('positionAt', () => {
  it('fills what it is given', () => {
    const score = playing({ anchor: { atNs: AT, beat: 8, songNs: 4e9 }, signatures: map });
    const out = positionAt(score, 0);
    expect(out).toEqual({ running: false, beat: 8, songNs: 4e9, bar: 3, beatInBar: 1, tick: 0 });
    expect(positionAt(score, AT + SECOND, out)).toBe(out);
    expect(out).toEqual({ running: true, beat: 10, songNs: 5e9, bar: 3, beatInBar: 5, tick: 0 });
  });

  it('is in the new bar at the rounded time of its line', () => {
    const score = playing({ tempos: [{ atNs: 0, bpm: 171.3 }] });
    for (let bar = 1; bar <= 400; bar++) {
      const atNs = Math.floor(timeOfBeat(score, beatOfBar(score.signatures, bar)));
      expect(formatPosition(positionAt(score, atNs))).toBe(`${bar}.1.000`);
    }
  });

  it('counts MIDI clocks', () => {
    const score = playing();
    expect([0, 1, 23.999, 24].map((clock) => midiClocksAt(score, AT + (clock * 5e8) / 24))).toEqual(
      [0, 1, 23, 24],
    );
  });
});

describe('song time', () => {
  it('adds what ran to the anchor, and holds at rest', () => {
    const score = playing({ anchor: { atNs: AT, beat: 3, songNs: 5e8 } });
    expect(songNsAt(score, AT - 1)).toBe(5e8);
    expect(songNsAt(score, AT + 1)).toBe(5e8 + 1);
    expect(songNsAt({ ...score, run: 'paused' }, AT + SECOND)).toBe(5e8);
  });

  it('begins each pass of a loop with the same time', () => {
    const loop = { startBeat: 4, endBeat: 8 };
    const ahead = playing({ loop });
    expect([2, 3.9, 4, 5, 6].map((s) => songNsAt(ahead, AT + s * SECOND))).toEqual(
      [2, 3.9, 2, 3, 2].map((s) => s * SECOND),
    );
    const inside = playing({ loop, anchor: { atNs: AT, beat: 6, songNs: 3e9 } });
    expect(songNsAt(inside, AT + SECOND)).toBe(2e9);
    const early = playing({ loop, anchor: { atNs: AT, beat: 6, songNs: 0 } });
    expect(songNsAt(early, AT + SECOND)).toBe(0);
  });

  it('is counted in samples, to the sample', () => {
    for (const rate of [44_100, 48_000, 192_000]) {
      const score = playing();
      for (const sample of [0, 1, 7, 44_101, 16_588_799_999]) {
        const atNs = AT + Math.round((sample * 1e9) / rate);
        expect(samplesAt(score, atNs, rate)).toBe(sample);
        expect(samplesAt(score, atNs - 2, rate)).toBe(Math.max(0, sample - 1));
      }
    }
  });
});

describe('parsePosition', () => {
  it.each([
    '',
    'x',
    '1.0',
    '1.5',
    '3.8',
    '1.1.960',
    '4.4.000',
    '1..2',
    '1.1.1.1',
    '99999999',
    '1e3',
  ])('refuses %j', (text) => expect(parsePosition(text, map)).toBeUndefined());
  it('reads a bar alone, and a bar and a beat', () => {
    expect(parsePosition(' 3 ', map)).toBe(8);
    expect(parsePosition('3.2', map)).toBe(8.5);
  });
});
