#!/usr/bin/env node
// Compiles the addon for this machine into prebuilds/<platform>-<arch>/. It needs a C++17 compiler and nothing else: no
// Python, no build system, no download.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  addonLinkFlags,
  bindingSources,
  commonFlags,
  compileAll,
  compilerFault,
  link,
  nodeFlags,
  packageDir,
  roomSources,
  vulkanFlags,
} from './compile.mjs';

const usage = `usage: jamnet-gpu-build [--require] [--help]

Compiles the native part of @jamnet/gpu-native for this machine, into the installed package. Where it cannot be
compiled it says why and ends with 0: JAMNet runs without it.

  --require   end with 1 where it cannot be compiled, as JAMNET_REQUIRE_NATIVE=1 does
  --help      this

CXX names the compiler (default: c++). Vulkan's headers (Debian: libvulkan-dev) bring in the GPU; without them the rest
is built.`;

const releaseFlags = ['-O2', '-fPIC', '-fvisibility=hidden', '-DNODE_ADDON_API_DISABLE_DEPRECATED'];
const noVulkan =
  'without the GPU: <vulkan/vulkan.h> was not found (Debian: apt-get install libvulkan-dev)';

/** Where the binary for this machine lies; node-gyp-build reads the platform from the folder and the libc from the name. */
export function binaryPath() {
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc';
  const tag = process.platform === 'linux' ? `.${libc}` : '';
  return join(
    packageDir,
    'prebuilds',
    `${process.platform}-${process.arch}`,
    `${prefix}${tag}.node`,
  );
}

const prefix = '@jamnet+gpu-native';

/** Compiles and links what is not up to date. Throws, with a line to show, where that is impossible. */
export async function buildNative() {
  const fault = compilerFault();
  if (fault) throw new Error(fault);
  const vulkan = vulkanFlags();
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const flags = [...commonFlags, ...releaseFlags, ...vulkan];
  const rooms = await compileAll(roomSources(), flags);
  const binding = await compileAll(bindingSources(), [
    ...[...flags, ...nodeFlags()],
    `-DJAMNET_ADDON_VERSION="${version}"`,
  ]);
  const out = binaryPath();
  await link(out, [...rooms, ...binding], addonLinkFlags);
  return { out, withVulkan: vulkan.length > 0 };
}

/** @returns {Promise<number>} the exit code */
async function main(args) {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--require');
  if (unknown) {
    console.error(`jamnet-gpu-build: unknown argument ${unknown}\n\n${usage}`);
    return 2;
  }
  const started = performance.now();
  try {
    const { out, withVulkan } = await buildNative();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const remark = withVulkan ? '' : `, ${noVulkan}`;
    console.log(`built ${relative(process.cwd(), out)} in ${seconds} s${remark}`);
    return 0;
  } catch (error) {
    console.error(`jamnet-gpu-build: ${error.message}`);
    if (args.includes('--require') || process.env.JAMNET_REQUIRE_NATIVE === '1') return 1;
    console.error(
      'jamnet-gpu-build: going on without the native part: the CPU and node:dgram do its work',
    );
    return 0;
  }
}

// Called through a link in node_modules/.bin as well.
if (import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await main(process.argv.slice(2));
}
