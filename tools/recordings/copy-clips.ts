import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clipFile } from './cache.js';
import { CLIPS } from './clips.js';
import type { Split } from './sources.js';

/** Copies the clips of a half into `folder/<split>/`. */
export function copyClips(split: Split, folder: string): void {
  mkdirSync(join(folder, split), { recursive: true });
  for (const { name } of CLIPS.filter((clip) => clip.split === split)) {
    copyFileSync(clipFile(split, name), join(folder, split, `${name}.f32`));
  }
}
