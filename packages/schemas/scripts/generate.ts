/**
 * Writes what is derived from the zod schemas: src/generated and json-schema. `--check` writes nothing, names the files
 * that are not up to date and leaves with 1.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitChecks } from './generator/emit-checks.js';
import { emitJmidDecoder } from './generator/emit-jmid-decoder.js';
import { emitJmidEncoder } from './generator/emit-jmid-encoder.js';
import { emitCompactKeys, emitTables } from './generator/emit-tables.js';
import { emitTypes } from './generator/emit-types.js';
import { emitJsonSchemas } from './generator/emit-json-schemas.js';
import { readTables } from './generator/message-tables.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const owned = ['src/generated', 'json-schema'];

function wanted(): Map<string, string> {
  const tables = readTables();
  const events = tables.filter((table) => table.event);
  const files = new Map<string, string>([
    ['src/generated/message-types.ts', emitTypes(tables)],
    ['src/generated/message-tables.ts', emitTables(tables)],
    ['src/generated/compact-keys.ts', emitCompactKeys(tables)],
    ['src/generated/message-checks.ts', emitChecks(tables)],
    ['src/generated/jmid-encoder.ts', emitJmidEncoder(events)],
    ['src/generated/jmid-decoder.ts', emitJmidDecoder(events)],
  ]);
  for (const [path, text] of emitJsonSchemas()) files.set(path, text);
  return files;
}

function present(): string[] {
  return owned.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    } catch {
      return [];
    }
  });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

const files = wanted();
const stale = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);
const surplus = present().filter((path) => !files.has(path));

if (process.argv.includes('--check')) {
  for (const path of stale) process.stderr.write(`not up to date: packages/schemas/${path}\n`);
  for (const path of surplus)
    process.stderr.write(`not generated any more: packages/schemas/${path}\n`);
  if (stale.length + surplus.length > 0) {
    process.stderr.write('run `npm run generate`\n');
    process.exitCode = 1;
  }
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path)!);
  }
  for (const path of surplus) rmSync(join(root, path));
  process.stdout.write(`${files.size} files, ${stale.length} written, ${surplus.length} removed\n`);
}
