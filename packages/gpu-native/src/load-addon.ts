import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Addon, AddonResult } from './addon.js';
import { elfFault } from './elf-fault.js';

/** Where to look. A test looks elsewhere. */
export interface LoadOptions {
  /** @default the folder of this package */
  readonly root?: string;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** @default Node's own, from here */
  readonly require?: (id: string) => unknown;
}

const BUILD_HINT = 'npx jamnet-gpu-build compiles it where a C++17 compiler is';

type FindBinary = { path(root: string): string };

/** Looks for the binary, checks it and loads it. Throws nothing. */
export function loadAddonFrom(options: LoadOptions = {}): AddonResult {
  const root = options.root ?? fileURLToPath(new URL('..', import.meta.url));
  const require = options.require ?? createRequire(import.meta.url);
  const platform = `${process.platform}-${process.arch}`;
  const refuse = (reason: string, tried: readonly string[], hint: string): AddonResult => ({
    ok: false,
    reason,
    tried,
    hint,
  });
  if ((options.env ?? process.env)['JAMNET_NATIVE'] === 'off')
    return refuse('switched off by JAMNET_NATIVE=off', [], 'unset JAMNET_NATIVE');

  let find: FindBinary;
  try {
    find = require('node-gyp-build') as FindBinary;
  } catch (error) {
    const hint = 'npm install node-gyp-build, or install @jamnet/gpu-native anew';
    return refuse(`node-gyp-build does not load: ${firstLine(error)}`, ['node-gyp-build'], hint);
  }

  let path: string;
  try {
    path = find.path(root);
  } catch {
    const tried = [join(root, 'build', 'Release'), join(root, 'prebuilds', platform)];
    return refuse(`no binary for ${platform}${libc()}`, tried, BUILD_HINT);
  }

  const fault = damage(path);
  if (fault !== undefined) return refuse(fault, [path], BUILD_HINT);
  let addon: Addon;
  try {
    addon = require(path) as Addon;
  } catch (error) {
    const reason = firstLine(error).replace(`${path}: `, '');
    return refuse(`the binary does not load: ${reason}`, [path], BUILD_HINT);
  }
  const wanted = versionOf(root);
  if (addon.version !== wanted) {
    const reason = `the binary is of version ${addon.version ?? 'unknown'}, the package of ${wanted}`;
    return refuse(reason, [path], BUILD_HINT);
  }
  return { ok: true, addon, path };
}

/** The system's loader ends the process when it runs past the end of a file, so a file that was cut short must not reach it. */
function damage(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const fault = elfFault(readFileSync(path));
    return fault && `the binary is damaged: ${fault}`;
  } catch (error) {
    return `the binary cannot be read: ${firstLine(error)}`;
  }
}

function versionOf(root: string): string {
  try {
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    return (JSON.parse(manifest) as { version: string }).version;
  } catch {
    return 'unknown version'; // moved away from its manifest, by a bundler say: nothing tells that the two go together
  }
}

/** node-gyp-build tells the two C libraries of Linux apart in this way. */
function libc(): string {
  if (process.platform !== 'linux') return '';
  return existsSync('/etc/alpine-release') ? ' with musl' : ' with glibc';
}

function firstLine(error: unknown): string {
  return String((error as Error)?.message ?? error).split('\n')[0]!;
}
