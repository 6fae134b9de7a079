import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../support/build-programs.js';

/** Scripts that Node runs as they are, for the life of this process: the folder of `fake-engine.mjs`, `window-run.mjs` and `tui-run.mjs`. */
export async function buildWindowPrograms(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'jamnet-window-programs-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const here = join(root, 'test/window');
  const programs = {
    'fake-engine': join(here, 'fake-engine.ts'),
    'window-run': join(here, 'window-run.ts'),
    'tui-run': join(root, 'test/tui/tui-run.ts'),
  };
  await buildPrograms(root, programs, outDir);
  return outDir;
}

/** Whether there is such a process, and it is more than an entry that nobody has read yet. */
export function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
