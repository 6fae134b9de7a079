import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { formatClock, parseDurationMs, parseSecondsMs } from '../../src/options/duration.js';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['2m', 120_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['0.5s', 500],
    ['1s250ms', 1_250],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', '30', 's', '30 s', '30sec', '-5s', '1e3s', '30s!', '١s'])(
    '%j is refused',
    (text) => {
      expect(() => parseDurationMs(text)).toThrow(InvalidArgumentError);
    },
  );

  it('no time at all is refused for what it is', () => {
    expect(() => parseDurationMs('0s')).toThrow(/more than nothing/);
  });

  it('may be bare seconds where the option says so', () => {
    expect(parseSecondsMs('5')).toBe(5_000);
    expect(parseSecondsMs('1.5')).toBe(1_500);
    expect(parseSecondsMs('250ms')).toBe(250);
    expect(() => parseSecondsMs('song.mid')).toThrow(InvalidArgumentError);
  });
});

it('a clock shows minutes, and hours when there are any', () => {
  expect(formatClock(0)).toBe('0:00');
  expect(formatClock(7_999)).toBe('0:07');
  expect(formatClock(754_000)).toBe('12:34');
  expect(formatClock(3_723_000)).toBe('1:02:03');
  expect(formatClock(-5)).toBe('0:00');
});
