import { InvalidArgumentError } from 'commander';

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/gy;

/** Reads `500ms`, `30s`, `2m`, `1m30s`, `1h` as milliseconds. A bare number is refused: nobody remembers its unit. */
export function parseDurationMs(text: string): number {
  let totalMs = 0;
  let read = 0;
  PART.lastIndex = 0;
  for (let part = PART.exec(text); part; part = PART.exec(text)) {
    totalMs += Number(part[1]) * MS_PER_UNIT[part[2]];
    read = PART.lastIndex;
  }
  if (read === 0 || read !== text.length) {
    throw new InvalidArgumentError(`Write a time with its unit, such as 30s, 500ms or 1m30s.`);
  }
  if (!(totalMs > 0)) throw new InvalidArgumentError(`Write a time of more than nothing.`);
  return totalMs;
}

/** The same, and a bare number counts seconds: for options whose name says so. */
export function parseSecondsMs(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  return parseDurationMs(text);
}

/** `0:07`, `12:34`, `1:02:03`. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
