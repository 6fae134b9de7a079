import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiler, run } from '../scripts/compile.mjs';
import { loadAddonFrom } from '../src/load-addon.js';
import { missingCompiler } from './need-native.js';

// An installed package, made from the tarball that would be published, without the binary in it.
const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const missing = missingCompiler();

let dir: string;
let installed: string;
let command: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'jamnet-build-'));
  const { code, output } = await run(['npm', 'pack', '--pack-destination', dir, packageRoot]);
  expect(code, output).toBe(0);
  const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz'))!;
  const unpacked = await run(['tar', '-xzf', join(dir, tarball), '-C', dir]);
  expect(unpacked.code, unpacked.output).toBe(0);
  installed = join(dir, 'node_modules', '@jamnet', 'gpu-native');
  mkdirSync(dirname(installed), { recursive: true });
  cpSync(join(dir, 'package'), installed, { recursive: true });
  rmSync(join(installed, 'prebuilds'), { recursive: true, force: true });
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  for (const name of ['node-addon-api', 'node-api-headers', 'node-gyp-build']) {
    symlinkSync(join(modules, name), join(dir, 'node_modules', name));
  }
  // As npm links the commands of a package.
  mkdirSync(join(dir, 'node_modules', '.bin'));
  command = join(dir, 'node_modules', '.bin', 'jamnet-gpu-build');
  symlinkSync(join(installed, 'scripts', 'build-native.mjs'), command);
  chmodSync(command, 0o755);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A compiler that lacks something, in place of the machine's. */
function lame(name: string, script: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function build(env: NodeJS.ProcessEnv, ...args: string[]) {
  return run([command, ...args], { env: { JAMNET_REQUIRE_NATIVE: '0', ...env } });
}

describe('jamnet-gpu-build in an installed package', () => {
  test('says how it is used', async () => {
    const { code, output } = await build({}, '--help');
    expect(code).toBe(0);
    expect(output).toMatch(/^usage: jamnet-gpu-build/u);
    expect((await build({}, '--hepl')).code).toBe(2);
  });

  test('without a compiler warns, and fails only where it is required to build', async () => {
    const env = { CXX: join(dir, 'no-compiler') };
    const { code, output } = await build(env);
    expect(code).toBe(0);
    expect(output).toMatch(/no C\+\+ compiler: .*no-compiler does not run/u);
    expect(output).toMatch(/going on without the native part/u);
    expect((await build(env, '--require')).code).toBe(1);
    expect((await build({ ...env, JAMNET_REQUIRE_NATIVE: '1' })).code).toBe(1);
    expect(existsSync(join(installed, 'prebuilds'))).toBe(false);
  });

  test('with a compiler that fails warns, and leaves nothing half made', async () => {
    const broken = 'case "$1" in --version) exit 0;; esac; echo "out of order" >&2; exit 1';
    const { code, output } = await build({ CXX: lame('broken', broken) });
    expect(code).toBe(0);
    expect(output).toMatch(/out of order/u);
    expect(output).toMatch(/jamnet-gpu-build: did not compile: native\//u);
    expect(existsSync(join(installed, 'prebuilds'))).toBe(false);
  });

  test.skipIf(missing !== undefined)(
    'without Vulkan headers builds the rest, and the binary says so',
    async () => {
      // What only preprocesses is the question for the headers; no optimization, since it is to be quick.
      const script = `case " $* " in *" -E "*) exit 1;; esac; exec ${compiler} "$@" -O0`;
      const { code, output } = await build({ CXX: lame('no-vulkan', script) }, '--require');
      expect(code, output).toBe(0);
      expect(output).toMatch(/built .*\.node in .* s, without the GPU: <vulkan\/vulkan\.h>/u);
      const loaded = loadAddonFrom({ root: installed });
      expect(loaded).toMatchObject({ ok: true, addon: { builtWithVulkan: false } });
      expect(loaded.ok && loaded.addon.missing.gpu).toMatch(/vulkan\.h> was not found/u);
    },
  );
});
