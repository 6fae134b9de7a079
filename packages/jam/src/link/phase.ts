/** How far `a` is ahead of `b` in phase, quarter notes: from minus half a quantum to half of one. */
export function phaseApart(a: number, b: number, quantum: number): number {
  const apart = a - b;
  return apart - quantum * Math.round(apart / quantum);
}

export const LEAST_BPM = 20;
export const MOST_BPM = 999;

/** Link's tempo: whole microseconds a beat. NaN for one that Link does not have. */
export function usPerBeatOf(bpm: number): number {
  return bpm >= LEAST_BPM && bpm <= MOST_BPM ? Math.round(60e6 / bpm) : NaN;
}
