import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../scripts/compile.mjs';
import { missingCompiler } from './need-native.js';

const script = fileURLToPath(new URL('../scripts/native-tests.mjs', import.meta.url));
const missing = missingCompiler();

describe('the native code under sanitizers', () => {
  test.skipIf(missing !== undefined)(
    'passes its tests and its fuzz targets',
    async () => {
      const { code, output } = await run([process.execPath, script]);
      const lines: string[] = output.trimEnd().split('\n');
      // What failed, with what it said; not the hundred lines that did not.
      const shown = lines.filter((line) => !/^(ok|skipped) /u.test(line)).join('\n');
      expect({ code, shown }).toEqual({
        code: 0,
        shown: expect.stringMatching(/^\d+ passed, 0 failed, \d+ skipped$/u) as string,
      });
      for (const kind of ['address', 'fuzz', 'thread']) {
        expect(lines.some((line) => line.includes(`${kind} `) || line.includes(`${kind}:`))).toBe(
          true,
        );
      }
    },
    300_000,
  );

  test('are not run, and that is said, where no compiler is', async () => {
    const withRequirement = (required: string) =>
      run([process.execPath, script], {
        env: { CXX: '/no/such/compiler', JAMNET_REQUIRE_NATIVE: required },
      });
    const { code, output } = await withRequirement('0');
    expect(code).toBe(0);
    expect(output).toMatch(/^native tests: no C\+\+ compiler: \/no\/such\/compiler does not run/u);
    expect((await withRequirement('1')).code).toBe(1);
  });
});
