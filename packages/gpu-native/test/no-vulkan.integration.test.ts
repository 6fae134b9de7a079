import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../scripts/compile.mjs';
import { loadAddon } from '../src/index.js';
import { nativeAddon } from './need-native.js';

const { reason } = nativeAddon();
const loaded = loadAddon();
const withVulkan = loaded.ok && loaded.addon.builtWithVulkan;

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jamnet-no-vulkan-'));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Asks for a device twice in a process of its own; everything else has to work on. */
async function answers(env: NodeJS.ProcessEnv): Promise<{ reason: string; hint: string }> {
  const code = `
    await import('@jamnet/gpu-native');
    const { createSystemClock, createSystemTimers, nativeHandle } = await import('@jamnet/wire');
    const handle = nativeHandle();
    const [first, second] = await Promise.all([handle.openCompute(), handle.openCompute()]);
    const clock = createSystemClock();
    const port = await handle.createPort({ clock, timers: createSystemTimers(clock), families: [4] });
    await port.close();
    console.log(JSON.stringify({ first, same: first === second, arena: handle.arena.freeBytes() > 0 }));`;
  const args = [
    '--import',
    'tsx',
    '--conditions=@jamnet/source',
    '--input-type=module',
    '-e',
    code,
  ];
  const { code: exit, output } = await run([process.execPath, ...args], {
    env: { ...env, XDG_RUNTIME_DIR: dir },
    cwd: packageRoot,
  });
  expect(exit, output).toBe(0);
  const answer = JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, unknown>;
  expect(answer).toMatchObject({ first: { ok: false }, same: true, arena: true });
  const refusal = answer.first as { reason: string; hint: string };
  for (const line of [refusal.reason, refusal.hint]) expect(line).toMatch(/^.{10,250}$/u);
  return refusal;
}

describe.skipIf(reason !== undefined || !withVulkan || process.platform !== 'linux')(
  'where there is no',
  () => {
    test('Vulkan loader, the rest works and the remedy names the packages', async () => {
      // Found before the system's, and not to be loaded.
      for (const name of ['libvulkan.so.1', 'libvulkan.so']) {
        writeFileSync(join(dir, name), 'not a library');
      }
      const { reason, hint } = await answers({ LD_LIBRARY_PATH: dir });
      expect(reason).toMatch(/no Vulkan loader/u);
      expect(hint).toMatch(/libvulkan1 mesa-vulkan-drivers/u);
    });

    test('driver behind the loader, the rest works and that is said', async () => {
      const none = join(dir, 'no-driver.json');
      const { reason } = await answers({ VK_DRIVER_FILES: none, VK_ICD_FILENAMES: none });
      expect(reason).toMatch(/driver|device|Vulkan/u);
    });
  },
);
