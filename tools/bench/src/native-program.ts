import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../native/', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../../../.jamnet/bench/', import.meta.url));

/**
 * Compiles a C file of `native/` when that has not been done, with `flags` after the file's name. Returns the program's path; undefined,
 * where there is no compiler or a library is missing.
 */
export function compiledProgram(source: string, flags: readonly string[] = []): string | undefined {
  const from = join(SOURCES, source);
  const to = join(OUTPUT, basename(source, '.c'));
  if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) return to;
  mkdirSync(OUTPUT, { recursive: true });
  const compiler = process.env['CC'] ?? 'cc';
  // Processes that bench together all compile it: none may start what another is writing.
  const part = `${to}.${process.pid}`;
  const { error, status } = spawnSync(compiler, ['-O2', '-o', part, from, ...flags], {
    stdio: 'inherit',
  });
  if (error !== undefined || status !== 0) return undefined;
  renameSync(part, to);
  return to;
}
