import fc from 'fast-check';
import type { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { readWaveHead } from '../../src/wave/wave-head.js';
import { chunk, formatChunk, int24, riff } from '../support/wave-bytes.js';

const SAMPLES = int24([1, -1, 8_388_607, -8_388_608]);

function head(bytes: Uint8Array) {
  return readWaveHead((at, length) => bytes.subarray(at, at + length), bytes.length);
}

function refusal(bytes: Uint8Array): string {
  try {
    head(bytes);
  } catch (error) {
    expect(error).toMatchObject({ code: 'not-a-wave-file' });
    return (error as JamError).message;
  }
  throw new Error('it was not refused');
}

describe('the head of a WAV file', () => {
  it('says form, length and where the samples begin', () => {
    expect(head(riff([formatChunk(), chunk('data', SAMPLES)]))).toEqual({
      format: { sampleRate: 48_000, channels: 1, coding: 'int', bytesPerSample: 3 },
      dataStart: 44,
      frames: 4,
      problems: [],
    });
  });

  it('passes over chunks that it does not know, with and without a byte of padding', () => {
    const strange = [chunk('JUNK', Buffer.alloc(7)), chunk('bext', Buffer.alloc(602))];
    const file = riff([
      ...strange,
      formatChunk(),
      chunk('LIST', Buffer.alloc(3)),
      chunk('data', SAMPLES),
      chunk('cue ', Buffer.alloc(4)),
    ]);
    const { frames, dataStart } = head(file);
    expect(frames).toBe(4);
    expect(file.subarray(dataStart, dataStart + 12)).toEqual(SAMPLES);
  });

  it('reads the extensible form', () => {
    const body = Buffer.alloc(40);
    formatChunk({ tag: 0xfffe, channels: 4 }).copy(body, 0, 8);
    body.writeUInt16LE(22, 16);
    body.write('0100000000001000800000aa00389b71', 24, 'hex');
    expect(head(riff([chunk('fmt ', body), chunk('data', SAMPLES)]))).toMatchObject({
      format: { channels: 4, coding: 'int', bytesPerSample: 3 },
      frames: 1,
    });
    body.write('0200000000001000800000aa00389b71', 24, 'hex');
    expect(refusal(riff([chunk('fmt ', body), chunk('data', SAMPLES)]))).toContain('format tag 2');
    body.write('01000000000010008000deadbeef9b71', 24, 'hex');
    expect(refusal(riff([chunk('fmt ', body), chunk('data', SAMPLES)]))).toContain(
      'save it as plain PCM',
    );
  });

  it('reads a file of over 4 GiB by its long sizes', () => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(12n, 8);
    const file = riff(
      [chunk('ds64', sizes), formatChunk(), chunk('data', SAMPLES, 0xffff_ffff)],
      0xffff_ffff,
      'RF64',
    );
    expect(head(file)).toMatchObject({ frames: 4, problems: [] });
  });

  it.each([0, 0xffff_ffff])('takes all that follows where the length is not known: %i', (size) => {
    const { frames, problems } = head(riff([formatChunk(), chunk('data', SAMPLES, size)], size));
    expect(frames).toBe(4);
    expect(problems).toEqual([expect.stringContaining('does not say how long')]);
  });

  it('takes a file without samples for that, whatever follows', () => {
    const file = riff([
      formatChunk(),
      chunk('data', Buffer.alloc(0)),
      chunk('LIST', Buffer.alloc(8)),
    ]);
    expect(head(file)).toMatchObject({ frames: 0, problems: [] });
  });

  it('takes of a file that was cut off what is there', () => {
    const whole = riff([formatChunk({ channels: 2 }), chunk('data', SAMPLES)]);
    expect(head(whole.subarray(0, 44 + 10))).toMatchObject({
      frames: 1,
      problems: [
        expect.stringContaining('10 of the 12 bytes'),
        expect.stringContaining('within a frame'),
      ],
    });
    expect(head(whole.subarray(0, 44))).toMatchObject({ frames: 0 });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', Buffer.alloc(0), /^is not a WAV file: it is empty$/],
    ['a text', Buffer.from('fiddle of the wood'), /does not begin with RIFF/],
    ['RIFF alone', Buffer.from('RIFF'), /not a WAV file/],
    ['FLAC', Buffer.from('fLaC and more of it'), /it is FLAC/],
    ['MIDI', Buffer.from('MThd\0\0\0\x06 and more'), /toaster play/],
    ['no chunks', riff([]), /no fmt and no data chunk/],
    ['no samples', riff([formatChunk()]), /no data chunk/],
    ['no form', riff([chunk('data', SAMPLES)]), /no fmt chunk/],
    ['half a form', riff([chunk('fmt ', Buffer.alloc(10)), chunk('data', SAMPLES)]), /too short/],
    ['ADPCM', riff([formatChunk({ tag: 2, bits: 4 }), chunk('data', SAMPLES)]), /format tag 2/],
    ['no channel', riff([formatChunk({ channels: 0 }), chunk('data', SAMPLES)]), /0 channels/],
    [
      'a crowd',
      riff([formatChunk({ channels: 65 }), chunk('data', SAMPLES)]),
      /65 channels: it may have 1 to 64/,
    ],
    ['no rate', riff([formatChunk({ sampleRate: 0 }), chunk('data', SAMPLES)]), /rate of 0/],
    ['no bits', riff([formatChunk({ bits: 0 }), chunk('data', SAMPLES)]), /samples of 0 bits/],
    ['48 bits', riff([formatChunk({ bits: 48 }), chunk('data', SAMPLES)]), /samples of 48 bits/],
    [
      'half floats',
      riff([formatChunk({ tag: 3, bits: 16 }), chunk('data', SAMPLES)]),
      /floating-point samples of 16 bits/,
    ],
    [
      '24 bits in 4 bytes',
      riff([formatChunk({ frameBytes: 4 }), chunk('data', SAMPLES)]),
      /contradicts itself/,
    ],
    [
      'millions of empty chunks',
      riff(new Array<Buffer>(10_001).fill(chunk('none', Buffer.alloc(0)))),
      /no fmt and no data/,
    ],
  ])('refuses %s', (_what, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
  });

  it('whatever the bytes, gives a head within the file or says what is wrong', () => {
    const good = riff([formatChunk({ channels: 2 }), chunk('data', SAMPLES)]);
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (hits, length) => {
        const bytes = Buffer.from(good.subarray(0, length));
        for (const [at, value] of hits) if (at < length) bytes[at] = value;
        try {
          const { dataStart, frames, format } = head(bytes);
          const end = dataStart + frames * format.channels * format.bytesPerSample;
          expect(end).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'not-a-wave-file' });
        }
      }),
    );
  });
});
