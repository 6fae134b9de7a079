import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCounters } from '../../src/session/audio-counters.js';
import type { Concealer } from '../../src/session/concealer.js';
import { createFrameStore, Known } from '../../src/session/frame-store.js';
import { createPlayedLine, Played } from '../../src/session/played-line.js';

const RATE = 8000;
const N = 16;
const FILLED = -7;

/** Writes down what it is told of each frame: its value, or `FILLED`. */
function createTold(canShow: boolean): Concealer & { readonly told: number[] } {
  const told: number[] = [];
  return {
    told,
    accept(input, output) {
      output.set(input);
      told.push(...input);
    },
    fill(output) {
      output.fill(FILLED);
      for (let i = 0; i < output.length; i++) told.push(FILLED);
      return 0.5;
    },
    ...(canShow ? { preview: (output: Float32Array) => (output.fill(FILLED), 0.5) } : {}),
    close: () => undefined,
  };
}

function createLine(canShow = true) {
  const source = createFrameStore(1, 1024);
  const concealer = createTold(canShow);
  const counters = noCounters();
  const line = createPlayedLine(source, RATE, () => concealer, counters);
  const put = (chunk: number): void => {
    for (let i = 0; i < N; i++)
      source.put(chunk * N + i, Float32Array.of(chunk * N + i + 1), 0, Known.EXACT);
    line.improved(chunk * N, (chunk + 1) * N, false);
  };
  return { line, put, counters, told: concealer.told };
}

describe('what is played', () => {
  it('tells a concealer of each frame once, in order, as it was when it was taken', () => {
    const step = fc.record({ came: fc.array(fc.nat(3), { maxLength: 3 }), late: fc.boolean() });
    const property = fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
      const { line, put, told } = createLine();
      line.begin(0);
      const taken: number[] = [];
      for (const [k, { came, late }] of steps.entries()) {
        const arrive = (): void => {
          for (const ahead of came) put(k + ahead);
        };
        if (!late) arrive();
        line.ahead();
        line.due((k + 1) * N, 0, -Infinity);
        // What comes now has been predicted and not been read.
        if (late) arrive();
        for (let place = k * N; place < (k + 1) * N; place++)
          taken.push(line.played(place) === Played.PREDICTED ? FILLED : place + 1);
        line.take((k + 1) * N);
      }
      line.due(steps.length * N + N, 0, Infinity);
      const most = Math.min(taken.length, told.length);
      expect(told.slice(0, most)).toEqual(taken.slice(0, most));
      expect(told.length).toBeGreaterThanOrEqual(taken.length);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('keeps the past of a concealer true though each chunk is predicted before it comes', () => {
    const { line, put, told, counters } = createLine();
    line.begin(0);
    for (let k = 0; k < 40; k++) {
      line.due((k + 1) * N, 0, -Infinity);
      if (k !== 30) put(k);
      line.take((k + 1) * N);
    }
    line.due(41 * N, 0, Infinity);
    const past = told.slice(0, 40 * N);
    const lost = (i: number): boolean => Math.floor(i / N) === 30;
    expect(past).toEqual(past.map((_, i) => (lost(i) ? FILLED : i + 1)));
    expect(counters).toMatchObject({ concealed: N });
  });

  it('does not count as concealed what was read after the last frame of a stream that has ended', () => {
    const play = (came: (k: number) => boolean, lateAtEnd = false) => {
      const { line, put, counters } = createLine();
      line.begin(0);
      for (let k = 0; k < 20; k++) {
        if (came(k)) put(k);
        line.ahead();
        line.due((k + 1) * N, 0, Infinity);
        line.take((k + 1) * N);
      }
      if (lateAtEnd) put(12);
      line.ended();
      line.ended();
      return counters.concealed;
    };
    expect(play((k) => k < 10 && k !== 5)).toBe(N);
    expect(play((k) => k < 10 || k === 15)).toBe(5 * N);
    // What came too late was lost on the listener.
    expect(play((k) => k < 10, true)).toBe(3 * N);
    expect(play(() => true)).toBe(0);
  });

  it('fills at once where a concealer cannot show', () => {
    const { line, put, told } = createLine(false);
    line.begin(0);
    line.due(N, 0, -Infinity);
    expect(told.length).toBe(N);
    put(0);
    expect(line.played(0)).not.toBe(Played.PREDICTED);
  });

  it('counts each frame once, by what it was when it was taken', () => {
    const { line, put, counters } = createLine();
    line.begin(0);
    for (let k = 0; k < 12; k++) {
      if (k % 4 !== 3) put(k);
      line.due((k + 1) * N, 0, (k + 1) * N);
      line.take((k + 1) * N);
      line.take((k + 1) * N);
    }
    const { exact, faded, concealed, halfRate } = counters;
    expect(concealed).toBe(3 * N);
    expect(exact + faded + concealed + halfRate).toBe(12 * N);
  });

  it('waits at a gap where it is to, and goes on from there', () => {
    const { line, put } = createLine();
    line.begin(0);
    put(0);
    line.due(N, 0, N);
    line.take(N);
    expect(line.due(2 * N, 2 * N, 2 * N)).toBe(N);
    expect(line.shift).toBe(N);
    expect(line.due(3 * N, 0, 3 * N)).toBe(N);
    put(1);
    line.due(4 * N, 0, 4 * N);
    expect(line.shift).toBe(2 * N);
    expect(line.played(3 * N)).not.toBe(Played.PREDICTED);
  });
});
