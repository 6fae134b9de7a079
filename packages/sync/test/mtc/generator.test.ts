import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createMtcGenerator, type MtcGeneratorOptions } from '../../src/mtc/mtc-generator.js';
import { frameNs, mtcRates } from '../../src/mtc/rate.js';
import { scoreOf } from '../midi-clock/score-of.js';
import { keepMessages, ofStatus, transportOf } from '../midi-clock/sent-messages.js';

const MS = 1e6;

function generatorOf(options: MtcGeneratorOptions = {}) {
  const { sent, sink } = keepMessages();
  return { sent, generator: createMtcGenerator(sink, options) };
}

function songAt(seconds: number, atNs = 0) {
  return { atNs, beat: 0, songNs: seconds * 1e9 };
}

describe('the MTC generator', () => {
  it('sends a full frame and then eight pieces over two frames', () => {
    const { sent, generator } = generatorOf({
      songStart: { hours: 1, minutes: 2, seconds: 35, frames: 16 },
    });
    generator.generate(scoreOf(), 0, 80 * MS);
    expect(transportOf(sent)).toEqual([
      '0: f0 7f 7f 01 01 21 02 23 10 f7',
      '0: f1 00',
      '10: f1 11',
      '20: f1 23',
      '30: f1 32',
      '40: f1 42',
      '50: f1 50',
      '60: f1 61',
      '70: f1 72',
    ]);
  });

  it.each(mtcRates)(
    'neither misses nor doubles a quarter frame at %d, however the windows are cut',
    (rate) => {
      const random = createRandom(mtcRates.indexOf(rate));
      const { sent, generator } = generatorOf({ rate });
      const score = scoreOf();
      let at = 0;
      while (at < 70e9) {
        const to = at + random() ** 4 * 500 * MS;
        generator.generate({ ...score }, at, to);
        at = to;
      }
      const quarters = ofStatus(sent, 0xf1);
      const quarterNs = frameNs(rate) / 4;
      expect(quarters).toHaveLength(Math.ceil(at / quarterNs));
      quarters.forEach(({ atNs, bytes }, n) => {
        expect(Math.abs(atNs - n * quarterNs)).toBeLessThan(1);
        expect(bytes[1]! >> 4).toBe(n % 8);
      });
      // The last piece has the rate.
      expect((quarters[7]!.bytes[1]! >> 1) & 3).toBe(mtcRates.indexOf(rate));
      expect(ofStatus(sent, 0xf0)).toHaveLength(1);
    },
  );

  it('keeps the running count when the score is slewed between windows', () => {
    const { sent, generator } = generatorOf();
    const random = createRandom(7);
    let shiftNs = 0;
    for (let at = 0; at < 10e9; at += 10 * MS) {
      shiftNs += (random() - 0.5) * 40_000;
      generator.generate(scoreOf({ anchor: songAt(0, Math.round(shiftNs)) }), at, at + 10 * MS);
    }
    const quarters = ofStatus(sent, 0xf1);
    quarters.forEach(({ bytes }, n) => expect(bytes[1]! >> 4).toBe(n % 8));
    expect(Math.abs(quarters.length - 1000)).toBeLessThanOrEqual(1);
    expect(ofStatus(sent, 0xf0)).toHaveLength(1);
  });

  it('catches up a millisecond apart after a gap between windows', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf(), 0, 20 * MS);
    generator.generate(scoreOf(), 45 * MS, 60 * MS);
    expect(transportOf(sent).slice(1)).toEqual([
      '0: f1 00',
      '10: f1 10',
      '45: f1 20',
      '46: f1 30',
      '47: f1 40',
      '50: f1 50',
    ]);
  });

  it('goes round in a loop at any tempo with one full frame a pass', () => {
    for (const bpm of [61.3, 97.7, 113.9, 171.1]) {
      const { sent, generator } = generatorOf();
      const score = scoreOf({
        tempos: [{ atNs: 0, bpm }],
        loop: { startBeat: 1 / 3, endBeat: 7 / 3 },
      });
      const passNs = (2 * 60e9) / bpm;
      generator.generate(score, 0, 50.5 * passNs);
      // The first pass begins a third of a beat early, and is the 50.5 passes' first.
      expect(ofStatus(sent, 0xf0)).toHaveLength(51);
    }
  });

  it('begins with the next even frame', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf({ anchor: songAt(10.05) }), 0, 100 * MS);
    // 10.05 s is in frame 251; frame 252 begins 30 ms later.
    expect(transportOf(sent).slice(0, 3)).toEqual([
      '0: f0 7f 7f 01 01 20 00 0a 01 f7',
      '30: f1 02',
      '40: f1 10',
    ]);
  });

  it('says where the song stands when that changes, and no quarter frames', () => {
    const { sent, generator } = generatorOf();
    const stopped = scoreOf({ run: 'stopped', anchor: songAt(2) });
    generator.generate(stopped, 0, 100 * MS);
    generator.generate(stopped, 100 * MS, 200 * MS);
    const located = scoreOf({ run: 'paused', anchor: songAt(4) });
    generator.generate(located, 200 * MS, 300 * MS);
    // Started ahead of time from where it stands: there is nothing new to say.
    const ahead = scoreOf({ anchor: songAt(4, 350 * MS) });
    generator.generate(ahead, 300 * MS, 400 * MS);
    expect(
      transportOf(sent)
        .map((line) => line.slice(0, 35))
        .slice(0, 3),
    ).toEqual([
      '0: f0 7f 7f 01 01 20 00 02 00 f7',
      '200: f0 7f 7f 01 01 20 00 04 00 f7',
      '350: f1 00',
    ]);
  });

  it('locates on a seek while playing, and in a loop', () => {
    const { sent, generator } = generatorOf();
    generator.generate(scoreOf(), 0, 100 * MS);
    generator.generate(scoreOf({ anchor: songAt(60, 100 * MS) }), 100 * MS, 180 * MS);
    expect(transportOf(ofStatus(sent, 0xf0))).toEqual([
      '0: f0 7f 7f 01 01 20 00 00 00 f7',
      '100: f0 7f 7f 01 01 20 01 00 00 f7',
    ]);

    const loop = generatorOf();
    const score = scoreOf({ loop: { startBeat: 2, endBeat: 4 } });
    const random = createRandom(4);
    for (let at = 0; at < 4900 * MS;) {
      const to = Math.min(at + random() * 30 * MS, 4900 * MS);
      loop.generator.generate(score, at, to);
      at = to;
    }
    expect(transportOf(ofStatus(loop.sent, 0xf0))).toEqual([
      '0: f0 7f 7f 01 01 20 00 00 00 f7',
      '2000: f0 7f 7f 01 01 20 00 01 00 f7',
      '3000: f0 7f 7f 01 01 20 00 01 00 f7',
      '4000: f0 7f 7f 01 01 20 00 01 00 f7',
    ]);
  });

  it('begins at 0 again after 24 hours', () => {
    const { sent, generator } = generatorOf({
      songStart: { hours: 23, minutes: 59, seconds: 59, frames: 23 },
    });
    generator.generate(scoreOf(), 0, 90 * MS);
    expect(transportOf(sent).slice(0, 2)).toEqual(['0: f0 7f 7f 01 01 37 3b 3b 17 f7', '0: f1 07']);
    expect(transportOf(sent).at(-1)).toBe('80: f1 00');
  });

  it('refuses a rate and a start that do not exist', () => {
    expect(() => generatorOf({ rate: 23 as 24 })).toThrow(
      /rate is 23: it may be 24, 25, 29.97, 30/,
    );
    const songStart = { hours: 0, minutes: 1, seconds: 0, frames: 0 };
    expect(() => generatorOf({ rate: 29.97, songStart })).toThrow(/songStart is 0:1:0:0/);
  });
});
