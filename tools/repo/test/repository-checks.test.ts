import { describe, expect, test } from 'vitest';
import { lockfileFaults } from '../check-lockfile.mjs';
import { fileFaults } from '../check-names.mjs';
import { count } from '../count-tests.mjs';

const entry = { version: '1.0.0', integrity: 'sha512-x' };

describe('check-lockfile', () => {
  test('accepts an optional dependency beside the package, within it, or further up', () => {
    const faults = lockfileFaults({
      packages: {
        '': {},
        'node_modules/a': { ...entry, optionalDependencies: { b: '1', c: '1' } },
        'node_modules/b': entry,
        'node_modules/a/node_modules/c': { ...entry, optionalDependencies: { b: '1' } },
        'packages/wire': { optionalDependencies: { b: '1' } },
      },
    });
    expect(faults).toEqual([]);
  });

  test('finds a platform binary that the registry did not have', () => {
    const packages = {
      'node_modules/a': { ...entry, optionalDependencies: { 'a-darwin': '1', 'a-linux': '1' } },
      'node_modules/a-linux': entry,
      'node_modules/z/node_modules/a-darwin': entry,
    };
    expect(lockfileFaults({ packages })).toEqual(['node_modules/a: optional a-darwin is missing']);
  });

  test('finds the address of a registry', () => {
    const packages = { 'node_modules/a': { ...entry, resolved: 'https://mirror.example/a.tgz' } };
    expect(lockfileFaults({ packages })).toHaveLength(1);
  });
});

describe('check-names', () => {
  const lines = (n: number): Buffer => Buffer.from('x\n'.repeat(n));

  test.each(['packages/a/src/utils.ts', 'packages/a/src/types.d.ts', 'packages/common/src/a.ts'])(
    'refuses %s',
    (path) => expect(fileFaults(path, lines(1))).toHaveLength(1),
  );

  test('refuses a source file of more than 500 lines, but not a generated one', () => {
    expect(fileFaults('packages/a/src/long.ts', lines(500))).toEqual([]);
    expect(fileFaults('packages/a/src/long.ts', lines(501))).toHaveLength(1);
    expect(fileFaults('packages/a/src/generated/long.ts', lines(501))).toEqual([]);
    expect(fileFaults('spec/toast/v2/README.md', lines(501))).toEqual([]);
  });
});

describe('count-tests', () => {
  const file = (...statuses: string[]) => ({
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  });

  test('counts what passed and failed, not what was skipped', () => {
    const report = { testResults: [file('passed', 'skipped', 'failed'), file('passed')] };
    expect(count(report, 1, 0)).toEqual({ passed: 2, failed: 1 });
  });

  test('never says 0 failed of something red', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(count({ testResults: [file('passed'), broken] }, 1, 0)).toEqual({
      passed: 1,
      failed: 1,
    });
    expect(count({ testResults: [file('passed')] }, 1, 0)).toEqual({ passed: 1, failed: 1 });
    expect(count({ testResults: [file('passed')] }, 0, 1)).toEqual({ passed: 1, failed: 1 });
    expect(count(undefined, 1, 0)).toEqual({ passed: 0, failed: 1 });
  });
});
