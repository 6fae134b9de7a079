// The one definition of green: every step below passes. A line per step, a table at the end; it stops at the first
// failure and shows what that step had to say.
//
//   npm run check [-- --skip-tests]     when the tests have just run
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from './check-names.mjs';
import { binOf, root } from './paths.mjs';
import { quietly, seconds } from './task.mjs';

const node = process.execPath;
const tool = (name, ...args) => [node, binOf(name), ...args];
const script = (name, ...args) => [node, join(root, 'tools/repo', name), ...args];
const nx = (...args) => tool('nx', ...args);

const steps = [
  { name: 'lockfile complete', command: script('check-lockfile.mjs') },
  { name: 'formatting', command: tool('prettier', '--check', '--log-level=warn', '.') },
  { name: 'lint and boundaries', command: tool('eslint', '.', '--max-warnings=0') },
  { name: 'file names and sizes', command: script('check-names.mjs') },
  { name: 'types', command: [node, binOf('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'types of the page',
    command: [
      node,
      binOf('typescript', 'tsc'),
      '--noEmit',
      '-p',
      'apps/toaster/page/tsconfig.json',
    ],
  },
  { name: 'tests', command: script('bootstrap.mjs', 'test'), isTests: true },
  {
    name: 'schemas generated',
    needs: 'packages/schemas/scripts/generate.ts',
    command: tool('tsx', '--conditions=@jamnet/source', 'packages/schemas/scripts/generate.ts'),
    leavesUnchanged: 'packages/',
    remedy: 'npm run generate',
  },
  {
    name: 'vectors generated',
    needs: 'tools/independent/generate.py',
    command: ['python3', 'tools/independent/generate.py'],
    leavesUnchanged: 'spec/',
    remedy: 'npm run vectors',
  },
  {
    name: 'kernels compiled',
    needs: 'tools/kernels/compile.ts',
    command: tool('tsx', '--conditions=@jamnet/source', 'tools/kernels/compile.ts'),
    leavesUnchanged: 'packages/',
    remedy: 'npm run kernels',
  },
  {
    name: 'wasm compiled',
    needs: 'packages/pnbtr/scripts/build-wasm.ts',
    command: tool('tsx', '--conditions=@jamnet/source', 'packages/pnbtr/scripts/build-wasm.ts'),
    leavesUnchanged: 'packages/',
    remedy: 'npm run wasm',
  },
  {
    name: 'worklet bundled',
    needs: 'packages/devices/scripts/build-worklet.ts',
    command: tool(
      'tsx',
      '--conditions=@jamnet/source',
      'packages/devices/scripts/build-worklet.ts',
    ),
    leavesUnchanged: 'packages/',
    remedy: 'npm run worklet',
  },
  { name: 'build', command: nx('run-many', '-t', 'build', '--outputStyle=static') },
  { name: 'publint and attw', command: nx('run-many', '-t', 'pkg-check', '--outputStyle=static') },
  { name: 'tarballs', command: script('pack-test.mjs') },
];

/** @returns {Promise<number>} the exit code */
export async function runChecks(args) {
  const unknown = args.find((arg) => arg !== '--skip-tests');
  if (unknown) {
    console.error(`unknown argument ${unknown}; there is only --skip-tests`);
    return 2;
  }
  const table = [];
  for (const step of steps) {
    const started = performance.now();
    const { verdict, output } = await runStep(step, args.includes('--skip-tests'));
    const time = seconds(started);
    if (verdict === 'failed') console.error(`\n${output.trimEnd()}\n`);
    console.log(`${mark(verdict)} ${step.name.padEnd(24)} ${time.padStart(8)}  ${verdict}`);
    table.push({ step: step.name, verdict, time });
    if (verdict === 'failed') break;
  }
  console.table(table);
  const failed = table.some(({ verdict }) => verdict === 'failed');
  console.log(failed ? 'check: FAILED' : 'check: green');
  return failed ? 1 : 0;
}

async function runStep(step, skipTests) {
  if (step.isTests && skipTests) return { verdict: 'skipped: just run' };
  if (step.needs && !existsSync(join(root, step.needs))) {
    return { verdict: `failed`, output: `${step.needs} is not there` };
  }
  const before = step.leavesUnchanged && fingerprints(step.leavesUnchanged);
  let result;
  try {
    result = await quietly(step.name, step.command);
  } catch (error) {
    return { verdict: 'failed', output: `${step.command[0]}: ${error.message}` };
  }
  if (result.code !== 0) return { verdict: 'failed', output: result.output };
  if (!before) return { verdict: 'ok' };
  const changed = differences(before, fingerprints(step.leavesUnchanged));
  if (changed.length === 0) return { verdict: 'ok' };
  const list = changed.map((path) => `  ${path}`).join('\n');
  return {
    verdict: 'failed',
    output: `not up to date; run \`${step.remedy}\` and commit:\n${list}`,
  };
}

function fingerprints(folder) {
  const files = repositoryFiles().filter((path) => path.startsWith(folder));
  return new Map(
    files.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex'),
    ]),
  );
}

function differences(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

function mark(verdict) {
  if (verdict === 'ok') return '✓';
  return verdict === 'failed' ? '✗' : '-';
}
