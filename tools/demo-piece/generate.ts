/**
 * Writes the demo piece to apps/toaster/assets/demo.mid. With --check it writes nothing and fails where the file differs;
 * with --print it also lists the bars and what sounds in them.
 *
 *   npx tsx --conditions=@jamnet/source tools/demo-piece/generate.ts [--check] [--print]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { renderDemoPiece } from './performance.js';
import { ARPEGGIO_BARS, CADENCE, FINAL } from './score.js';

const target = new URL('../../apps/toaster/assets/demo.mid', import.meta.url);
const piece = renderDemoPiece();

if (process.argv.includes('--print')) {
  for (const { bar, harmony, voices } of ARPEGGIO_BARS) printBar(bar, harmony, voices);
  printBar(CADENCE.bar, CADENCE.harmony, [...CADENCE.bass, '|', ...CADENCE.melody]);
  printBar(FINAL.bar, FINAL.harmony, [...FINAL.bass, ...FINAL.chord]);
}

if (!process.argv.includes('--check')) writeFileSync(target, piece);
else if (!readFileSync(target).equals(piece)) {
  console.error(
    'apps/toaster/assets/demo.mid is not what tools/demo-piece makes: generate it again',
  );
  process.exitCode = 1;
}

function printBar(bar: number, harmony: string, notes: readonly string[]): void {
  console.log(`${String(bar).padStart(2)}  ${harmony.padEnd(8)} ${notes.join(' ')}`);
}
