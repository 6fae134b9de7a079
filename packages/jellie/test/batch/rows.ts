import fc from 'fast-check';
import type { JellieRows } from '../../src/batch/decode-reference.js';
import { EVEN_WEIGHT, ODD_WEIGHT } from '../../src/parts.js';
import { sample } from '../audio.js';

/** Rows with parts of true samples, some of which are wrong, in stretches of each of the 16 patterns of loss. */
export const rowsOf = ({ rows, pairs, channels }: JellieRows & { readonly rows: number }) =>
  fc
    .record({
      samples: fc.array(sample, {
        minLength: rows * pairs * 2 * channels,
        maxLength: rows * pairs * 2 * channels,
      }),
      patterns: fc.array(
        fc.record({
          bits: fc.oneof(fc.integer({ min: 0, max: 15 }), fc.constantFrom(1, 2, 4, 8)),
          length: fc.integer({ min: 1, max: 12 }),
        }),
        { minLength: 1, maxLength: rows * pairs },
      ),
      wrong: fc.array(fc.nat(rows * 4 * pairs * channels - 1), { maxLength: 3 }),
    })
    .map(({ samples, patterns, wrong }) => {
      const parts = new Int32Array(rows * 4 * pairs * channels);
      for (let at = 0; at < parts.length; at++) {
        const channel = at % channels;
        const pair = Math.floor(at / channels) % pairs;
        const part = Math.floor(at / channels / pairs) % 4;
        const row = Math.floor(at / channels / pairs / 4);
        const first = (row * pairs + pair) * 2 * channels + channel;
        parts[at] =
          EVEN_WEIGHT[part]! * samples[first]! + ODD_WEIGHT[part]! * samples[first + channels]!;
      }
      // Another value that the part can have.
      for (const at of wrong) parts[at]! += parts[at]! > 0 ? -1 : 1;
      const present = new Uint32Array(rows * pairs);
      for (let at = 0, i = 0; at < present.length; i++) {
        const { bits, length } = patterns[i % patterns.length]!;
        present.fill(bits, at, at + length);
        at += length;
      }
      return { present, parts };
    });
