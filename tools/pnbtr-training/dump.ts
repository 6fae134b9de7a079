/**
 * Writes what the network learns from: for gaps in the dev clips, what the bands' past and the prediction look like in every frame, and
 * how the truth went on. Used by train.py.
 *
 *   npx tsx --conditions=@jamnet/source tools/pnbtr-training/dump.ts OUT [gaps per clip] [every n-th clip]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '@jamnet/testkit';
import { BANDS, bandEnergies, BINS, HOP } from '../../packages/pnbtr/src/neural/bands.js';
import { createEnvelopeHistory } from '../../packages/pnbtr/src/neural/envelope-history.js';
import { envelopeInputs, INPUTS } from '../../packages/pnbtr/src/neural/envelope-inputs.js';
import { createFramePair } from '../../packages/pnbtr/src/neural/frame-pair.js';
import { createTexture, TEXTURE_FRAMES } from '../../packages/pnbtr/src/neural/texture.js';
import { CLIPS } from 'recordings-jamnet/clips.js';
import { loadClip, prepareClips } from 'recordings-jamnet/prepare-clips.js';
import { predict, type Prediction } from './predictor.js';

/** Frames after the loss; the prediction reaches a frame further. */
const FRAMES = 24;
const LOST = (FRAMES + 2) * HOP;
const HEARD = 60_000;
const SEED = 4_242;
const LEAST_RMS = 1e-3;

const [out, gapsPerClip = '12', every = '1'] = process.argv.slice(2);
prepareClips('dev', (text) => console.error(text));
const file = openSync(out, 'w');
const random = createRandom(SEED);
const pair = createFramePair();
const texture = createTexture();
const texturePair = createFramePair();
const predictedBands = new Float64Array(BANDS);
const truthBands = new Float64Array(BANDS);
const textureBands = new Float64Array(BANDS);
const cross = new Float64Array(BINS);
const crossBands = new Float64Array(BANDS);
const inputs = new Float64Array(BANDS * INPUTS);
let rows = 0;

const clips = CLIPS.filter(({ split }) => split === 'dev').filter(
  (_, i) => i % Number(every) === 0,
);
for (const [index, { name }] of clips.entries()) {
  const { samples } = loadClip(name);
  const starts = places(samples, Number(gapsPerClip));
  for (const start of starts) writeGap(samples, start, predict(samples, start, LOST), index);
  console.error(`${index + 1} of ${clips.length}: ${name}, ${starts.length} gaps`);
}
closeSync(file);
console.error(`${rows} rows of ${INPUTS} inputs and 7 more`);

/** Gaps far enough apart that a model sees none but its own. */
function places(samples: Float32Array, count: number): number[] {
  const room = samples.length - HEARD - LOST - 4_800;
  return Array.from({ length: count }, (_, i) =>
    Math.floor(HEARD + (room * (i + random() * 0.3)) / count),
  ).filter((start) => {
    let energy = 0;
    for (let i = start; i < start + 2_400; i++) energy += samples[i] ** 2;
    return Math.sqrt(energy / 2_400) > LEAST_RMS;
  });
}

function writeGap(
  samples: Float32Array,
  start: number,
  { samples: predicted, expectedError }: Prediction,
  clip: number,
): void {
  const history = createEnvelopeHistory();
  history.hear(samples, start - 6_144, 6_144);
  const past = history.summarise();
  texture.keep(samples.subarray(start - TEXTURE_FRAMES, start), 0);
  texture.make();
  // Both begin half a frame before the loss.
  const played = samples.slice(start - HOP, start + LOST);
  played.set(predicted, HOP);
  const truth = samples.subarray(start - HOP, start + LOST);
  const row = new Float32Array(INPUTS + 7);
  const block = new Float32Array(FRAMES * BANDS * row.length);
  for (let frame = 1; frame <= FRAMES; frame++) {
    const at = frame * HOP;
    pair.analyse(played, at, truth, at);
    const within = (at - HOP) % TEXTURE_FRAMES;
    texturePair.analyse(texture.samples, within, texture.samples, within);
    for (let k = 0; k < BINS; k++) {
      cross[k] = pair.firstRe[k] * pair.secondRe[k] + pair.firstIm[k] * pair.secondIm[k];
    }
    bandEnergies(pair.firstPower, predictedBands);
    bandEnergies(pair.secondPower, truthBands);
    bandEnergies(texturePair.firstPower, textureBands);
    bandEnergies(cross, crossBands);
    envelopeInputs(past, predictedBands, frame, expectedError, inputs);
    for (let band = 0; band < BANDS; band++) {
      row.set(inputs.subarray(band * INPUTS, (band + 1) * INPUTS));
      row[INPUTS] = predictedBands[band];
      row[INPUTS + 1] = crossBands[band];
      row[INPUTS + 2] = truthBands[band];
      row[INPUTS + 3] = textureBands[band];
      row[INPUTS + 4] = frame;
      row[INPUTS + 5] = band;
      row[INPUTS + 6] = clip;
      block.set(row, ((frame - 1) * BANDS + band) * row.length);
      rows++;
    }
  }
  writeSync(file, new Uint8Array(block.buffer));
}
