import { newScore, type Score } from '@jamnet/sync';
import { describe, expect, it } from 'vitest';
import { nextClick } from '../../src/engine/click-times.js';

const S = 1e9;

function playing(changes: Partial<Score> = {}, bpm = 120): Score {
  return {
    ...newScore(bpm),
    run: 'playing',
    anchor: { atNs: 10 * S, beat: 0, songNs: 0 },
    tempos: [{ atNs: 0, bpm }],
    ...changes,
  };
}

/** All clicks of a stretch: seconds after the anchor, with ' for those that begin a bar. */
function clicks(score: Score, fromS: number, untilS: number): string[] {
  const found: string[] = [];
  let fromNs = (10 + fromS) * S;
  const untilNs = (10 + untilS) * S;
  for (let tries = 0; tries < 10_000; tries++) {
    const click = nextClick(score, fromNs, untilNs);
    if (click === undefined) return found;
    expect(click.atNs).toBeGreaterThanOrEqual(fromNs);
    expect(click.atNs).toBeLessThan(untilNs);
    const seconds = Number(((click.atNs - 10 * S) / S).toFixed(6));
    found.push(`${seconds}${click.accent ? "'" : ''}`);
    fromNs = click.atNs + 1000;
  }
  throw new Error('there is no end of clicks');
}

const signature = (beat: number, numerator: number, denominator: number) => ({
  beat,
  numerator,
  denominator,
});

describe('clicks of a score', () => {
  it('are one a beat, an accent a bar, in 4/4', () => {
    expect(clicks(playing(), 0, 2.6)).toEqual(["0'", '0.5', '1', '1.5', "2'", '2.5']);
    expect(clicks(playing(), 0.5000001, 2)).toEqual(['1', '1.5']);
  });

  it('are three a bar in 3/4', () => {
    const score = playing({ signatures: [signature(0, 3, 4)] });
    expect(clicks(score, 0, 2.1)).toEqual(["0'", '0.5', '1', "1.5'", '2']);
  });

  it('are six eighths a bar in 6/8', () => {
    const score = playing({ signatures: [signature(0, 6, 8)] });
    expect(clicks(score, 0, 1.8)).toEqual([
      "0'",
      '0.25',
      '0.5',
      '0.75',
      '1',
      '1.25',
      "1.5'",
      '1.75',
    ]);
  });

  it('follow a tempo that changes amid a bar', () => {
    const tempos = [
      { atNs: 0, bpm: 120 },
      { atNs: 10.75 * S, bpm: 60 },
    ];
    // Beat 1.5 is at 0.75 s; from there a beat takes a second.
    expect(clicks(playing({ tempos }), 0, 4)).toEqual(["0'", '0.5', '1.25', '2.25', "3.25'"]);
  });

  it('follow a signature that changes at a bar line', () => {
    const signatures = [signature(0, 4, 4), signature(4, 6, 8)];
    expect(clicks(playing({ signatures }), 1.4, 3.6)).toEqual([
      '1.5',
      "2'",
      '2.25',
      '2.5',
      '2.75',
      '3',
      '3.25',
      "3.5'",
    ]);
  });

  it('begin a bar where a signature cuts one short', () => {
    const signatures = [signature(0, 4, 4), signature(2.5, 3, 4)];
    expect(clicks(playing({ signatures }), 0, 2.9)).toEqual([
      "0'",
      '0.5',
      '1',
      "1.25'",
      '1.75',
      '2.25',
      "2.75'",
    ]);
  });

  it('are found from just behind a beat on', () => {
    const score = playing();
    for (const behindNs of [1, 100, 250, 400, 1000]) {
      const click = nextClick(score, 10.5 * S + behindNs, 12 * S);
      // So near that the beat counts as being now, or the next one.
      expect([10.5 * S + behindNs, 11 * S]).toContain(click?.atNs);
      expect(click?.atNs === 11 * S).toBe(behindNs > 7);
    }
  });

  it('go round in a loop', () => {
    const score = playing({ loop: { startBeat: 4, endBeat: 6 } });
    expect(clicks(score, 1.4, 4.1)).toEqual(['1.5', "2'", '2.5', "3'", '3.5', "4'"]);
  });

  it('go round in a loop that begins and ends off the beat', () => {
    const score = playing({ loop: { startBeat: 0.5, endBeat: 2.5 } });
    // Beats 0, 1, 2, and then 1 and 2 again and again, a quarter of a second behind the start.
    expect(clicks(score, 0, 3)).toEqual(["0'", '0.5', '1', '1.5', '2', '2.5']);
  });

  it('are none while nothing runs, before the start, and in an empty stretch', () => {
    expect(clicks(playing({ run: 'paused' }), 0, 5)).toEqual([]);
    expect(clicks(playing({ run: 'stopped' }), 0, 5)).toEqual([]);
    expect(clicks(playing(), -5, 0)).toEqual([]);
    expect(clicks(playing(), -5, 0.1)).toEqual(["0'"]);
    expect(nextClick(playing(), 12 * S, 12 * S)).toBeUndefined();
    expect(nextClick(playing(), 12 * S, 11 * S)).toBeUndefined();
  });

  it('start amid a bar where the music does', () => {
    const score = playing({ anchor: { atNs: 10 * S, beat: 6.5, songNs: 0 } });
    expect(clicks(score, 0, 1.3)).toEqual(['0.25', "0.75'", '1.25']);
  });

  it('are found at the fastest tempo and where times are not known', () => {
    const fast = clicks(playing({}, 1000), 0, 0.3);
    expect(fast).toEqual(["0'", '0.06', '0.12', '0.18', "0.24'"]);
    expect(nextClick(playing({}, 1000), NaN, 20 * S)).toBeUndefined();
    expect(nextClick(playing({}, 0), 10 * S, 20 * S)).toBeUndefined();
  });

  it('are as many after hours as at the start', () => {
    const score = playing({}, 123.456);
    const count = clicks(score, 36_000, 36_060).length;
    expect(Math.abs(count - 123.456)).toBeLessThan(1);
  });
});
