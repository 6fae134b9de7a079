import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('support/play-and-parse.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

interface Got {
  readonly heard: readonly number[];
  readonly kind: string;
  readonly portNotice: string | null;
  readonly lines: number;
  readonly malformed: readonly number[];
  readonly sum: number;
  readonly readBy: string;
  readonly notice: string | null;
}

async function run(env: NodeJS.ProcessEnv): Promise<Got> {
  const args = ['--import', loader, '--conditions=@jamnet/source', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as Got;
}

const sum = Array.from({ length: 5000 }, (_, n) => n % 128).reduce((a, b) => a + b) - 17;
const everything = { heard: [60, 64, 67], lines: 5000, malformed: [17], sum };

test('with what this machine has, everything works, and what is missing is named', async () => {
  const got = await run({});
  expect(got).toMatchObject(everything);
  expect(got.portNotice === null).toBe(got.kind !== 'dgram');
});

test('without the native package, everything works on the processor and says so in a line', async () => {
  const got = await run({ JAMNET_NATIVE: 'off' });
  expect(got).toMatchObject({ ...everything, kind: 'dgram', readBy: 'cpu' });
  expect(got.portNotice).toMatch(/^node:dgram, not the native port: .*JAMNET_NATIVE=off.*$/u);
  expect(got.notice).toMatch(/^lines are parsed on the CPU: .*JAMNET_NATIVE=off.*$/u);
});

test('without a Vulkan device, lines are parsed on the processor, and that is said in a line', async () => {
  const none = '/nonexistent/driver.json';
  const got = await run({ VK_DRIVER_FILES: none, VK_ICD_FILENAMES: none });
  expect(got).toMatchObject({ ...everything, readBy: 'cpu' });
  expect(got.notice).toMatch(/^lines are parsed on the CPU: .+$/u);
});
