import type { Predictor } from './concealer.js';

/** The last 10 ms over and over: what the others are compared with. */
export function createRepeatPredictor(sampleRate: number): Predictor {
  const period = Math.max(1, Math.round(sampleRate / 100));
  const past = new Float32Array(period);
  const remember = (position: number, value: number): void => {
    past[position % period] = value;
  };
  return {
    sureStep: 0,
    waits: 0,
    lateModels: 0,
    know(position, samples, from, count) {
      for (let i = 0; i < count; i++) remember(position + i, samples[from + i]!);
    },
    begin: () => 0.5,
    predict(position, output, count) {
      for (let i = 0; i < count; i++) output[i] = past[(position + i) % period]!;
    },
    keep() {},
    close() {},
  };
}

/** Silence. */
export function createZeroPredictor(): Predictor {
  return {
    sureStep: 0,
    waits: 0,
    lateModels: 0,
    know() {},
    begin: () => 1,
    predict(_position, output, count) {
      output.fill(0, 0, count);
    },
    keep() {},
    close() {},
  };
}
