import { createFeed, START_NS } from './feed.js';
import type { AudioReceiveOptions } from '../../src/receive-options.js';

export interface OneClockOptions {
  readonly seconds: number;
  readonly chunkFrames: number;
  readonly readFrames: number;
  readonly receive?: AudioReceiveOptions;
  /** From when a chunk has been recorded until it comes; NaN for never. */
  wayNs(chunk: number, recordedNs: number): number;
  /** The delay that is asked for from a second on, milliseconds; null = the least. */
  readonly keeps?: Readonly<Record<number, number | null>>;
}

export interface OneClockListener {
  readonly concealed: number;
  readonly held: number;
  /** Times that the reader went closer or further by itself. */
  readonly moves: number;
  readonly delayMs: number;
  /** Frames held by the end of each second. */
  readonly heldBySecond: readonly number[];
  readonly delaysMs: readonly number[];
}

const FIRST_READ_NS = 9e6;

/** A sender and a reader on one clock, message by message in the order in which they come. */
export function listenOnOneClock(options: OneClockOptions): OneClockListener {
  const { seconds, chunkFrames, readFrames, wayNs, receive } = options;
  const feed = createFeed(receive === undefined ? {} : { receive });
  const chunkNs = (chunkFrames * 1e9) / 48_000;
  const readNs = (readFrames * 1e9) / 48_000;
  const messages = Array.from({ length: Math.ceil((seconds * 1e9) / chunkNs) }, (_, chunk) => {
    const recordedNs = (chunk + 1) * chunkNs;
    return { chunk, atNs: recordedNs + wayNs(chunk, recordedNs) };
  })
    .filter(({ atNs }) => !Number.isNaN(atNs))
    .sort((a, b) => a.atNs - b.atNs);
  const out = new Float32Array(readFrames);
  const heldBySecond: number[] = [];
  const delaysMs: number[] = [];
  let next = 0;
  let moves = 0;
  let skipped = 0;
  let seen = 0;
  for (let read = 0; FIRST_READ_NS + read * readNs < seconds * 1e9; read++) {
    const nowNs = FIRST_READ_NS + read * readNs;
    const second = Math.floor(nowNs / 1e9);
    const keep = second > seen ? options.keeps?.[second] : undefined;
    seen = second;
    if (keep !== undefined) feed.player.playout.keep(keep === null ? undefined : keep * 1e6);
    for (; next < messages.length && messages[next].atNs <= nowNs; next++) {
      const { chunk, atNs } = messages[next];
      feed.put(chunk * chunkFrames, chunkFrames, START_NS + atNs);
    }
    feed.player.pull(out, readFrames, START_NS + nowNs);
    if (feed.counters.skipped !== skipped) moves++;
    skipped = feed.counters.skipped;
    heldBySecond[second] = feed.counters.held;
    delaysMs[second] = feed.player.live.delayMs;
  }
  const { concealed, held } = feed.counters;
  return { concealed, held, moves, delayMs: feed.player.live.delayMs, heldBySecond, delaysMs };
}
