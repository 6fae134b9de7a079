import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { songNsAt } from '../../src/conductor/song-time.js';
import { createMtcFollower, type MtcFollower } from '../../src/mtc/mtc-follower.js';
import { createMtcGenerator, type MtcGeneratorOptions } from '../../src/mtc/mtc-generator.js';
import { frameNs, mtcRates } from '../../src/mtc/rate.js';
import { scoreOf } from '../midi-clock/score-of.js';
import { keepMessages, type SentMessage } from '../midi-clock/sent-messages.js';

const MS = 1e6;
const START = { hours: 1, minutes: 0, seconds: 0, frames: 0 };

function timecodeOf(
  score = scoreOf(),
  untilNs = 10e9,
  options: MtcGeneratorOptions = {},
): SentMessage[] {
  const { sent, sink } = keepMessages();
  createMtcGenerator(sink, options).generate(score, 0, untilNs);
  return sent;
}

function feed(follower: MtcFollower, sent: readonly SentMessage[], delayNs = () => 0): void {
  for (const { atNs, bytes } of sent) follower.push(Uint8Array.from(bytes), atNs + delayNs());
}

function quarter(piece: number, nibble: number): Uint8Array {
  return Uint8Array.of(0xf1, (piece << 4) | nibble);
}

describe('the MTC follower', () => {
  it.each(mtcRates)('has the song time at %d, two frames of waiting taken into account', (rate) => {
    const score = scoreOf({ anchor: { atNs: 0, beat: 0, songNs: 59.9e9 } });
    const sent = timecodeOf(score, 10e9, { rate, songStart: START });
    const follower = createMtcFollower({ songStart: START });
    expect(follower.songNsAt(0)).toBeNaN();
    expect(follower.stateAt(0)).toBe('idle');
    sent.forEach((message, i) => {
      feed(follower, [message]);
      if (i < 8) return;
      expect(
        Math.abs(follower.songNsAt(message.atNs) - songNsAt(score, message.atNs)),
      ).toBeLessThan(100);
    });
    expect(follower).toMatchObject({ rate, direction: 1 });
    expect(follower.speed).toBeCloseTo(1, 9);
    expect(follower.stateAt(10e9)).toBe('locked');
    expect(follower.stats()).toMatchObject({ jumps: 0, malformed: 0, lostQuarterFrames: 0 });
    expect(follower.songNsAt(10.015e9) / 1e9).toBeCloseTo(69.915, 6);
  });

  it('goes on behind one arrival of the future', () => {
    const score = scoreOf();
    const follower = createMtcFollower();
    timecodeOf(score, 10e9).forEach((message, i) => {
      feed(follower, [message], () => (i === 300 ? 3600e9 : 0));
      // Two timecodes later all is as it was.
      if (i < 320) return;
      expect(follower.stateAt(message.atNs)).toBe('locked');
      const off = follower.songNsAt(message.atNs) - songNsAt(score, message.atNs);
      expect(Math.abs(off)).toBeLessThan(1000);
    });
  });

  it('stays within 0.3 ms of the song at ±1 ms of jitter', () => {
    const score = scoreOf();
    for (let seed = 0; seed < 10; seed++) {
      const random = createRandom(seed);
      const follower = createMtcFollower();
      timecodeOf(score, 20e9).forEach((message, i) => {
        feed(follower, [message], () => (2 * random() - 1) * MS);
        const off = follower.songNsAt(message.atNs) - songNsAt(score, message.atNs);
        if (i > 200) expect(Math.abs(off)).toBeLessThan(0.3 * MS);
      });
      const { meanUs } = follower.jitter();
      expect(meanUs).toBeGreaterThan(450);
      expect(meanUs).toBeLessThan(550);
    }
  });

  it('stands at a full frame, and holds where quarter frames end', () => {
    const follower = createMtcFollower();
    follower.push(Uint8Array.of(0xf0, 0x7f, 0x11, 1, 1, 0x21, 2, 3, 4, 0xf7), 0);
    expect(follower).toMatchObject({ rate: 25, direction: 0, speed: 0 });
    expect(follower.songNsAt(5e9)).toBe(3723.16e9);
    feed(follower, timecodeOf(scoreOf(), 1e9));
    expect(follower.stateAt(1.1e9)).toBe('locked');
    expect(follower.stateAt(1.25e9)).toBe('lost');
    // The last quarter frame came at 0.99 s; 200 ms later it is taken to have stopped.
    expect(follower.songNsAt(3e9) / 1e9).toBeCloseTo(1.19, 6);
  });

  it('bridges lost quarter frames and notices repeated ones', () => {
    const score = scoreOf();
    const random = createRandom(9);
    const follower = createMtcFollower();
    let lost = 0;
    timecodeOf(score, 20e9).forEach((message, i) => {
      if (i > 9 && i < 1990 && random() < 0.05) {
        lost++;
        return;
      }
      feed(follower, [message]);
      if (i === 1000) feed(follower, [message]);
      if (i > 9) {
        const off = follower.songNsAt(message.atNs) - songNsAt(score, message.atNs);
        expect(Math.abs(off)).toBeLessThan(1000);
      }
    });
    expect(lost).toBeGreaterThan(50);
    expect(follower.stats()).toMatchObject({ lostQuarterFrames: lost, repeated: 1, jumps: 0 });
  });

  it('follows backward', () => {
    const ahead = timecodeOf(scoreOf(), 4e9).slice(1);
    const end = 4e9;
    const follower = createMtcFollower();
    [...ahead].reverse().forEach(({ atNs, bytes }, i) => {
      follower.push(Uint8Array.from(bytes), end - atNs);
      if (i >= 8) expect(follower.songNsAt(end - atNs) / 1e9).toBeCloseTo(atNs / 1e9, 6);
    });
    expect(follower.direction).toBe(-1);
    expect(follower.speed).toBeCloseTo(-1, 6);
  });

  it('turns when the sender turns', () => {
    const follower = createMtcFollower();
    const ahead = timecodeOf(scoreOf(), 2e9).slice(1);
    feed(follower, ahead);
    [...ahead]
      .reverse()
      .slice(1)
      .forEach(({ atNs, bytes }) => follower.push(Uint8Array.from(bytes), 4e9 - atNs));
    expect(follower.direction).toBe(-1);
    expect(follower.songNsAt(4e9) / 1e9).toBeCloseTo(0, 6);
  });

  it('goes on where the song is after a seek and after a silence', () => {
    const { sent, sink } = keepMessages();
    const generator = createMtcGenerator(sink);
    generator.generate(scoreOf(), 0, 1e9);
    generator.generate(scoreOf({ anchor: { atNs: 1e9, beat: 0, songNs: 60e9 } }), 1e9, 2e9);
    // Ten seconds are not heard.
    generator.generate(scoreOf({ anchor: { atNs: 12e9, beat: 0, songNs: 99e9 } }), 12e9, 13e9);
    const follower = createMtcFollower();
    const heard = sent.filter(({ bytes }) => bytes[0] !== 0xf0);
    feed(
      follower,
      heard.filter(({ atNs }) => atNs < 2e9),
    );
    expect(follower.songNsAt(2e9) / 1e9).toBeCloseTo(61, 6);
    expect(follower.stats().jumps).toBe(1);
    // Until it is known where the song is, it stands where it was left: 200 ms after the last quarter frame.
    const after = heard.filter(({ atNs }) => atNs > 11e9);
    feed(follower, after.slice(0, 2));
    expect(follower.songNsAt(12.02e9) / 1e9).toBeCloseTo(61.19, 6);
    feed(follower, after.slice(2));
    expect(follower.songNsAt(13e9) / 1e9).toBeCloseTo(100, 6);
  });

  it('begins at 0 again after 24 hours', () => {
    const songStart = { hours: 23, minutes: 59, seconds: 58, frames: 0 };
    const follower = createMtcFollower();
    feed(follower, timecodeOf(scoreOf(), 4e9, { rate: 29.97, songStart }));
    expect(follower.stats().jumps).toBe(0);
    expect(follower.songNsAt(4e9) / 1e9).toBeCloseTo(2, 1);
  });

  it('counts what is no timecode', () => {
    const follower = createMtcFollower();
    // 00:01:00:00 drop-frame.
    [0, 0, 0, 0, 1, 0, 0, 4].forEach((nibble, piece) =>
      follower.push(quarter(piece, nibble), piece * 8.34 * MS),
    );
    follower.push(Uint8Array.of(0xf0, 0x7f, 0x7f, 1, 1, 0x1f, 0, 0, 0, 0xf7), 1e9);
    expect(follower.stats().malformed).toBe(2);
    follower.push(Uint8Array.of(0xf1, 0xf0, 0x7f, 0x7f, 1, 1, 1, 0x90), 1e9);
    expect(follower.stats().truncated).toBe(2);
    follower.push(Uint8Array.of(0xf0, 0x7f, 0x7f, 1, 2, 0x21, 0, 0, 0, 0xf7), 1e9);
    expect(follower.rate).toBeNull();
  });

  it('reads full frames with real-time bytes inside and cut anywhere', () => {
    const follower = createMtcFollower();
    const bytes = [0xf0, 0x7f, 0x7f, 1, 0xf8, 1, 0x60, 0, 0xfe, 10, 0, 0xf7];
    for (const byte of bytes) follower.pushByte(byte, 0);
    expect(follower.rate).toBe(30);
    expect(follower.songNsAt(0)).toBeCloseTo(10e9, 0);
  });

  it('survives any bytes at any times', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(0xf1, 0xf0, 0xf7, 0x7f, 1, 0x90),
            fc.nat(127),
            fc.integer({ min: -1e8, max: 1e9 }),
          ),
        ),
        (input) => {
          const follower = createMtcFollower();
          for (const [status, data, atNs] of input)
            follower.push(Uint8Array.of(status, data), atNs);
          const song = follower.songNsAt(1e9);
          expect(follower.rate === null ? Number.isNaN(song) : Number.isFinite(song)).toBe(true);
          expect(Number.isFinite(follower.speed)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses options out of range', () => {
    expect(() => createMtcFollower({ lostAfterMs: 1 })).toThrow(/lostAfterMs is 1/);
    expect(frameNs(24)).toBeCloseTo(41_666_667, -1);
  });
});
