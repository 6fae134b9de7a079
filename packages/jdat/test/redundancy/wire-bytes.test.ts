import { pcmCoding } from '@jamnet/jdat';
import { expect, it } from 'vitest';
import { HEADER_BYTES, wireBytes } from '../../src/redundancy/wire-bytes.js';
import { fourParts } from '../support/four-parts.js';

const FORMAT = { sampleRate: 48_000, channels: 2 };

it('the bytes of a chunk are those of all its messages with their headers', () => {
  const binary = pcmCoding.createEncoder(FORMAT, 2);
  const one = wireBytes(binary, FORMAT, 64);
  expect(one).toBeGreaterThan(64 * 2 * 3 + HEADER_BYTES);
  expect(one).toBeLessThan(64 * 2 * 3 + HEADER_BYTES + 60);
  // Three samples of 24 bits as text take some eight bytes each.
  const text = wireBytes(pcmCoding.createEncoder(FORMAT, 1), FORMAT, 64);
  expect(text / one).toBeGreaterThan(2);
  expect(wireBytes(fourParts.createEncoder(FORMAT, 1), FORMAT, 64)).toBeGreaterThan(
    4 * HEADER_BYTES,
  );
});
