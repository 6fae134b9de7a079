import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { checkCodings, checkReceiveOptions } from '../src/check-options.js';
import { pcmCoding } from '../src/v1/pcm-coding.js';

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(JamError);
    expect((error as JamError).code).toBe('bad-option');
    return (error as JamError).message;
  }
  return '';
};

describe('options of the receiving half', () => {
  it('have the defaults that the README names', () => {
    expect(checkReceiveOptions({})).toEqual({
      sampleRate: undefined,
      playoutDelayNs: undefined,
      minDelayNs: 0,
      maxDelayNs: 200e6,
      inTime: 0.99,
      marginNs: 0,
      timeline: undefined,
      concealment: 'pnbtr',
      createConcealer: undefined,
      silenceNs: 2e9,
    });
    expect(checkReceiveOptions({ minDelayMs: 300 }).maxDelayNs).toBe(300e6);
  });

  it.each([
    ['sampleRate', 7999],
    ['sampleRate', 48_000.5],
    ['sampleRate', NaN],
    ['playoutDelayMs', -1],
    ['playoutDelayMs', 1001],
    ['playoutDelayMs', NaN],
    ['minDelayMs', Infinity],
    ['maxDelayMs', -1],
    ['inTime', 0.4],
    ['inTime', 1.1],
    ['marginMs', 101],
    ['silenceMs', 99],
    ['concealment', 'magic'],
  ])('refuse %s %s, saying what it may be', (name, value) => {
    const message = refusal(() => checkReceiveOptions({ [name]: value }));
    expect(message).toContain(`receive.${name} is `);
    expect(message).toContain(String(value));
  });

  it.each([
    [{ minDelayMs: 20, maxDelayMs: 10 }, 'maxDelayMs'],
    [{ playoutDelayMs: 20, minDelayMs: 5 }, 'playoutDelayMs'],
    [{ playoutDelayMs: 20, marginMs: 5 }, 'playoutDelayMs'],
    [{ concealment: 'none', createConcealer: () => null as never }, 'createConcealer'],
  ] as const)('refuse what contradicts itself: %o', (options, name) => {
    expect(refusal(() => checkReceiveOptions(options))).toContain(name);
  });
});

it('refuses two codings that are told apart by nothing', () => {
  const other = { ...pcmCoding, name: 'other' };
  expect(refusal(() => checkCodings([pcmCoding, other]))).toContain('other');
  expect(checkCodings([pcmCoding])).toEqual([pcmCoding]);
});
