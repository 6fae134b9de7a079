import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { JamError } from '@jamnet/wire';
import { packageFolder } from '../asset.js';

const run = promisify(execFile);

/** What the page is made of, in the package's folder. In an installation there is no `page`, and the built file is as it is. */
const SOURCES = ['page', 'src/window', 'src/engine/jam-state.ts'];
const BUILT = 'page-dist/index.html';

/**
 * Path of the page in one file. In a checkout it is built when it is missing or older than its sources.
 *
 * @throws {JamError} `file-unreadable` when it is not there and cannot be built
 */
export async function pageFile(folder = packageFolder()): Promise<string> {
  const built = join(folder, BUILT);
  const isCheckout = existsSync(join(folder, 'page', 'vite.config.ts'));
  if (isCheckout && changedMs(built) < newestMs(folder)) await build(folder, built);
  if (existsSync(built)) return built;
  throw new JamError('file-unreadable', `The page ${built} is not there; install TOASTer again`);
}

/** When the newest of the sources was changed. */
function newestMs(folder: string): number {
  return Math.max(...SOURCES.map((source) => newestWithin(join(folder, source))));
}

function newestWithin(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestWithin(join(path, name))));
}

function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

/** Beside its place first: whoever opens the page meanwhile finds the old one or the new one, and nothing in between. */
async function build(folder: string, built: string): Promise<void> {
  const scratch = await mkdtemp(join(folder, 'page-dist-'));
  try {
    const vite = join(
      dirname(createRequire(import.meta.url).resolve('vite/package.json')),
      'bin/vite.js',
    );
    const config = join(folder, 'page', 'vite.config.ts');
    const args = [vite, 'build', '--config', config, '--outDir', scratch, '--logLevel', 'error'];
    // Whoever asks may be a test; the page is always as it is for musicians.
    const env = { ...process.env, NODE_ENV: 'production' };
    await run(process.execPath, args, { cwd: folder, env });
    await mkdir(dirname(built), { recursive: true });
    await rename(join(scratch, 'index.html'), built);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = stderr?.trim() || String(error);
    throw new JamError('file-unreadable', `The page cannot be built: ${reason}; run npm install`, {
      cause: error,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
