import type { CheckedOptions } from '../check-options.js';
import { createShapedPredictor } from '../neural/shaped-predictor.js';
import { createCoreMemory, openCore } from '../fitting/core.js';
import { GapFiller } from './gap-filler.js';
import { createZeroPredictor } from './repeat-predictor.js';

const GAPS = 12;
const BLOCK = 128;
/** Blocks of a gap: the first, the one that makes texture, and one as they all are from then on. */
const LOST = 3;

/** WebAssembly is compiled anew, and faster, once it has run for so long. */
const CORE_GAPS = 100;

let warm = false;

/**
 * Fills gaps that nobody hears, once in a process: what runs in gaps only would else be interpreted in a stream's first ones, which takes 50 times as
 * long. Takes 0.1 to 0.3 s.
 */
export function warmUp(options: CheckedOptions): void {
  if (warm) return;
  warm = true;
  const filler = new GapFiller(options, createShapedPredictor(createZeroPredictor()));
  const block = new Float32Array(BLOCK);
  for (let gap = 0; gap < GAPS; gap++) {
    for (let i = 0; i < BLOCK; i++) block[i] = ((i * 37 + gap) % 19) / 100;
    filler.accept(block, block);
    for (let i = 0; i < LOST; i++) filler.fill(block);
  }
  filler.close();
  const core = openCore(createCoreMemory());
  for (let gap = 0; gap < CORE_GAPS; gap++) {
    core.startFill(gap * BLOCK, 0);
    core.fill(gap * BLOCK, BLOCK);
  }
}
