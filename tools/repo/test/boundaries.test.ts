import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rule = '@nx/enforce-module-boundaries';

let eslint: ESLint;

beforeAll(async () => {
  eslint = new ESLint({ cwd: root });
  await eslint.lintText('', { filePath: `${root}eslint.config.js` });
}, 60_000);

async function isRefused(path: string, source: string): Promise<boolean> {
  // An index file is there in every package, so that Nx knows which package the text belongs to.
  const [result] = await eslint.lintText(`import '${source}';\n`, { filePath: root + path });
  return (result?.messages ?? []).some(({ ruleId }) => ruleId === rule);
}

describe('an import only ever points to a lower floor', () => {
  test.each([
    ['packages/wire/src/index.ts', '@jamnet/schemas'],
    ['packages/schemas/src/index.ts', '@jamnet/toast'],
    ['packages/toast/src/index.ts', '@jamnet/jmid'],
    ['packages/toast/src/index.ts', '@jamnet/testkit'],
    ['packages/jmid/src/index.ts', '@jamnet/toaster'],
    ['packages/testkit/src/index.ts', '@jamnet/toast'],
    ['packages/toast/src/index.ts', '../../wire/src/index.js'],
  ])('%s may not import %s', async (path, source) => {
    expect(await isRefused(path, source)).toBe(true);
  });

  test.each([
    ['packages/schemas/src/index.ts', '@jamnet/wire'],
    ['packages/toast/src/index.ts', '@jamnet/schemas'],
    ['packages/jmid/src/index.ts', '@jamnet/toast'],
    ['packages/wire/test/a.test.ts', '@jamnet/testkit'],
    ['packages/jmid/test/a.test.ts', '@jamnet/testkit'],
    ['apps/toaster/src/index.ts', '@jamnet/testkit'],
    ['apps/toaster/src/index.ts', '@jamnet/jmid'],
    ['tools/bench/src/a.ts', '@jamnet/toast'],
  ])('%s may import %s', async (path, source) => {
    expect(await isRefused(path, source)).toBe(false);
  });
});
