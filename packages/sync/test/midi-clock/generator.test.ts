import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAt, timeOfLine } from '../../src/conductor/beat-line.js';
import type { Score } from '../../src/conductor/score.js';
import { createMidiClockGenerator } from '../../src/midi-clock/midi-clock-generator.js';
import { scoreOf } from './score-of.js';
import { keepMessages, ofStatus, transportOf } from './sent-messages.js';

const MS = 1e6;
const CLOCK_NS = 60e9 / 120 / 24;

function generatorOf(options = {}) {
  const { sent, sink } = keepMessages();
  return { sent, generator: createMidiClockGenerator(sink, options) };
}

describe('the MIDI Clock generator', () => {
  it('sends Start a millisecond ahead and then a clock at every 24th of a beat', () => {
    const { sent, generator } = generatorOf();
    const score = scoreOf({ anchor: { atNs: 100 * MS, beat: 0, songNs: 0 } });
    generator.generate(score, 0, 100 * MS + 48 * CLOCK_NS);
    expect(transportOf(sent)).toEqual(['99: fa']);
    const clocks = ofStatus(sent, 0xf8).map(({ atNs }) => atNs);
    expect(clocks).toHaveLength(48);
    clocks.forEach((atNs, n) => expect(atNs).toBeCloseTo(100 * MS + n * CLOCK_NS, 1));
  });

  it('neither misses nor doubles a clock however the windows are cut and the tempo changes', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(
          fc.record({ atMs: fc.nat(4000), bpm: fc.double({ min: 20, max: 400, noNaN: true }) }),
        ),
        (seed, changes) => {
          const random = createRandom(seed);
          const { sent, generator } = generatorOf();
          const later = changes.map(({ atMs, bpm }) => ({ atNs: atMs * MS, bpm }));
          const tempos = [{ atNs: 0, bpm: 120 }, ...later.sort((a, b) => a.atNs - b.atNs)];
          const score = scoreOf({ tempos });
          let at = 0;
          while (at < 5e9) {
            const to = at + random() ** 4 * 500 * MS;
            generator.generate({ ...score }, at, to);
            at = to;
          }
          const clocks = ofStatus(sent, 0xf8);
          expect(clocks).toHaveLength(Math.ceil(24 * lineAt(score, at)));
          clocks.forEach(({ atNs }, n) =>
            expect(Math.abs(atNs - timeOfLine(score, n / 24))).toBeLessThan(1),
          );
          expect(transportOf(sent)).toEqual(['0: fa']);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps the running count when the score is slewed between windows', () => {
    const { sent, generator } = generatorOf();
    const random = createRandom(7);
    let shiftNs = 0;
    for (let at = 0; at < 10e9; at += 10 * MS) {
      shiftNs += (random() - 0.5) * 40_000;
      const anchor = { atNs: Math.round(shiftNs), beat: 0, songNs: 0 };
      generator.generate(scoreOf({ anchor }), at, at + 10 * MS);
    }
    const clocks = ofStatus(sent, 0xf8);
    expect(clocks.length).toBeGreaterThanOrEqual(479);
    expect(clocks.length).toBeLessThanOrEqual(481);
    for (let n = 1; n < clocks.length; n++) {
      const interval = clocks[n]!.atNs - clocks[n - 1]!.atNs;
      expect(Math.abs(interval - CLOCK_NS)).toBeLessThan(0.1 * MS);
    }
    expect(transportOf(sent)).toHaveLength(1);
  });

  it('catches up a millisecond apart after a gap between windows, and relocates after a longer one', () => {
    const { sent, generator } = generatorOf();
    const score = scoreOf();
    generator.generate(score, 0, 4 * CLOCK_NS);
    generator.generate(score, 7.5 * CLOCK_NS, 10 * CLOCK_NS);
    const late = ofStatus(sent, 0xf8).map(({ atNs }) => atNs);
    expect(late).toHaveLength(10);
    expect(late.slice(4, 8).map((atNs) => (atNs - 7.5 * CLOCK_NS) / MS)).toEqual([0, 1, 2, 3]);
    generator.generate(score, 100 * CLOCK_NS, 110 * CLOCK_NS);
    const cueMs = Math.round((102 * CLOCK_NS) / MS - 1);
    expect(transportOf(sent).slice(1)).toEqual([
      `${Number(((100 * CLOCK_NS) / MS).toFixed(3))}: fc`,
      `${cueMs}: f2 11 00`,
      `${cueMs}: fb`,
    ]);
    expect(ofStatus(sent, 0xf8)[10]!.atNs).toBeCloseTo(102 * CLOCK_NS, 1);
  });

  it('begins elsewhere with position and Continue at the next sixteenth', () => {
    const { sent, generator } = generatorOf();
    // Beat 40.1 begins for the receiver at sixteenth 161, beat 40.25, 75 ms later.
    generator.generate(scoreOf({ anchor: { atNs: 0, beat: 40.1, songNs: 0 } }), 0, 200 * MS);
    expect(transportOf(sent)).toEqual(['74: f2 21 01', '74: fb']);
    expect(ofStatus(sent, 0xf8)[0]!.atNs).toBeCloseTo(75 * MS, 0);
  });

  it('stops, says where it stands when that changes, and goes on from there', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf(), 0, 1000 * MS);
    const paused = scoreOf({ run: 'paused', anchor: { atNs: 1000 * MS, beat: 2, songNs: 1e9 } });
    generator.generate(paused, 1000 * MS, 1500 * MS);
    const back = scoreOf({ run: 'stopped', anchor: { atNs: 1500 * MS, beat: 0, songNs: 0 } });
    generator.generate(back, 1500 * MS, 1600 * MS);
    generator.generate(back, 1600 * MS, 2000 * MS);
    expect(ofStatus(sent, 0xf8)).toHaveLength(48);
    expect(transportOf(sent)).toEqual(['0: fa', '1000: fc', '1500: f2 00 00']);
  });

  it('lets the clock run while stopped, but never between Start and the first clock', () => {
    const { sent, generator } = generatorOf({ clockWhileStopped: true });
    const stopped: Score = scoreOf({ run: 'stopped' });
    for (let at = 0; at < 1000; at += 5) generator.generate(stopped, at * MS, (at + 5) * MS);
    expect(ofStatus(sent, 0xf8)).toHaveLength(48);
    const score = scoreOf({ anchor: { atNs: 2007 * MS, beat: 0, songNs: 0 } });
    for (let at = 1000; at < 2500; at += 5) generator.generate(score, at * MS, (at + 5) * MS);
    const start = sent.findIndex(({ bytes }) => bytes[0] === 0xfa);
    expect(sent[start]!.atNs).toBe(2006 * MS);
    expect(sent[start + 1]!.atNs).toBe(2007 * MS);
    expect(sent[start + 1]!.atNs - sent[start - 1]!.atNs).toBeGreaterThanOrEqual(CLOCK_NS / 2);
  });

  it('says a seek while playing as Stop, position, Continue', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf(), 0, 990 * MS);
    const sought = scoreOf({ anchor: { atNs: 990 * MS, beat: 64, songNs: 32e9 } });
    generator.generate(sought, 990 * MS, 1100 * MS);
    expect(transportOf(sent)).toEqual(['0: fa', '990: fc', '990: f2 00 02', '990: fb']);
    expect(ofStatus(sent, 0xf8).filter(({ atNs }) => atNs >= 990 * MS)).toHaveLength(6);
  });

  it('goes round in a loop with every clock of it, however the windows are cut', () => {
    const random = createRandom(3);
    const { sent, generator } = generatorOf();
    const score = scoreOf({ loop: { startBeat: 4, endBeat: 8 } });
    for (let at = 0; at < 8e9;) {
      const to = at + random() * 2 * MS;
      generator.generate({ ...score }, at, to);
      at = to;
    }
    expect(transportOf(sent)).toEqual([
      '0: fa',
      ...[3999, 5999].flatMap((ms) => [`${ms}: fc`, `${ms}: f2 10 00`, `${ms}: fb`]),
      ...['7999: fc', '7999: f2 10 00', '7999: fb'],
    ]);
    ofStatus(sent, 0xf8).forEach(({ atNs }, n) => expect(atNs).toBeCloseTo(n * CLOCK_NS, 0));
  });

  it('begins a loop between two sixteenths at the next one, and plays through one too short to say', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf({ loop: { startBeat: 0.1, endBeat: 1.1 } }), 0, 1100 * MS);
    expect(transportOf(sent)).toContain('549: f2 01 00');
    const after = ofStatus(sent, 0xf8).find(({ atNs }) => atNs > 549 * MS)!;
    expect(after.atNs).toBeCloseTo(625 * MS, 0);

    const short = generatorOf();
    short.generator.generate(scoreOf({ loop: { startBeat: 0, endBeat: 0.01 } }), 0, 1000 * MS);
    expect(transportOf(short.sent)).toEqual(['0: fa']);
    expect(ofStatus(short.sent, 0xf8)).toHaveLength(48);
  });

  it('counts positions that 14 bits cannot hold', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf({ anchor: { atNs: 0, beat: 5000, songNs: 0 } }), 0, 10 * MS);
    expect(transportOf(sent)[0]).toBe('0: f2 7f 7f');
    expect(generator.stats().positionsOutOfRange).toBe(1);
  });

  it('refuses a lead that is none', () => {
    expect(() => generatorOf({ startLeadMs: -1 })).toThrow(/startLeadMs is -1/);
  });
});
