import { expect, it } from 'vitest';
import { createFrameStore, Known } from '../../src/session/frame-store.js';
import { interpolateFrame } from '../../src/session/interpolator.js';
import { toneResidualDb } from '../support/tone-residual.js';

it('gives the frame itself at a whole place, to the bit, of every channel', () => {
  const store = createFrameStore(2, 256);
  for (let n = 0; n < 200; n++) store.put(n, Float32Array.of(Math.sin(n), n), 0, Known.EXACT);
  const out = new Float32Array(2);
  interpolateFrame(store, 100, out, 0);
  expect([...out]).toEqual([Math.fround(Math.sin(100)), 100]);
});

it.each([997, 10_000, 20_000])(
  'keeps a sine of %i Hz clean between frames, across the end of the store',
  (hz) => {
    const store = createFrameStore(1, 8192);
    const at = (n: number): number => 0.5 * Math.sin((2 * Math.PI * hz * n) / 48_000);
    for (let n = 0; n < 12_000; n++) store.put(n, Float32Array.of(at(n)), 0, Known.EXACT);
    const heard = new Float32Array(4000);
    for (let i = 0; i < heard.length; i++)
      interpolateFrame(store, 6000 + i * (1 + 100e-6) + 0.3, heard, i);
    expect(toneResidualDb(heard, hz * (1 + 100e-6), 48_000)).toBeLessThan(hz > 19_000 ? -90 : -105);
    expect(heard[0]).toBeCloseTo(at(6000.3), 5);
  },
);
