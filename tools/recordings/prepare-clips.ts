import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clipFile } from './cache.js';
import { type Clip, CLIPS } from './clips.js';
import { readFloats } from './decode.js';
import { installPrograms, installSource } from './install.js';
import { makeClip } from './make-clip.js';
import { SOURCES, type Split } from './sources.js';

export interface PreparedClip extends Clip {
  /** Mono, 48 kHz. */
  readonly samples: Float32Array;
}

/** Installs what a half of the clips needs and makes those that are missing. Blocks; downloads up to 450 MB the first time. */
export function prepareClips(split: Split, say: (text: string) => void): void {
  const missing = CLIPS.filter(
    (clip) => clip.split === split && !existsSync(clipFile(split, clip.name)),
  );
  if (missing.length === 0) return;
  installPrograms(say);
  for (const source of SOURCES) if (source.splits.includes(split)) installSource(source, say);
  for (const [i, clip] of missing.entries()) {
    say(`${split} clip ${i + 1} of ${missing.length}: ${clip.name}`);
    const file = clipFile(split, clip.name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, new Uint8Array(makeClip(clip).buffer));
    renameSync(`${file}.part`, file);
  }
}

/** A clip by its name, made before with {@link prepareClips}. */
export function loadClip(name: string): PreparedClip {
  const clip = CLIPS.find((each) => each.name === name);
  if (clip === undefined) throw new Error(`no clip is called ${name}`);
  return { ...clip, samples: readFloats(clipFile(clip.split, name)) };
}
