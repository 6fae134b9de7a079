import { describe, expect, it } from 'vitest';
import type { Predictor } from '../../src/concealer/concealer.js';
import { createShapedPredictor } from '../../src/neural/shaped-predictor.js';

/** Predicts its own positions, and writes down what it is told. */
function createCounting(): Predictor & { predicted: number[]; known: Map<number, number> } {
  const predicted: number[] = [];
  const known = new Map<number, number>();
  return {
    predicted,
    known,
    waits: 0,
    sureStep: 0,
    lateModels: 0,
    know(position, samples, from, count) {
      for (let i = 0; i < count; i++) known.set(position + i, samples[from + i]!);
    },
    begin: () => 0.2,
    predict(position, output, count) {
      for (let i = 0; i < count; i++) {
        predicted.push(position + i);
        output[i] = (position + i) / 65_536;
      }
    },
    keep(position, output, count) {
      this.know(position, output, 0, count);
    },
    close: () => undefined,
  };
}

describe('a shaped predictor', () => {
  const block = new Float32Array(512);

  it('lets the models go on from the bare prediction, position by position', () => {
    const plain = createCounting();
    const shaped = createShapedPredictor(plain);
    for (let at = 0; at < 4_096; at += 512) shaped.know(at, block, 0, 512);
    expect(shaped.begin(4_096)).toBe(0.2);
    let at = 4_096;
    for (const count of [128, 1, 300, 512, 77]) {
      shaped.predict(at, block, count);
      shaped.keep(at, block, count);
      at += count;
    }
    expect(plain.predicted).toEqual(plain.predicted.map((_, i) => 4_096 + i));
    for (let i = 4_096; i < at; i++) expect(plain.known.get(i)).toBe(Math.fround(i / 65_536));
  });

  it('goes on during the return without telling the models what was made up', () => {
    const plain = createCounting();
    const shaped = createShapedPredictor(plain);
    shaped.begin(0);
    shaped.predict(0, block, 100);
    shaped.keep(0, block, 100);
    shaped.predict(100, block, 128);
    shaped.know(100, new Float32Array(128).fill(0.5), 0, 128);
    expect(plain.known.get(99)).toBe(Math.fround(99 / 65_536));
    expect(plain.known.get(100)).toBe(0.5);
  });

  it('begins anew with each gap', () => {
    const plain = createCounting();
    const shaped = createShapedPredictor(plain);
    for (let at = 0; at < 2_048; at += 512) shaped.know(at, block, 0, 512);
    const first = new Float32Array(400);
    const second = new Float32Array(400);
    shaped.begin(2_048);
    shaped.predict(2_048, first, 100);
    shaped.keep(2_048, first, 100);
    const fresh = createShapedPredictor(createCounting());
    for (let at = 0; at < 2_048; at += 512) fresh.know(at, block, 0, 512);
    fresh.begin(2_048);
    fresh.predict(2_048, second, 100);
    fresh.keep(2_048, second, 100);
    expect(first).toEqual(second);
  });
});
