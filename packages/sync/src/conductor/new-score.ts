import type { Score } from './score.js';

/** What a session starts from: stopped at beat 0, in 4/4. @param bpm quarter notes per minute @default 120 */
export function newScore(bpm = 120): Score {
  return {
    run: 'stopped',
    anchor: { atNs: 0, beat: 0, songNs: 0 },
    tempos: [{ atNs: 0, bpm }],
    signatures: [{ beat: 0, numerator: 4, denominator: 4 }],
    loop: null,
  };
}
