import type { Score } from '../../src/conductor/score.js';

/** Playing from beat 0 at time 0 at 120 bpm, with what a test wants otherwise. */
export function scoreOf(change: Partial<Score> = {}): Score {
  return {
    run: 'playing',
    anchor: { atNs: 0, beat: 0, songNs: 0 },
    tempos: [{ atNs: 0, bpm: 120 }],
    signatures: [{ beat: 0, numerator: 4, denominator: 4 }],
    loop: null,
    ...change,
  };
}
