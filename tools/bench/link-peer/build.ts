import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type LinkPeerProgram =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

const SOURCE = fileURLToPath(new URL('main.cpp', import.meta.url));
const HEADER = '/usr/include/ableton/Link.hpp';
const OPTIONS = ['-std=c++17', '-O1', '-DLINK_PLATFORM_UNIX=1', '-DLINK_PLATFORM_LINUX=1'];
const LIBRARIES = ['-lpthread', '-latomic'];

let known: LinkPeerProgram | undefined;

/**
 * Compiles `main.cpp`, with Link from Debian's `ableton-link-dev`, into the system's temporary folder, where it stays until its text
 * changes. Takes some ten seconds and blocks meanwhile. The program is never part of this project: Link's licence is the GPL.
 */
export function buildLinkPeer(): LinkPeerProgram {
  known ??= build();
  return known;
}

function build(): LinkPeerProgram {
  if (process.platform !== 'linux')
    return {
      ok: false,
      reason: `the real Link peer is built on Linux; this is ${process.platform}`,
    };
  if (!existsSync(HEADER))
    return {
      ok: false,
      reason: "Link is not installed; install Debian's package ableton-link-dev",
    };
  const compiler = process.env['CXX'] ?? 'g++';
  const version = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined || version.status !== 0)
    return {
      ok: false,
      reason: `the compiler ${compiler} does not run; install Debian's package g++`,
    };
  const hash = createHash('sha256')
    .update(readFileSync(SOURCE))
    .update([version.stdout, ...OPTIONS, ...LIBRARIES].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(tmpdir(), `jamnet-link-peer-${process.getuid?.() ?? 0}`);
  const path = join(folder, `link-peer-${hash}`);
  if (existsSync(path)) return { ok: true, path };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Two builds at once must not run each other's half-written program.
  const fresh = `${path}-${process.pid}`;
  const built = spawnSync(compiler, [...OPTIONS, '-o', fresh, SOURCE, ...LIBRARIES], {
    encoding: 'utf8',
  });
  if (built.status !== 0)
    return {
      ok: false,
      reason: `${compiler} cannot build the Link peer: ${built.stderr.slice(0, 2000)}`,
    };
  renameSync(fresh, path);
  return { ok: true, path };
}
