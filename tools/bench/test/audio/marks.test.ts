import { expect, test } from 'vitest';
import { createMarkJudge, markSample } from '../../src/audio/marks.js';

const CHUNK = 4;
const frames = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => markSample(from + i) / 2 ** 23);

function judged(heard: readonly number[], countFrom = 0, countTo = Infinity) {
  const judge = createMarkJudge(CHUNK, countFrom, countTo);
  // In pieces that are no chunks.
  for (let i = 0; i < heard.length; i += 3)
    judge.take(Float32Array.from(heard.slice(i, i + 3)), Math.min(3, heard.length - i));
  return judge.tally;
}

test('chunks that are heard as they were played are exact, whatever silence comes first', () => {
  const tally = judged([0, 0, 0, 0, 0, ...frames(0, 40)]);
  expect(tally).toMatchObject({ chunks: 10, exactChunks: 10, gaps: 0, silentFrames: 0 });
});

test('a wrong frame spoils its chunk, and chunks in a row are one gap', () => {
  const heard = frames(0, 40);
  heard[5] = 0.7;
  heard[8] = 0.7;
  heard[12] = 0.7;
  heard[38] = 0;
  heard[39] = 0;
  const tally = judged(heard);
  expect(tally).toEqual({
    chunks: 10,
    exactChunks: 6,
    silentFrames: 1,
    gaps: 2,
    longestGap: 3,
    moves: 0,
  });
});

test('a chunk that is heard from its middle on counts as one that is not exact', () => {
  expect(judged(frames(2, 12))).toMatchObject({ chunks: 3, exactChunks: 2 });
});

test('what lies outside what counts does not count', () => {
  const heard = frames(0, 40);
  heard[1] = 0.7;
  heard[36] = 0;
  expect(judged(heard, 4, 36)).toMatchObject({ chunks: 8, exactChunks: 8, silentFrames: 0 });
});

test('a listener who goes on from another place is followed, and that is counted', () => {
  const back = judged([...frames(0, 20), 0.7, 0.6, ...frames(14, 40)]);
  expect(back).toMatchObject({ moves: 1, silentFrames: 0 });
  const ahead = judged([...frames(0, 20), 0.7, ...frames(30, 60)]);
  expect(ahead).toMatchObject({ moves: 1 });
  expect(ahead.exactChunks).toBeGreaterThanOrEqual(5 + 7);
});
