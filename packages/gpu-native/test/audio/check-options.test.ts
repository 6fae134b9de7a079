import { describe, expect, test } from 'vitest';
import { checkOptions } from '../../src/audio/check-options.js';

describe('the options of an audio device', () => {
  test('are what was given and the defaults', () => {
    expect(checkOptions({ periodFrames: 32, ringFrames: undefined })).toMatchObject({
      sampleRate: 48_000,
      periodFrames: 32,
      outputChannels: 2,
      inputChannels: 0,
      ringFrames: 16_384,
      source: 'silence',
    });
  });

  test.each([
    [{ sampleRate: 0 }, /sampleRate is 0/u],
    [{ periodFrames: 1.5 }, /periodFrames is 1.5/u],
    [{ outputChannels: 65 }, /outputChannels is 65/u],
    [{ outputChannels: 0 }, /without channels/u],
    [{ ringFrames: 100 }, /two periods of 64/u],
    [{ source: 'playback' as const }, /as many inputChannels/u],
    [{ source: new Float32Array(2) }, /whole frames of 0 channels/u],
    [{ source: new Float32Array(3), inputChannels: 2 }, /3 samples/u],
    [{ source: 'noise' as 'silence' }, /source is noise/u],
    [{ priority: 100 }, /priority is 100/u],
    [{ spinUs: Number.NaN }, /spinUs is NaN/u],
  ])('refuse %o', (options, message) => {
    expect(() => checkOptions(options)).toThrow(message);
  });
});
