import { expect, it } from 'vitest';
import { createDelayMoves } from '../../src/session/delay-moves.js';

const SECOND = 1e9;
const MS = 1e6;

it('goes closer soon for much only, later for less, and looks every two seconds', () => {
  const moves = createDelayMoves();
  expect(moves.isDue(0)).toBe(false);
  moves.begun(0);
  expect(moves.isDue(1.9 * SECOND)).toBe(false);
  expect(moves.isDue(2 * SECOND)).toBe(true);
  expect(moves.isDue(2.1 * SECOND)).toBe(false);
  expect(moves.goesCloser(10 * MS, 1.9 * MS, 2 * SECOND)).toBe(false);
  expect(moves.goesCloser(10 * MS, 2.1 * MS, 2 * SECOND)).toBe(true);
  expect(moves.goesCloser(10 * MS, 0.6 * MS, 11 * SECOND)).toBe(true);
  expect(moves.goesCloser(10 * MS, 0.4 * MS, 11 * SECOND)).toBe(false);
  expect(moves.goesCloser(10 * MS, NaN, 11 * SECOND)).toBe(false);
});

it('leaves the delay alone for longer and longer where it had to grow again soon', () => {
  const moves = createDelayMoves();
  moves.begun(0);
  let atNs = 20 * SECOND;
  for (const patience of [40, 160, 600, 600]) {
    expect(moves.goesCloser(10 * MS, 5 * MS, atNs)).toBe(true);
    moves.begun(atNs);
    atNs += 10 * SECOND;
    moves.grow(100, 10 * MS, atNs);
    expect(moves.goesCloser(10 * MS, 50 * MS, atNs + (patience - 1) * SECOND)).toBe(false);
    atNs += patience * SECOND;
  }
  // To grow long after it went closer is no reason.
  expect(moves.goesCloser(10 * MS, 5 * MS, atNs)).toBe(true);
  moves.begun(atNs);
  moves.grow(100, 10 * MS, atNs + 31 * SECOND);
  expect(moves.goesCloser(10 * MS, 5 * MS, atNs + 631 * SECOND)).toBe(true);
});

it('does not regret to have gone closer where less than half of it is given back', () => {
  const moves = createDelayMoves();
  moves.begun(0);
  expect(moves.goesCloser(60 * MS, 36 * MS, 2 * SECOND)).toBe(true);
  moves.begun(2 * SECOND);
  moves.grow(100, 41 * MS, 6 * SECOND);
  expect(moves.goesCloser(41 * MS, 30 * MS, 8 * SECOND)).toBe(true);
  moves.begun(8 * SECOND);
  // In steps, until it is more than half.
  moves.grow(100, 25 * MS, 10 * SECOND);
  moves.grow(100, 27 * MS, 12 * SECOND);
  expect(moves.goesCloser(27 * MS, 10 * MS, 14 * SECOND)).toBe(false);
  expect(moves.goesCloser(27 * MS, 10 * MS, 52 * SECOND)).toBe(true);
});

it('forgets what it regretted once it has gone closer and nothing has undone that', () => {
  const moves = createDelayMoves();
  moves.begun(0);
  expect(moves.goesCloser(10 * MS, 5 * MS, 0)).toBe(true);
  moves.grow(100, 10 * MS, SECOND);
  expect(moves.goesCloser(10 * MS, 5 * MS, 41 * SECOND)).toBe(true);
  expect(moves.goesCloser(5 * MS, 2 * MS, 72 * SECOND)).toBe(true);
  moves.begun(72 * SECOND);
  moves.grow(100, 3.5 * MS, 103 * SECOND);
  expect(moves.goesCloser(3.5 * MS, 3 * MS, 104 * SECOND)).toBe(true);
});

it('owes what is to be waited for until it has been, for a second at most', () => {
  const moves = createDelayMoves();
  moves.begun(0);
  expect(moves.owed(0)).toBe(0);
  moves.grow(100, 10 * MS, SECOND);
  expect(moves.owed(1.5 * SECOND)).toBe(100);
  moves.waited(30);
  expect(moves.owed(1.9 * SECOND)).toBe(70);
  expect(moves.owed(2 * SECOND)).toBe(0);
  moves.grow(10, 10 * MS, 3 * SECOND);
  moves.waited(20);
  expect(moves.owed(3.1 * SECOND)).toBe(0);
});
