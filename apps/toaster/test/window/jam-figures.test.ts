import { describe, expect, it } from 'vitest';
import {
  boundFigure,
  clockFigure,
  msFigure,
  offsetFigure,
  rateFigure,
  shareFigure,
  volumeFigure,
} from '../../src/window/jam-figures.js';
import { engineWords, syncWords } from '../../src/window/jam-words.js';
import { dbPosition, meterAfter, meterPosition } from '../../src/window/meter-scale.js';
import { highestOf, newestOf, plotCeiling } from '../../src/window/plot-scale.js';
import { repairParts, repairWidths } from '../../src/window/repair-parts.js';

describe('figures', () => {
  it.each([
    [msFigure(0.04), '0.0 ms'],
    [msFigure(12.34), '12.3 ms'],
    [msFigure(99.96), '100 ms'],
    [msFigure(null), '–'],
    [shareFigure(0), '0 %'],
    [shareFigure(0.0001), '< 0.1 %'],
    [shareFigure(0.0213), '2.1 %'],
    [shareFigure(0.42), '42 %'],
    [shareFigure(0.99999), '> 99.9 %'],
    [shareFigure(0.972), '97.2 %'],
    [shareFigure(1), '100 %'],
    [shareFigure(null), '–'],
    [offsetFigure(0), '0 µs'],
    [offsetFigure(-12), '−12 µs'],
    [offsetFigure(1_234), '+1.23 ms'],
    [boundFigure(41), '± 41 µs'],
    [rateFigure(640), '640 kbit/s'],
    [rateFigure(2_410), '2.4 Mbit/s'],
    [clockFigure(62), '1:02'],
    [clockFigure(3_723), '1:02:03'],
    [volumeFigure(1), '0 dB'],
    [volumeFigure(0.5), '−6.0 dB'],
    [volumeFigure(2), '+6.0 dB'],
    [volumeFigure(0), 'silent'],
  ])('%s', (figure, wanted) => {
    expect(figure).toBe(wanted);
  });
});

describe('a repair bar', () => {
  const repair = { direct: 990, copies: 6, jellie: 3, predicted: 1, missing: 0, notesRepaired: 4 };

  it('shows shares of all that was heard', () => {
    const parts = repairParts(repair);
    expect(parts.map(({ share }) => share)).toEqual([0.99, 0.006, 0.003, 0.001, 0]);
    expect(repairParts({ ...repair, direct: 0, copies: 0, jellie: 0, predicted: 0 })).toEqual([]);
  });

  it('fills its width, hides nothing that is there and shows nothing that is not', () => {
    const widths = repairWidths(repairParts(repair), 100, 2);
    expect(widths).toEqual([94, 2, 2, 2, 0]);
  });
});

describe('scales', () => {
  it('end at a round number above the highest value', () => {
    expect(plotCeiling([null, 3, 12], 5)).toBe(20);
    expect(plotCeiling([null], 5)).toBe(5);
    expect(plotCeiling([0.31], 0.02)).toBe(0.5);
  });

  it('tell the highest and the newest value, past gaps', () => {
    expect(highestOf([null, 3, 1])).toBe(3);
    expect(highestOf([null])).toBeNull();
    expect(newestOf([5, 4, null])).toBe(4);
    expect(newestOf([5, null, null, null])).toBeNull();
  });

  it('of a meter are logarithmic, rise at once and fall slowly', () => {
    expect(meterPosition(1)).toBe(1);
    expect(meterPosition(0)).toBe(0);
    expect(meterPosition(0.5)).toBeCloseTo(dbPosition(-6.02), 3);
    expect(meterAfter(0, 1)).toBe(1);
    expect(meterAfter(1, 0)).toBeGreaterThan(0.9);
  });
});

describe('words', () => {
  it('say whose timeline it is', () => {
    const locked = { master: 'Anna', isMaster: false, offsetUs: 12, boundUs: 41 } as const;
    expect(syncWords({ ...locked, state: 'locked' })).toMatchObject({
      text: 'with Anna',
      more: '+12 µs ± 41 µs',
      mood: 'good',
    });
    expect(syncWords({ ...locked, state: 'locked', isMaster: true }).text).toBe('you lead');
    expect(syncWords({ ...locked, state: 'holdover' }).mood).toBe('bad');
  });

  it('say what the engine lacks and what comes next, and nothing while all is well', () => {
    expect(engineWords({ kind: 'running' }, true)).toBeNull();
    const gone = { kind: 'restarting', problem: 'it crashed', inMs: 2_000, room: 'main' } as const;
    expect(engineWords(gone, true)).toMatchObject({
      text: 'The engine is gone: it crashed',
      more: 'It starts again in 2 s and joins main again.',
    });
    const stopped = { kind: 'stopped', problem: 'it crashed', room: null } as const;
    expect(engineWords(stopped, true)?.more).toContain('toaster doctor');
  });
});
