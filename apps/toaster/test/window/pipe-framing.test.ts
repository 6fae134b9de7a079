import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameReader } from '../../src/window/pipe-framing.js';

function reader(maxBytes = 1_000) {
  const frames: string[] = [];
  const created = createFrameReader({
    separator: 0,
    maxBytes,
    onFrame: (text) => frames.push(text),
  });
  return { frames, created };
}

it('finds the same messages however the bytes fall into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (texts, sizes) => {
        const sent = texts.map((text) => text.replaceAll('\0', 'x'));
        const bytes = Buffer.from(sent.map((text) => `${text}\0`).join(''));
        const { frames, created } = reader();
        let at = 0;
        for (let piece = 0; at < bytes.length; piece += 1) {
          const end = at + sizes[piece % sizes.length];
          created.push(bytes.subarray(at, end));
          at = end;
        }
        expect(frames).toEqual(sent);
      },
    ),
  );
});

it('keeps what has no end yet, and says nothing of empty messages', () => {
  const { frames, created } = reader();
  created.push(Buffer.from('\0\0a'));
  expect(frames).toEqual([]);
  created.push(Buffer.from('b\0'));
  expect(frames).toEqual(['ab']);
});

it('leaves out a message that is too long, counts it and goes on with the next', () => {
  const { frames, created } = reader(4);
  created.push(Buffer.from('123'));
  created.push(Buffer.from('45'));
  created.push(Buffer.from('67\0ok\0'));
  expect(frames).toEqual(['ok']);
  expect(created.tooLong).toBe(1);
});
