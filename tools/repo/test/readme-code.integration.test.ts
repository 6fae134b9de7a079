import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Code in READMEs that begins with an import is a program: each such ```ts block is type-checked and run by itself, on real
// sockets. A comment `// prints: …` is held against what it prints.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.jamnet', `readme-code-${process.pid}`);

interface Block {
  readonly name: string;
  readonly file: string;
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
      file: `${path.replaceAll('/', '-').replace('.md', '')}-${index + 1}.ts`,
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

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of blocks) writeFileSync(join(folder, file), `${code}\nexport {};\n`);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      // What a reader sees first need not be free of names that the text goes on to use.
      compilerOptions: { noEmit: true, noUnusedLocals: false },
      include: ['*.ts'],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the code in READMEs', () => {
  test('is there', () => expect(blocks.length).toBeGreaterThan(3));

  test('has types', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { code, output } = await node(tsc, '-p', '.');
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  // Several at a time: most of a program's second is spent starting.
  test.concurrent.each(blocks)('runs and ends: $name', async ({ file, code: text }) => {
    const { code, output } = await node('--import', 'tsx', '--conditions=@jamnet/source', file);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    for (const [, line = ''] of text.matchAll(/\/\/ prints: (.*)$/gmu)) {
      expect(output.split('\n')).toContain(line);
    }
  });
});
