import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPrograms } from '../../../apps/toaster/test/support/build-programs.js';

// Code in READMEs that begins with an import is a program: each such ```ts block is type-checked and run by itself, on real
// sockets. A comment `// prints: …` is held against what it prints.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.jamnet', `readme-code-${process.pid}`);

interface Block {
  readonly name: string;
  /** The name of its files, without what they end in. */
  readonly program: string;
  readonly code: string;
}

function readmes(): string[] {
  const within = ['packages', 'apps', 'examples'].flatMap((parent) => {
    try {
      return readdirSync(join(root, parent)).map((child) => `${parent}/${child}/README.md`);
    } catch {
      return [];
    }
  });
  return ['README.md', ...within].filter((path) => textOf(path) !== '');
}

function textOf(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

const blocks: Block[] = readmes().flatMap((path) =>
  [...textOf(path).matchAll(/^```ts\n(.*?)^```$/gmsu)]
    .map(([, code = '']) => code)
    .filter((code) => code.startsWith('import '))
    .map((code, index) => ({
      name: `${path}, block ${index + 1}`,
      program: `${path.replaceAll('/', '-').replace('.md', '')}-${index + 1}`,
      code,
    })),
);

/** A busy machine takes many times what a quiet one does. Less than what vitest gives a test, so that what was printed is shown. */
const PATIENCE_MS = 100_000;

/** Runs Node in the folder of the blocks. */
function node(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

const sourceOf = (program: string) => join(folder, `${program}.ts`);

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const { program, code } of blocks) {
    writeFileSync(sourceOf(program), `${code}\nexport {};\n`);
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      // What a reader sees first need not be free of names that the text goes on to use.
      compilerOptions: { noEmit: true, noUnusedLocals: false },
      include: ['*.ts'],
    }),
  );
  const sources = blocks.map(({ program }) => [program, sourceOf(program)] as const);
  await buildPrograms(root, Object.fromEntries(sources), join(folder, 'built'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the code in READMEs', () => {
  test('is there', () => expect(blocks.length).toBeGreaterThan(3));

  test.concurrent('has types', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { code, output } = await node(tsc, '-p', '.');
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  // Several at a time: most of it is the compiler, and what a program spends on starting.
  test.concurrent.each(blocks)('runs and ends: $name', async ({ program, code: text }) => {
    const { code, output } = await node(join('built', `${program}.mjs`));
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    for (const [, line = ''] of text.matchAll(/\/\/ prints: (.*)$/gmu)) {
      expect(output.split('\n')).toContain(line);
    }
  });
});
