import { progressBar } from './progress-bar.js';

/** What a meter shows as its lower end, dB of full scale. */
const LOWEST_DB = -60;

/** A meter `width` columns wide. */
export function levelMeter(levelDb: number, width: number): { gone: string; left: string } {
  return progressBar(1 - levelDb / LOWEST_DB, width);
}

/** `-12.3 dB`, and nothing for silence. */
export function levelText(levelDb: number): string {
  return Number.isFinite(levelDb) ? `${levelDb.toFixed(1).replace('-', '−')} dB` : 'silent';
}
