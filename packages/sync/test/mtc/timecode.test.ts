import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameNs, mtcRates } from '../../src/mtc/rate.js';
import { frameOfTimecode, framesPerDay, timecodeOfFrame } from '../../src/mtc/timecode.js';

const MIDNIGHT = { hours: 0, minutes: 0, seconds: 0, frames: 0 };

function text(frame: number, rate: (typeof mtcRates)[number]): string {
  const { hours, minutes, seconds, frames } = timecodeOfFrame(frame, rate);
  return [hours, minutes, seconds, frames].map((n) => String(n).padStart(2, '0')).join(':');
}

describe('timecode', () => {
  it('drops two numbers a minute but every tenth', () => {
    expect(text(1799, 29.97)).toBe('00:00:59:29');
    expect(text(1800, 29.97)).toBe('00:01:00:02');
    expect(text(17_981, 29.97)).toBe('00:09:59:29');
    expect(text(17_982, 29.97)).toBe('00:10:00:00');
    expect(text(107_892, 29.97)).toBe('01:00:00:00');
    expect(framesPerDay(29.97)).toBe(2_589_408);
    expect(text(2_589_407, 29.97)).toBe('23:59:59:29');
    expect(text(-1, 25)).toBe('23:59:59:24');
    expect(text(90_000, 25)).toBe('01:00:00:00');
  });

  it('keeps drop-frame within 90 ms of the clock for a day', () => {
    expect(Math.abs(framesPerDay(29.97) * frameNs(29.97) - 86_400e9)).toBeLessThan(90e6);
  });

  it.each(mtcRates)(
    'is a bijection over 24 hours at %d, in order and without dropped numbers',
    (rate) => {
      const timecode = { ...MIDNIGHT };
      let last = -1;
      let wrong = 0;
      for (let frame = 0; frame < framesPerDay(rate); frame++) {
        const { hours, minutes, seconds, frames } = timecodeOfFrame(frame, rate, timecode);
        const asNumber = ((hours * 60 + minutes) * 60 + seconds) * 30 + frames;
        const isDropped = rate === 29.97 && seconds === 0 && frames < 2 && minutes % 10 !== 0;
        if (asNumber <= last || isDropped || frameOfTimecode(timecode, rate) !== frame) wrong++;
        last = asNumber;
      }
      expect(wrong).toBe(0);
    },
  );

  it('knows which timecodes exist', () => {
    expect(frameOfTimecode({ ...MIDNIGHT, minutes: 1, frames: 1 }, 29.97)).toBe(-1);
    expect(frameOfTimecode({ ...MIDNIGHT, minutes: 1, frames: 2 }, 29.97)).toBe(1800);
    expect(frameOfTimecode({ ...MIDNIGHT, minutes: 10, frames: 1 }, 29.97)).toBe(17_983);
    expect(frameOfTimecode({ ...MIDNIGHT, minutes: 1, frames: 1 }, 30)).toBe(1801);
    for (const wrong of [
      { hours: 24 },
      { minutes: 60 },
      { seconds: 60 },
      { frames: 25 },
      { frames: -1 },
    ]) {
      expect(frameOfTimecode({ ...MIDNIGHT, ...wrong }, 25)).toBe(-1);
    }
  });

  it('takes days off', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...mtcRates),
        fc.nat(2_000_000),
        fc.integer({ min: -3, max: 3 }),
        (rate, frame, days) => {
          const there = timecodeOfFrame(frame + days * framesPerDay(rate), rate);
          expect(frameOfTimecode(there, rate)).toBe(frame);
        },
      ),
    );
  });
});
