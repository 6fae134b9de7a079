import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RunnerResult } from './parse-sections.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const WORK = join(ROOT, '.jamnet/gpu-runner');
const run = promisify(execFile);

/** Where the lines of the batches lie: `lines-<n>.jsonl`. */
export const INPUTS = join(WORK, 'inputs');

/** Writes the inputs of gpu_runner, which are those of the whole bench. */
export async function exportInputs(): Promise<void> {
  mkdirSync(WORK, { recursive: true });
  await node('tools/gpu-runner/export-inputs.ts', INPUTS);
}

/** Builds gpu_runner and runs it. An error says what is missing: a compiler, Vulkan's headers, simdjson. */
export async function runRunner(secondsEach: number): Promise<RunnerResult | Error> {
  const result = join(WORK, 'result.json');
  try {
    await run('sh', [join(ROOT, 'tools/gpu-runner/build.sh'), join(WORK, 'gpu_runner')]);
    await run(join(WORK, 'gpu_runner'), [INPUTS, result, String(secondsEach)]);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const lines = (stderr ?? '').split('\n').filter((line) => /error|gpu_runner:/.test(line));
    return new Error(lines[0] ?? message.split('\n')[0]);
  }
  return JSON.parse(readFileSync(result, 'utf8')) as RunnerResult;
}

async function node(...args: string[]): Promise<void> {
  await run(process.execPath, [...process.execArgv, ...args], { cwd: ROOT });
}
