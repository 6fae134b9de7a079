import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@jamnet/testkit';
import { packageFolder, SAMPLE_RATE } from './cache.js';
import type { Clip } from './clips.js';
import { decodeFile, decodeWithin, playMidi } from './decode.js';
import { playPattern } from './drum-pattern.js';
import { soloChannels } from './midi-solo.js';

export const CLIP_SECONDS = 10;
/** Less than that is no music: a cut in a pause, a channel that is not there. */
const LEAST_RMS = 10 ** (-55 / 20);
const SEED = 20_261_129;

/** A clip out of its unpacked package: at most ten seconds, mono, 48 kHz, within ±1. */
export function makeClip(clip: Clip): Float32Array {
  const samples = loudEnough(clip.name, play(clip));
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak > 0.99) for (let i = 0; i < samples.length; i++) samples[i] *= 0.99 / peak;
  return samples;
}

function play({ recipe, source, name }: Clip): Float32Array {
  const path = (file: string): string => join(packageFolder(source), file);
  switch (recipe.kind) {
    case 'track':
      return recipe.within === undefined
        ? decodeFile(path(recipe.file), recipe.startS, CLIP_SECONDS)
        : decodeWithin(path(recipe.file), recipe.within, recipe.startS, CLIP_SECONDS);
    case 'row':
      return joined(recipe.files.map((file) => decodeFile(path(file))));
    case 'midi': {
      const midi = soloChannels(readFileSync(path(recipe.file)), recipe.channels, recipe.program);
      const [fonts, font] = recipe.soundfont;
      return playMidi(midi, join(packageFolder(fonts), font), recipe.startS, CLIP_SECONDS);
    }
    case 'pattern': {
      const rows = recipe.rows.map(([file, strokes]) => ({
        sound: decodeFile(path(`${recipe.folder}${file}`)),
        strokes,
      }));
      return playPattern(rows, recipe.bpm, CLIP_SECONDS, createRandom(SEED + name.length));
    }
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out.subarray(0, Math.min(out.length, CLIP_SECONDS * SAMPLE_RATE));
}

function loudEnough(name: string, samples: Float32Array): Float32Array {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  if (samples.length < 2 * SAMPLE_RATE || Math.sqrt(energy / samples.length) < LEAST_RMS) {
    throw new Error(`clip ${name} is too short or silent: ${samples.length} samples`);
  }
  return samples;
}
