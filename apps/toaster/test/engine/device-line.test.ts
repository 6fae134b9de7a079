import { createAudioRing, audioRingBytes } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { DeviceLine } from '../../src/engine/device-line.js';
import { NS_PER_FRAME, RATE } from './fake-devices.js';

const FRAMES = 64;

function createRing() {
  const format = { sampleRate: RATE, channels: 1, frames: 4096 };
  const ring = createAudioRing(new Uint8Array(audioRingBytes(format)), format);
  const out = new Float32Array(FRAMES);
  const line = new DeviceLine(ring, RATE);
  return { line, read: (atNs: number) => void ring.read(out, FRAMES, atNs) };
}

describe('the line of a device', () => {
  it('is not known before the first read', () => {
    const { line, read } = createRing();
    expect(line.look()).toBe(false);
    read(5e9);
    expect(line.look()).toBe(true);
    expect(line.next).toBe(FRAMES);
    expect(line.timeOf(0)).toBe(5e9);
    expect(line.timeOf(48_000)).toBeCloseTo(6e9, 3);
    expect(line.positionAt(line.timeOf(1234.5))).toBeCloseTo(1234.5, 6);
  });

  it('goes on from the last read, so that a pace that is not quite the clock’s adds up to nothing', () => {
    const { line, read } = createRing();
    const pace = 1 - 100e-6;
    for (let period = 0; period < 5000; period++) {
      read(1e9 + period * FRAMES * NS_PER_FRAME * pace);
      line.look();
    }
    const trueNs = 1e9 + 5000 * FRAMES * NS_PER_FRAME * pace;
    expect(Math.abs(line.timeOf(5000 * FRAMES) - trueNs)).toBeLessThan(NS_PER_FRAME / 2);
  });

  it.each([-0.1e9, 0.1e9, 3600e9])('jumps with a device that jumps by %d ns', (jumpNs) => {
    const { line, read } = createRing();
    for (let period = 0; period < 100; period++) {
      read(5e9 + period * FRAMES * NS_PER_FRAME);
      line.look();
    }
    const trueNs = 5e9 + 100 * FRAMES * NS_PER_FRAME + jumpNs;
    read(trueNs);
    line.look();
    expect(line.timeOf(100 * FRAMES)).toBeCloseTo(trueNs, 0);
  });
});
