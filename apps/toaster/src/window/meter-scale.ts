/** Lower end of a meter, dB of full scale. In the window's style sheet its colours change at −9 and −0.5 dB, 83.3 % and 99 % of its length. */
const LOWEST_DB = -54;
/** A meter goes up at once and down by so much with each state: fast enough for a drum, slow enough for an eye. */
const FALL = 0.045;

/** Where on a meter a peak stands, 0 to 1; both are shares, of full scale and of the meter's length. */
export function meterPosition(peak: number): number {
  return peak <= 0 ? 0 : dbPosition(20 * Math.log10(peak));
}

export function dbPosition(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / LOWEST_DB));
}

/** Where the meter stands after `peak`, when it stood at `before`; 0 to 1. */
export function meterAfter(before: number, peak: number): number {
  return Math.max(meterPosition(peak), before - FALL, 0);
}
