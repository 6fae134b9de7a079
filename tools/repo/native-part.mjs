import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPath } from '../../packages/gpu-native/scripts/build-native.mjs';
import {
  compiler,
  compilerFault,
  filesBelow,
  nativeDir,
  packageDir,
  vulkanFlags,
} from '../../packages/gpu-native/scripts/compile.mjs';
import { readJson, stateDir } from './paths.mjs';
import { ExpectedError, exclusively, quietly, seconds } from './task.mjs';

const statePath = join(stateDir, 'native.json');
const script = join(packageDir, 'scripts', 'build-native.mjs');

/**
 * Compiles the native part where a compiler is and the binary is not up to date. Where it cannot be compiled a line says why
 * and all goes on without it; with `JAMNET_REQUIRE_NATIVE=1` that is a failure.
 */
export async function ensureNative() {
  if (process.env.JAMNET_NATIVE === 'off') return;
  const fault = compilerFault();
  if (fault) return goOnWithout(fault);
  const inputs = inputsOfBinary();
  if (isUpToDate(inputs)) return;
  await exclusively('native', async () => {
    if (isUpToDate(inputs)) return;
    const { output } = failureOf(inputs) ?? (await compile(inputs));
    if (output) goOnWithout(`it does not compile here\n${output.trimEnd()}`);
  });
}

function goOnWithout(reason) {
  if (process.env.JAMNET_REQUIRE_NATIVE === '1')
    throw new ExpectedError(`✗ the native part is missing: ${reason}`);
  process.stderr.write(`- going on without the native part: ${reason}\n`);
}

/** Compiles, and remembers a failure as well: the same sources would fail again. */
async function compile(inputs) {
  const started = performance.now();
  const { code, output } = await quietly('compiling the native part', [
    ...[process.execPath, script, '--require'],
  ]);
  const state = code === 0 ? { inputs, binary: binaryStamp() } : { inputs, output };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(statePath, JSON.stringify(state, null, 2));
  if (code === 0) process.stderr.write(`✓ compiling the native part (${seconds(started)})\n`);
  return state;
}

function isUpToDate(inputs) {
  const state = read();
  return state?.inputs === inputs && Boolean(state.binary) && state.binary === binaryStamp();
}

function failureOf(inputs) {
  const state = read();
  return state?.inputs === inputs && state.output ? state : undefined;
}

function read() {
  return existsSync(statePath) ? readJson(statePath) : undefined;
}

function binaryStamp() {
  const path = binaryPath();
  if (!existsSync(path)) return '';
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

/** Everything that the binary is made from. */
function inputsOfBinary() {
  const hash = createHash('sha256').update(`${compiler} ${vulkanFlags().join(' ')}\n`);
  const paths = [
    join(packageDir, 'package.json'),
    script,
    join(packageDir, 'scripts', 'compile.mjs'),
    ...filesBelow(nativeDir, '.cc'),
    ...filesBelow(nativeDir, '.h'),
  ];
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(path));
  return hash.digest('hex');
}
