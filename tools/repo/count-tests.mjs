// Prints `N passed, N failed` from vitest's report in JSON and the exit codes of the test run and of the check, and
// exits with 1 when anything failed. A failure that no test stands for (a file that did not load, a red check, no
// report at all) counts as one each: red never reads `0 failed`.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readJson } from './paths.mjs';

/** @returns {{ passed: number, failed: number }} */
export function count(report, testExitCode, checkExitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults ?? []);
  const withStatus = (status) => tests.filter((test) => test.status === status).length;
  const brokenFiles = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults?.some(({ status }) => status === 'failed'),
  ).length;
  let failed = withStatus('failed') + brokenFiles;
  if (testExitCode !== 0 && failed === 0) failed = 1;
  if (checkExitCode !== 0) failed += 1;
  return { passed: withStatus('passed'), failed };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path, testExitCode, checkExitCode] = process.argv.slice(2);
  const report = existsSync(path) ? readJson(path) : undefined;
  const missing = report ? 0 : 1;
  const { passed, failed } = count(report, Number(testExitCode) || missing, Number(checkExitCode));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
