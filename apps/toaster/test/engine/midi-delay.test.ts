import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { MidiDelay } from '../../src/engine/midi-delay.js';

describe('the delay of notes', () => {
  it('begins short, and is as long as the first note needs', () => {
    const delay = new MidiDelay();
    expect(delay.delayMs).toBe(1);
    delay.note(0.2);
    expect(delay.delayMs).toBe(1);
    delay.note(4);
    expect(delay.delayMs).toBeCloseTo(4.3, 6);
  });

  it('is enough for all but a few of the notes', () => {
    const delay = new MidiDelay();
    const random = createRandom(3);
    let late = 0;
    for (let i = 0; i < 5000; i++) {
      // A third come by their second or third copy.
      const lateMs = 0.5 + 0.2 * random() + (random() < 0.3 ? 2 : 0) + (random() < 0.1 ? 4 : 0);
      if (i > 300 && lateMs > delay.delayMs) late++;
      delay.note(lateMs);
    }
    expect(late / 5000).toBeLessThan(0.01);
    expect(delay.delayMs).toBeLessThan(8);
  });

  it('falls slowly once notes come sooner', () => {
    const delay = new MidiDelay();
    delay.note(30);
    const before = delay.delayMs;
    delay.note(1);
    expect(before - delay.delayMs).toBeLessThanOrEqual(0.0201);
    for (let i = 0; i < 3000; i++) delay.note(1);
    expect(delay.delayMs).toBeCloseTo(1.3, 6);
  });

  it('has an end, and takes no notice of what is no lateness', () => {
    const delay = new MidiDelay();
    for (const ms of [NaN, -5, -Infinity]) delay.note(ms);
    expect(delay.delayMs).toBe(1);
    for (let i = 0; i < 10; i++) delay.note(Infinity);
    expect(delay.delayMs).toBe(60);
  });
});
