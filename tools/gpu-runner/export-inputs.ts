/**
 * Writes what gpu_runner works on: `export-inputs.ts <folder>`. Batches of JMID lines, the compiled kernels, the table that the
 * parser's kernel is told its keys by, and a checksum of the columns that the TypeScript reference makes of each batch, so that
 * a machine without Node can tell whether its device gives the same.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileGlsl } from '../kernels/compile-glsl.js';
import { expandIncludes } from '../kernels/expand-includes.js';
import { jmidLines } from './jmid-lines.js';
import { KEYS, parseBatch } from './reference-columns.js';

const BATCHES = [1, 16, 100, 1_000, 10_000, 100_000];
const KERNELS = {
  kernel: '../../packages/jam/kernels/jsonl_parse.comp',
  empty: 'kernels/empty.comp',
};

const folder = process.argv[2];
if (folder === undefined) throw new Error('export-inputs.ts <folder>');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const manifest: string[] = [];

const paths = Object.values(KERNELS).map((path) => fileURLToPath(new URL(path, import.meta.url)));
const compiled = compileGlsl(
  paths.map((path) => expandIncludes(path, (each) => readFileSync(each, 'utf8'))),
);
for (const [i, role] of Object.keys(KERNELS).entries()) {
  const result = compiled[i];
  if (!('spirv' in result)) throw new Error(result.errors.join('\n'));
  writeFileSync(join(folder, `${role}.spv`), result.spirv);
  manifest.push(`${role} ${role}.spv`);
}
manifest.push(...KEYS.map((key) => `key ${key}`));

const bytes = jmidLines(Math.max(...BATCHES));
for (const lines of BATCHES) {
  const { text, table, columnBytes, stride, kindWords, checksum } = parseBatch(bytes, lines);
  writeFileSync(join(folder, `lines-${lines}.jsonl`), text);
  writeFileSync(join(folder, `table-${lines}.bin`), table);
  manifest.push(
    `batch ${lines} lines-${lines}.jsonl`,
    'bind text',
    'bind records',
    `bind table table-${lines}.bin`,
    `bind columns ${columnBytes} ${KEYS.length} ${stride} ${kindWords} ${checksum}`,
  );
}
writeFileSync(join(folder, 'manifest.txt'), `${manifest.join('\n')}\n`);
process.stdout.write(`${folder}: batches of ${BATCHES.join(', ')} lines\n`);
