import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { MidiDelay } from '../../src/engine/midi-delay.js';

/** Notes that come twenty times a second. */
function createPlaying() {
  const delay = new MidiDelay();
  let atMs = 5e6;
  const changes: number[] = [];
  return {
    delay,
    changes,
    note(lateMs: number, afterMs = 50): void {
      const before = delay.delayMs;
      delay.note(lateMs, (atMs += afterMs));
      if (delay.delayMs !== before) changes.push(delay.delayMs);
    },
  };
}

describe('the delay of notes', () => {
  it('begins short, and is as long as the first notes need', () => {
    const { delay, note } = createPlaying();
    expect(delay.delayMs).toBe(1);
    note(0.2);
    expect(delay.delayMs).toBe(1);
    note(4);
    expect(delay.delayMs).toBeCloseTo(4.3, 6);
  });

  it('is enough for all but a few of the notes, and stays the same then', () => {
    const { delay, changes, note } = createPlaying();
    const random = createRandom(3);
    let late = 0;
    for (let i = 0; i < 5000; i++) {
      // A third come by their second or third copy.
      const lateMs = 0.5 + 0.2 * random() + (random() < 0.3 ? 2 : 0) + (random() < 0.1 ? 4 : 0);
      if (i > 300 && lateMs > delay.delayMs) late++;
      note(lateMs);
    }
    expect(late / 5000).toBeLessThan(0.01);
    expect(delay.delayMs).toBeLessThan(8);
    expect(changes.length).toBeLessThan(6);
  });

  it('does not take one late note among many for more than that', () => {
    const { delay, note } = createPlaying();
    for (let i = 0; i < 100; i++) note(2);
    note(40);
    expect(delay.delayMs).toBeCloseTo(2.3, 6);
    note(41);
    expect(delay.delayMs).toBeCloseTo(40.3, 6);
  });

  it('takes what one stall held up for one late note', () => {
    const { delay, note } = createPlaying();
    for (let i = 0; i < 100; i++) note(2);
    for (const lateMs of [200, 150, 100, 50]) note(lateMs, 0.1);
    expect(delay.delayMs).toBeCloseTo(2.3, 6);
    note(50);
    expect(delay.delayMs).toBeGreaterThan(50);
  });

  it('is short again, in one step, after a pause when what was late is twenty seconds past', () => {
    const { delay, changes, note } = createPlaying();
    note(30);
    for (let i = 0; i < 300; i++) note(1);
    note(1, 1000);
    expect(delay.delayMs).toBeCloseTo(30.3, 6);
    for (let i = 0; i < 200; i++) note(1);
    expect(delay.delayMs).toBeCloseTo(30.3, 6);
    note(1, 1000);
    expect(delay.delayMs).toBeCloseTo(1.3, 6);
    expect(changes).toHaveLength(2);
  });

  it('stays the same for two minutes of playing without a pause', () => {
    const { delay, changes, note } = createPlaying();
    note(30);
    for (let i = 0; i < 2399; i++) note(1);
    expect(delay.delayMs).toBeCloseTo(30.3, 6);
    note(1);
    expect(delay.delayMs).toBeCloseTo(1.3, 6);
    expect(changes).toHaveLength(2);
  });

  it('does not change for what nobody would hear', () => {
    const { delay, note } = createPlaying();
    note(3);
    for (let i = 0; i < 1000; i++) note(2.2);
    expect(delay.delayMs).toBeCloseTo(3.3, 6);
  });

  it('has an end, and takes no notice of what is no lateness', () => {
    const { delay, note } = createPlaying();
    for (const ms of [NaN, -5, -Infinity]) note(ms);
    expect(delay.delayMs).toBe(1);
    for (let i = 0; i < 10; i++) note(Infinity);
    expect(delay.delayMs).toBe(60);
  });
});
