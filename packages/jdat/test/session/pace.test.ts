import { expect, it } from 'vitest';
import { createPace, type Pace } from '../../src/session/pace.js';

const RATE = 1000;

function lay(pace: Pace, from: number, frames: number): { places: Float64Array; next: number } {
  const places = new Float64Array(frames);
  return { places, next: pace.lay(from, frames, places) };
}

it('takes one frame after the other until it is told otherwise', () => {
  const pace = createPace(RATE);
  const { places, next } = lay(pace, 5, 3);
  expect([...places, next]).toEqual([5, 6, 7, 8]);
  expect(pace).toMatchObject({ corrects: false, ratio: 1 });
});

it('glides to another pace by at most 10 ppm a second, and stays there', () => {
  const pace = createPace(RATE);
  pace.aim(50);
  expect(pace.corrects).toBe(true);
  let at = 0;
  for (let second = 1; second <= 5; second++) {
    at = lay(pace, at, RATE).next;
    expect((pace.ratio - 1) * 1e6).toBeCloseTo(10 * second, 1);
  }
  at = lay(pace, at, 3 * RATE).next;
  expect((pace.ratio - 1) * 1e6).toBeCloseTo(50, 3);
  // The area under the glide.
  expect(at - 8 * RATE).toBeCloseTo((5 * RATE * 25 + 3 * RATE * 50) * 1e-6, 3);
});

it('goes back to whole places without a jump, and corrects no more', () => {
  const pace = createPace(RATE);
  pace.aim(20);
  let at = lay(pace, 0, 20 * RATE).next;
  expect(at % 1).not.toBe(0);
  pace.settle();
  let blocks = 0;
  let [most, last] = [0, at - 1];
  while (pace.corrects && blocks++ < 10_000) {
    const { places, next } = lay(pace, at, 100);
    for (const place of places) {
      most = Math.max(most, Math.abs(place - last - 1));
      last = place;
    }
    at = next;
  }
  most = Math.max(most, Math.abs(at - last - 1));
  expect(most).toBeLessThan(25e-6);
  expect(pace).toMatchObject({ corrects: false, ratio: 1 });
  expect(Number.isInteger(at)).toBe(true);
});

it('begins anew at once', () => {
  const pace = createPace(RATE);
  pace.aim(-100);
  lay(pace, 0, RATE);
  pace.reset();
  expect(pace).toMatchObject({ corrects: false, ratio: 1 });
  expect(lay(pace, 7, 2).next).toBe(9);
});
