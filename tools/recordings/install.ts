import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, packageFolder } from './cache.js';
import { PROGRAMS, type Source } from './sources.js';

/** Installs the programs that are missing, where that is allowed; else says which packages to install. */
export function installPrograms(say: (text: string) => void): void {
  const missing = PROGRAMS.filter(([program]) => !isThere(program)).map(([, debian]) => debian);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() === 0) {
    say(`installing ${missing.join(', ')}`);
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    spawnSync('apt-get', [...install, 'libsox-fmt-base'], { stdio: 'ignore' });
  }
  const still = PROGRAMS.filter(([program]) => !isThere(program)).map(([, debian]) => debian);
  if (still.length > 0) {
    throw new Error(`missing programs: run "apt-get install ${still.join(' ')} libsox-fmt-base"`);
  }
}

/** Downloads and unpacks a package into the cache; no root needed. Does nothing where that is done. */
export function installSource(source: Source, say: (text: string) => void): void {
  const folder = packageFolder(source.name);
  if (existsSync(folder)) return;
  say(`downloading ${source.name}, ${source.megabytes} MB`);
  const download = join(CACHE, 'download');
  rmSync(download, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  run('apt-get', ['download', source.name], download);
  const archive = readdirSync(download).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get downloaded no ${source.name}`);
  const unpacked = join(download, 'unpacked');
  run('dpkg', ['-x', join(download, archive), unpacked], download);
  mkdirSync(join(CACHE, 'packages'), { recursive: true });
  renameSync(unpacked, folder); // only a whole package stands in its place
  rmSync(download, { recursive: true });
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { error, status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  }
}
