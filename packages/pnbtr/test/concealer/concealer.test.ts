import { createConcealer, createFittingPool } from '@jamnet/pnbtr';
import type { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { chord, noise } from './signals.js';

const sampleRate = 48_000;

function played(signal: Float32Array, options = {}) {
  const concealer = createConcealer({ sampleRate, ...options });
  concealer.accept(signal, new Float32Array(signal.length));
  return concealer;
}

describe('a concealer', () => {
  it('says how far it can be trusted', () => {
    const chordly = played(chord(48_000));
    const random = noise(1);
    const noisy = played(Float32Array.from({ length: 48_000 }, () => 0.3 * random()));
    const block = new Float32Array(128);
    const first = chordly.fill(block);
    expect(first).toBeGreaterThan(0.9);
    expect(noisy.fill(block)).toBeLessThan(0.1);
    let last = first;
    for (let i = 0; i < 80; i++) {
      const next = chordly.fill(block);
      expect(next).toBeLessThanOrEqual(last);
      last = next;
    }
    expect(last).toBe(0);
    // The first block of all is a guess at nothing.
    expect(createConcealer({ sampleRate }).fill(block)).toBe(0);
    chordly.close();
    noisy.close();
  });

  it('fades out in a gap without end', () => {
    const concealer = played(chord(24_000), { fadeAfterMs: 20, fadeMs: 50 });
    const gap = new Float32Array(48_000);
    concealer.fill(gap);
    const loudest = (from: number, to: number): number =>
      gap.subarray(from, to).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(loudest(0, 960)).toBeGreaterThan(0.1);
    expect(loudest(2400, 3360)).toBeLessThan(loudest(0, 960) / 2);
    expect(loudest(3360, 48_000)).toBe(0);
    // And comes back.
    const input = chord(1000);
    const output = new Float32Array(1000);
    concealer.accept(input, output);
    expect(output.subarray(128)).toEqual(input.subarray(128));
    expect(concealer.stats()).toMatchObject({ accepted: 25_000, filled: 48_000, gaps: 1 });
  });

  it('keeps silence silent', () => {
    const concealer = played(new Float32Array(20_000));
    const block = new Float32Array(500).fill(1);
    concealer.fill(block);
    expect(block.every((x) => x === 0)).toBe(true);
  });

  it('makes numbers within full scale of whatever it gets', () => {
    const random = noise(9);
    const signals = {
      clipped: (n: number) => Math.max(-1, Math.min(1, 5 * Math.sin(n / 7))),
      spikes: (n: number) => (n % 997 === 0 ? 1 : 0),
      'a constant': () => 1,
      'the highest frequency': (n: number) => (n % 2 ? 1 : -1),
      'no numbers': (n: number) => (n % 3 ? NaN : Infinity),
      'huge numbers': (n: number) => (n % 100 === 0 ? 3e38 : 0.1 * random()),
      'tiny numbers': () => 1e-38 * random(),
      'a start from nothing': (n: number) => (n < 23_990 ? 0 : Math.sin(n)),
    };
    for (const [name, signal] of Object.entries(signals)) {
      const concealer = played(Float32Array.from({ length: 24_000 }, (_, n) => signal(n)));
      const gap = new Float32Array(6000);
      concealer.fill(gap);
      const most = name === 'huge numbers' ? 8 : 1;
      if (!gap.every((x) => Math.abs(x) <= most))
        expect.fail(`${name}: ${gap.find((x) => !(Math.abs(x) <= most))}`);
      const after = new Float32Array(300).fill(0.5);
      concealer.accept(after, after);
      expect(after[299]).toBe(0.5);
      concealer.close();
    }
  });

  it('takes blocks of any length, in place', () => {
    const concealer = createConcealer({ sampleRate });
    const empty = new Float32Array(0);
    concealer.accept(empty, empty);
    concealer.fill(empty);
    expect(concealer.stats().gaps).toBe(0);
    const signal = chord(9000);
    const inPlace = signal.slice();
    concealer.accept(inPlace, inPlace);
    expect(inPlace).toEqual(signal);
    concealer.close();
    concealer.close();
  });

  it('refuses what cannot be', async () => {
    const code = (options: object): string | undefined => {
      try {
        createConcealer({ sampleRate, ...options });
        return undefined;
      } catch (error) {
        return (error as JamError).code;
      }
    };
    expect(code({ sampleRate: 7999 })).toBe('bad-option');
    expect(code({ sampleRate: NaN })).toBe('bad-option');
    expect(code({ method: 'magic' })).toBe('bad-option');
    expect(code({ fitting: 'later' })).toBe('bad-option');
    expect(code({ returnMs: 11 })).toBe('bad-option');
    expect(code({ fadeMs: 0 })).toBe('bad-option');
    const pool = createFittingPool();
    await pool.close();
    expect(code({ fitting: 'worker', pool })).toBe('closed');
  });

  it('goes on with nothing, and says so, where its worker has gone', async () => {
    const pool = createFittingPool();
    const concealer = createConcealer({ sampleRate, fitting: 'worker', pool });
    await pool.close();
    const signal = chord(9000);
    concealer.accept(signal, signal);
    const block = new Float32Array(128);
    concealer.fill(block);
    expect(block.every(Number.isFinite)).toBe(true);
    concealer.close();
  });
});

describe('what is shown of a gap that may be none', () => {
  const block = 64;
  const random = noise(2);
  const signal = chord(9600).map((value) => value + 0.05 * random());
  const settings = [
    { sampleRate },
    { sampleRate, neural: false },
    { sampleRate: 96_000, returnMs: 10 },
    { sampleRate, method: 'repeat' },
  ] as const;

  /** Every 5th block from the 60th on is lost, two in a row now and then. With `shows` all are looked at before. */
  function run(options: (typeof settings)[number], shows: boolean): Float32Array {
    const concealer = createConcealer(options);
    const heard = new Float32Array(signal.length);
    for (let k = 0; k < signal.length / block; k++) {
      const output = heard.subarray(k * block, (k + 1) * block);
      const shown = new Float32Array(block);
      if (shows) {
        concealer.preview(shown.subarray(0, 10));
        concealer.preview(shown);
      }
      if (k < 60 || k % 5 > (k % 4 === 0 ? 1 : 0)) {
        concealer.accept(signal.subarray(k * block, (k + 1) * block), output);
        continue;
      }
      concealer.fill(output);
      if (shows) expect(shown).toEqual(output);
    }
    concealer.close();
    return heard;
  }

  it.each(settings)('is what a fill gives, and changes nothing (%o)', (options) => {
    expect(run(options, true)).toEqual(run(options, false));
  });
});
