import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson, root } from './paths.mjs';
import { exclusively, quietlyOrThrow } from './task.mjs';

const lockPath = join(root, 'package-lock.json');
const stampPath = join(root, 'node_modules', '.jamnet-installed');

/** Installs the dependencies unless they are there as `package-lock.json` wants them. */
export async function ensureInstalled() {
  const wanted = stamp();
  if (isStamped(wanted)) return;
  await exclusively('install', async () => {
    if (isStamped(wanted)) return;
    if (!isInstalled()) await install();
    writeFileSync(stampPath, wanted);
  });
}

/** The command line for npm: the very one that runs us, if one does. */
export function npm(...args) {
  const self = process.env.npm_execpath;
  if (self && basename(self) === 'npm-cli.js')
    return { command: [process.execPath, self, ...args] };
  return { command: ['npm', ...args], shell: process.platform === 'win32' };
}

async function install() {
  const fetched = new Set();
  const total = Object.keys(readJson(lockPath).packages).length;
  const { command, shell } = npm(
    ...['ci', '--include=dev', '--include=optional', '--ignore-scripts'],
    ...['--no-audit', '--no-fund', '--loglevel=http'],
  );
  await quietlyOrThrow('installing dependencies (once)', command, {
    shell,
    detail: (text) => {
      for (const [tarball] of text.matchAll(/\S+\.tgz\b/g)) fetched.add(tarball);
      return `${fetched.size} of at most ${total} packages fetched`;
    },
  });
}

function isStamped(wanted) {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted;
}

function stamp() {
  const hash = createHash('sha256').update(readFileSync(lockPath)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** True when an `npm install` by hand has already brought what the lockfile names. */
function isInstalled() {
  const hiddenPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hiddenPath)) return false;
  const installed = readJson(hiddenPath).packages;
  return Object.entries(readJson(lockPath).packages).every(
    ([path, { version, link, optional }]) => {
      if (!path.startsWith('node_modules/')) return true;
      const there = installed[path];
      return there ? Boolean(there.link) === Boolean(link) && there.version === version : optional;
    },
  );
}
