import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMidiClockFollower } from '../../src/midi-clock/midi-clock-follower.js';

const MS = 1e6;
const CLOCK_NS = 60e9 / 120 / 24;
const CLOCK = 0xf8;

/** Feeds `count` clocks at 120 bpm from `fromNs` on; returns when the next one would come. */
function feed(
  follower: ReturnType<typeof createMidiClockFollower>,
  fromNs: number,
  count: number,
): number {
  for (let n = 0; n < count; n++) follower.pushByte(CLOCK, fromNs + n * CLOCK_NS);
  return fromNs + count * CLOCK_NS;
}

describe('the MIDI Clock follower, times that are wrong', () => {
  it('goes on behind one arrival of the future, at the beat where it is', () => {
    const follower = createMidiClockFollower();
    follower.pushByte(0xfa, 0);
    let at = feed(follower, 0, 48);
    follower.pushByte(CLOCK, at + 3600e9);
    expect(follower.stateAt(at)).toBe('lost');
    at = feed(follower, at + CLOCK_NS, 47);
    expect(follower.stateAt(at)).toBe('locked');
    expect(follower.bpm).toBeCloseTo(120, 6);
    expect(follower.beatAt(at)).toBeCloseTo(4, 6);
    // Also where a start is what comes next.
    follower.push(Uint8Array.of(0xfc), at);
    follower.pushByte(CLOCK, at + 3600e9);
    follower.pushByte(0xfa, at);
    at = feed(follower, at, 24);
    expect(follower.beatAt(at)).toBeCloseTo(1, 6);
  });

  it('goes on by a clock of arrivals that was set back', () => {
    const follower = createMidiClockFollower();
    follower.pushByte(0xfa, 3600e9);
    feed(follower, 3600e9, 48);
    const at = feed(follower, 10e9, 48);
    expect(follower.stateAt(at)).toBe('locked');
    expect(follower.beatAt(at)).toBeCloseTo(4, 6);
  });
});

describe('the MIDI Clock follower, transport', () => {
  it('takes the first clock after Start for beat 0 and goes on between clocks', () => {
    const follower = createMidiClockFollower();
    expect(follower.beatAt(0)).toBe(0);
    expect(follower.bpm).toBeNaN();
    follower.pushByte(0xfa, 999 * MS);
    expect(follower.running).toBe(true);
    expect(follower.beatAt(5000 * MS)).toBe(0);
    feed(follower, 1000 * MS, 25);
    expect(follower.bpm).toBeCloseTo(120, 6);
    expect(follower.beatAt(1500 * MS)).toBeCloseTo(1, 6);
    expect(follower.beatAt(1750 * MS)).toBeCloseTo(1.5, 6);
    expect(follower.beatAt(0)).toBe(0);
  });

  it('stops where the next clock would have been, and continues there or at a song position', () => {
    const told: string[] = [];
    const follower = createMidiClockFollower({
      onTransport: (change, beat, atNs) =>
        void told.push(`${change} ${beat} ${Math.round(atNs / MS)}`),
    });
    follower.pushByte(0xfa, 0);
    let at = feed(follower, 0, 48);
    follower.pushByte(0xfc, at);
    expect(follower.beatAt(at + 1e9)).toBe(2);
    // Clocks of a stopped sender do not move it.
    at = feed(follower, at, 24);
    expect(follower.beatAt(at)).toBe(2);
    follower.pushByte(0xfb, at);
    at = feed(follower, at, 12);
    expect(follower.beatAt(at)).toBeCloseTo(2.5, 6);
    follower.push(Uint8Array.of(0xfc, 0xf2, 0x10, 0x01, 0xfb), at);
    at = feed(follower, at, 24);
    expect(follower.beatAt(at)).toBeCloseTo(37, 6);
    follower.pushByte(0xff, at);
    expect(follower.beatAt(at)).toBe(0);
    expect(told).toEqual([
      'start 0 0',
      'stop 2 1000',
      'continue 2 1500',
      'stop 2.5 1750',
      'locate 36 1750',
      'continue 36 1750',
    ]);
  });

  it('reads a song position with clocks among its bytes, and passes over other messages', () => {
    const follower = createMidiClockFollower();
    follower.push(Uint8Array.of(0x90, 60, 100, 0xf2, 0x04), 0);
    follower.push(Uint8Array.of(CLOCK, 0x00, 0xf0, 1, 2, 3, 0xf7), CLOCK_NS);
    expect(follower.beatAt(0)).toBe(1);
    follower.push(Uint8Array.of(0xf2, 0x04, 0x90, 0x7f, 0x7f), 0);
    expect(follower.beatAt(0)).toBe(1);
    expect(follower.stats().truncated).toBe(1);
  });

  it('keeps the tempo and takes the new phase when a start does not fit clocks that ran on', () => {
    const follower = createMidiClockFollower();
    const at = feed(follower, 0, 96) + 9 * MS;
    follower.pushByte(0xfa, at - MS);
    feed(follower, at, 3);
    expect(follower.bpm).toBeCloseTo(120, 6);
    expect(follower.beatAt(at + 500 * MS)).toBeCloseTo(1, 6);
    expect(follower.stateAt(at + 50 * MS)).toBe('locked');
  });

  it('takes back the latency it is told', () => {
    const follower = createMidiClockFollower({ latencyMs: 3 });
    follower.pushByte(0xfa, 0);
    feed(follower, 3 * MS, 25);
    expect(follower.beatAt(500 * MS)).toBeCloseTo(1, 6);
  });

  it('says lost after a second, holds the tempo, and finds its place again', () => {
    const follower = createMidiClockFollower();
    expect(follower.stateAt(0)).toBe('idle');
    follower.pushByte(0xfa, 0);
    feed(follower, 0, 96);
    expect(follower.stateAt(2000 * MS)).toBe('locked');
    expect(follower.stateAt(2970 * MS)).toBe('locked');
    expect(follower.stateAt(2990 * MS)).toBe('lost');
    expect(follower.bpm).toBeCloseTo(120, 6);
    expect(follower.beatAt(5000 * MS)).toBeCloseTo(10, 6);
    feed(follower, 240 * CLOCK_NS + 3 * MS, 1);
    expect(follower.stateAt(5004 * MS)).toBe('acquiring');
    expect(follower.beatAt(5003 * MS)).toBeCloseTo(10, 6);
    feed(follower, 241 * CLOCK_NS + 3 * MS, 24);
    expect(follower.stateAt(5600 * MS)).toBe('locked');
  });

  it('refuses options out of range', () => {
    expect(() => createMidiClockFollower({ lostAfterMs: 1 })).toThrow(/lostAfterMs is 1/);
    expect(() => createMidiClockFollower({ latencyMs: -1 })).toThrow(/latencyMs is -1/);
  });

  it('survives any bytes at any times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(255), fc.integer({ min: -1e9, max: 1e10 }))),
        (input) => {
          const follower = createMidiClockFollower();
          for (const [byte, atNs] of input) {
            follower.pushByte(byte, atNs);
            follower.pushByte(CLOCK, atNs);
          }
          const beat = follower.beatAt(1e10);
          expect(Number.isFinite(beat) && beat >= 0).toBe(true);
          expect(follower.bpm > 0 || Number.isNaN(follower.bpm)).toBe(true);
        },
      ),
    );
  });

  it('gives jitter figures that are those of the arrivals', () => {
    const follower = createMidiClockFollower();
    const random = createRandom(1);
    for (let n = 0; n < 1000; n++) follower.pushByte(CLOCK, n * CLOCK_NS + (2 * random() - 1) * MS);
    const { count, meanUs, p99Us } = follower.jitter();
    expect(count).toBe(512);
    expect(meanUs).toBeGreaterThan(450);
    expect(meanUs).toBeLessThan(550);
    expect(p99Us).toBeGreaterThan(940);
    expect(p99Us).toBeLessThan(1250);
  });
});
