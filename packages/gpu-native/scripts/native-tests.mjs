#!/usr/bin/env node
// Compiles the rooms of native/ with their tests and fuzz targets under sanitizers and runs them: no Node inside, so that what
// the sanitizers say is about our code.
//
//   npm run native:test [-- <part of a file's name>] [--fuzz-seconds=1]
//
// A line for each test, `N passed, N failed, N skipped` as the last one. A test file that asks for it by a line
// `// thread sanitizer with: memory clock` (the rooms it stands on) is run under ThreadSanitizer as well.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  buildDir,
  commonFlags,
  compileAll,
  compiler,
  compilerFault,
  filesBelow,
  inParallel,
  link,
  nativeDir,
  roomSources,
  run,
  vulkanFlags,
} from './compile.mjs';

const TEST_TIMEOUT_MS = 60_000;
// Unoptimized: compiling is what takes the time, and nothing is folded away before a sanitizer has seen it.
const sanitizerFlags = ['-O0', '-g1', '-fno-omit-frame-pointer', '-fno-sanitize-recover=all'];
const addressFlags = ['-fsanitize=address,undefined'];
const threadFlags = ['-fsanitize=thread'];

const environment = {
  // Drivers of the system keep what they allocated; it is not ours to free.
  ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_string_checks=1',
  LSAN_OPTIONS: `suppressions=${join(nativeDir, 'test', 'leaks.supp')}:print_suppressions=0`,
  TSAN_OPTIONS: 'halt_on_error=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? '/tmp',
};

const totals = { passed: 0, failed: 0, skipped: 0 };

function tell(verdict, what) {
  totals[verdict === 'ok' ? 'passed' : verdict] += 1;
  console.log(`${verdict} ${what}`);
}

const nameOf = (path) => basename(path, '.cc');

/**
 * How a program made with ThreadSanitizer is run here, as the words before its name, or undefined where it is not. Many kernels
 * place memory more randomly than it can stand, now and then, so that is turned off where it may be.
 */
async function waysOfThreads() {
  const source = join(buildDir, 'probe.cc');
  const program = join(buildDir, `probe-${process.pid}`);
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(source, 'int main() { return 0; }\n');
  const compiled = await run([compiler, ...threadFlags, source, '-o', program]);
  if (compiled.code !== 0) return undefined;
  try {
    for (const words of [['setarch', '-R'], []]) {
      if ((await run([...words, program])).code === 0) return words;
    }
    return undefined;
  } finally {
    rmSync(program);
  }
}

/** Links all test files into one program, and runs it once for each file: a crash costs the rest of its file only. */
async function runTests(title, files, rooms, flags, words = []) {
  const shared = join(nativeDir, 'test', 'check.cc');
  const objects = await compileAll([...rooms, ...files, shared], [...flags, ...sanitizerFlags]);
  const program = join(buildDir, `tests-${title}`);
  await link(program, objects, flags);
  await inParallel(files, async (file) => {
    const name = nameOf(file);
    const options = { env: environment, timeoutMs: TEST_TIMEOUT_MS };
    const { code, output } = await run([...words, program, name], options);
    report(`${title} ${name}`, code, output);
  });
}

/** Turns the lines of a program (native/test/check.cc) into ours. What else it said is shown when something failed. */
function report(title, code, output) {
  const lines = output.split('\n').filter(Boolean);
  const verdicts = lines.map((line) => /^(ok|failed|skipped) (.*)$/.exec(line)).filter(Boolean);
  for (const [, verdict, what] of verdicts) tell(verdict, `${title}: ${what}`);
  const failed = verdicts.some(([, verdict]) => verdict === 'failed');
  if (code !== 0 && !failed) tell('failed', `${title}: ended with ${code} before its end`);
  if (code === 0 && verdicts.length === 0) tell('failed', `${title}: has no tests`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '    '));
}

async function runFuzzers(files, rooms, flags, seconds) {
  const driver = join(nativeDir, 'fuzz', 'driver.cc');
  const objects = await compileAll([...rooms, driver, ...files], [...flags, ...sanitizerFlags]);
  const shared = objects.slice(0, rooms.length + 1);
  await inParallel(files, async (file) => {
    const program = join(buildDir, `fuzz-${nameOf(file)}`);
    await link(program, [...shared, objects[rooms.length + 1 + files.indexOf(file)]], flags);
    const options = { env: environment, timeoutMs: seconds * 1000 + TEST_TIMEOUT_MS };
    const { code, output } = await run([program, String(seconds)], options);
    report(`fuzz ${nameOf(file)}`, code, code === 0 ? output : `failed\n${output}`);
  });
}

async function main(args) {
  const fault = compilerFault();
  if (fault) {
    console.error(`native tests: ${fault}`);
    return process.env.JAMNET_REQUIRE_NATIVE === '1' ? 1 : 0;
  }
  const seconds = Number(args.find((arg) => arg.startsWith('--fuzz-seconds='))?.slice(15) ?? 1);
  const part = args.find((arg) => !arg.startsWith('--')) ?? '';
  const wanted = (folder, apart) =>
    filesBelow(join(nativeDir, folder), '.cc').filter(
      // Folders in it belong to single tests in TypeScript.
      (path) =>
        dirname(path) === join(nativeDir, folder) &&
        nameOf(path) !== apart &&
        nameOf(path).includes(part),
    );
  const tests = wanted('test', 'check');
  const fuzzers = wanted('fuzz', 'driver');
  const flags = [...commonFlags, ...vulkanFlags()];

  const address = [...flags, ...addressFlags];
  if (tests.length > 0) await runTests('address', tests, roomSources(), address);
  if (fuzzers.length > 0) await runFuzzers(fuzzers, roomSources(), address, seconds);
  const threaded = tests.map((path) => [path, threadRooms(path)]).filter(([, rooms]) => rooms);
  const words = threaded.length > 0 ? await waysOfThreads() : undefined;
  if (words) {
    const rooms = roomSources([...new Set(threaded.flatMap(([, names]) => names))]);
    const paths = threaded.map(([path]) => path);
    await runTests('thread', paths, rooms, [...commonFlags, ...threadFlags], words);
  } else if (threaded.length > 0) {
    tell('skipped', 'thread: ThreadSanitizer does not run on this machine');
  }
  return totals.failed > 0 ? 1 : 0;
}

/** The rooms that a test wants to be seen with by ThreadSanitizer, or undefined. */
function threadRooms(path) {
  const [, names] = /^\/\/ thread sanitizer with: (.*)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  return names?.split(/\s+/).filter((name) => existsSync(join(nativeDir, name)));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`native tests: ${error.message}`);
  totals.failed += 1;
  process.exitCode = 1;
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
