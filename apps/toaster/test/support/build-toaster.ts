import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from './build-programs.js';

/** Makes one script of the program's sources and all that it imports, for the life of this process, and gives its path. */
export async function buildToaster(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'toaster-build-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await buildPrograms(root, { toaster: join(root, 'src/cli.ts') }, outDir);
  return join(outDir, 'toaster.mjs');
}
