import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { elfFault } from '../src/elf-fault.js';
import { loadAddon } from '../src/index.js';
import { loadAddonFrom } from '../src/load-addon.js';
import { nativeAddon } from './need-native.js';

// Each case has a package of its own in a temporary folder.
const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const { reason: absent } = nativeAddon();
const require = createRequire(import.meta.url);
const onLinux = process.platform === 'linux';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jamnet-load-'));
  copyFileSync(join(packageRoot, 'package.json'), join(root, 'package.json'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Puts a binary where node-gyp-build finds it. */
function place(content: Uint8Array, name = basename(theBinary())): string {
  const dir = join(root, 'prebuilds', platform);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), content);
  return join(dir, name);
}

function theBinary(): string {
  const loaded = loadAddon();
  if (!loaded.ok) throw new Error(loaded.reason);
  return loaded.path;
}

/** What the loader says where it must refuse: a line each. */
function refusal(options: Parameters<typeof loadAddonFrom>[0]) {
  const result = loadAddonFrom(options);
  if (result.ok) throw new Error(`${result.path} was loaded`);
  expect(result.reason).toMatch(/^.{10,200}$/u);
  expect(result.hint).toMatch(/^.{5,200}$/u);
  return result;
}

describe('without a binary', () => {
  test('the reason names the platform and the remedy compiles one', () => {
    const { reason, tried, hint } = refusal({ root });
    expect(reason).toMatch(new RegExp(`^no binary for ${platform}( with (glibc|musl))?$`, 'u'));
    expect(tried).toContain(join(root, 'prebuilds', platform));
    expect(hint).toMatch(/npx jamnet-gpu-build/u);
  });

  test('for this C library it is the same', () => {
    if (!onLinux) return;
    place(new Uint8Array(100), '@jamnet+gpu-native.otherc.musl.node');
    expect(refusal({ root }).reason).toMatch(/^no binary for .* with glibc$/u);
  });

  test('JAMNET_NATIVE=off is the reason where it is set', () => {
    const { reason, tried } = refusal({ env: { JAMNET_NATIVE: 'off' } });
    expect(reason).toBe('switched off by JAMNET_NATIVE=off');
    expect(tried).toEqual([]);
  });

  test('a missing node-gyp-build is said', () => {
    const without = (id: string) => {
      if (id === 'node-gyp-build')
        throw new Error("Cannot find module 'node-gyp-build'\nRequire stack:");
      return require(id) as unknown;
    };
    const { reason, hint } = refusal({ root, require: without });
    expect(reason).toBe("node-gyp-build does not load: Cannot find module 'node-gyp-build'");
    expect(hint).toMatch(/npm install/u);
  });

  test('a file that is no binary is refused', () => {
    const path = place(Buffer.from('version https://example.org/pointer\n'.repeat(3)), 'a.node');
    const { reason, tried } = refusal({ root });
    expect(tried).toEqual([path]);
    expect(reason).toMatch(onLinux ? /damaged: it is no ELF file/u : /does not load/u);
  });

  test('an empty file is refused', () => {
    place(new Uint8Array(0), 'a.node');
    expect(refusal({ root }).reason).toMatch(/damaged|does not load/u);
  });
});

describe.skipIf(absent !== undefined)('with a binary', () => {
  test('it loads', () => {
    const result = loadAddon();
    expect(result).toMatchObject({ ok: true, path: theBinary() });
    expect(loadAddon()).toBe(result);
  });

  test.runIf(onLinux)('one that was cut short is never handed to the system', () => {
    const whole = readFileSync(theBinary());
    expect(elfFault(whole)).toBeUndefined();
    for (let length = 0; length < whole.length; length += 1 + (length >> 3)) {
      expect(elfFault(whole.subarray(0, length)), `cut to ${length} bytes`).toBeDefined();
    }
    expect(elfFault(whole.subarray(0, whole.length - 1))).toMatch(
      /it ends after \d+ of \d+ bytes/u,
    );
    place(whole.subarray(0, whole.length >> 1));
    expect(refusal({ root }).reason).toMatch(/^the binary is damaged: it ends after/u);
  });

  test.runIf(onLinux)('one for another processor does not load, and the system says why', () => {
    const foreign = readFileSync(theBinary());
    foreign.writeUInt16LE(0x1234, 18); // e_machine
    const path = place(foreign);
    const { reason, tried, hint } = refusal({ root });
    expect(reason).toMatch(/^the binary does not load: /u);
    expect(reason).not.toContain(path);
    expect(tried).toEqual([path]);
    expect(hint).toMatch(/npx jamnet-gpu-build/u);
  });

  test.runIf(onLinux)('one that lacks a library of the system does not load', () => {
    const strange = readFileSync(theBinary());
    const at = strange.indexOf('libstdc++.so.6');
    expect(at).toBeGreaterThan(0);
    strange.write('libstdc--.so.6', at);
    place(strange);
    expect(refusal({ root }).reason).toMatch(/^the binary does not load: libstdc--\.so\.6/u);
  });

  test('one of another version is refused', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, version: '9.8.7' }));
    place(readFileSync(theBinary()));
    expect(refusal({ root }).reason).toMatch(
      /^the binary is of version \d+\.\d+\.\d+.*, the package of 9\.8\.7$/u,
    );
  });
});

describe.skipIf(absent !== undefined)('a package without its manifest', () => {
  test('is refused, since nothing says which version it is', () => {
    place(readFileSync(theBinary()));
    rmSync(join(root, 'package.json'));
    expect(refusal({ root }).reason).toMatch(/the package of unknown version$/u);
  });
});

describe('the whole package', () => {
  /** Imports it in a process of its own and prints what it says. */
  function inProcess(env: NodeJS.ProcessEnv): { status: number | null; output: string } {
    const code = `
      const { nativeStatus, nativeArena } = await import('@jamnet/gpu-native');
      const { nativeHandle } = await import('@jamnet/wire');
      const handle = nativeHandle();
      console.log(JSON.stringify({ status: nativeStatus(), arena: nativeArena().ok, failure: handle.failure,
        parts: Object.keys(handle).filter((key) => handle[key] !== undefined), now: handle.clock.nowNs() > 0 }));`;
    const child = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--conditions=@jamnet/source', '--input-type=module', '-e', code],
      { cwd: packageRoot, env: { ...process.env, ...env }, encoding: 'utf8' },
    );
    return { status: child.status, output: child.stderr + child.stdout };
  }

  test('is imported where it is switched off, keeps its clock and says why nothing else is there', () => {
    const { status, output } = inProcess({ JAMNET_NATIVE: 'off' });
    expect(status, output).toBe(0);
    const reason = 'switched off by JAMNET_NATIVE=off';
    expect(JSON.parse(output)).toMatchObject({
      status: { ok: false, reason, rooms: { gpu: { ok: false, reason } } },
      arena: false,
      failure: reason,
      parts: ['clock', 'failure'],
      now: true,
    });
  });

  test.skipIf(absent !== undefined)('says where the memory cannot be had', () => {
    const { status, output } = inProcess({ JAMNET_ARENA_BYTES: String(2 ** 52) });
    expect(status, output).toBe(0);
    const reason = `${2 ** 52} bytes of shared memory are more than 4 GiB`;
    expect(JSON.parse(output)).toMatchObject({
      status: {
        ok: true,
        rooms: {
          clock: { ok: true },
          memory: { ok: false, reason },
          network: { ok: false, reason },
          gpu: { ok: false, reason },
        },
      },
      arena: false,
      failure: reason,
    });
  });

  test.skipIf(absent !== undefined)('takes the size of the arena from the environment', () => {
    for (const [text, bytes] of [
      ['1048576', 1048576],
      ['many', 268435456],
    ] as const) {
      const code = `
        const { nativeArena } = await import('@jamnet/gpu-native');
        console.log(nativeArena().arena.buffer.byteLength);`;
      const args = ['--import', 'tsx', '--conditions=@jamnet/source', '--input-type=module', '-e'];
      const env = { ...process.env, JAMNET_ARENA_BYTES: text };
      const child = spawnSync(process.execPath, [...args, code], { cwd: packageRoot, env });
      expect(Number(child.stdout.toString())).toBe(bytes);
    }
  });
});
