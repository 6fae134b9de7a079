// A file is named after what is in it, and stays small enough to be read in one go.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const emptyNames = /^(utils?|helpers?|common|misc|managers?|types)$/;
const code = /\.(ts|mts|js|mjs|cjs|py|sh|c|cc|cpp|h|hpp|comp|glsl)$/;
const maxLines = 500;
const maxBytes = 1024 * 1024;

/** @returns {string[]} what is wrong with one file, given its path and content */
export function fileFaults(path, content) {
  const faults = [];
  for (const part of path.split('/')) {
    if (emptyNames.test(part.split('.')[0]))
      faults.push(`${path}: "${part}" says nothing about what is in it`);
  }
  if (code.test(path) && !/(^|[/.])generated[/.]/.test(path)) {
    const lines = content.toString('utf8').split('\n').length - 1;
    if (lines > maxLines) faults.push(`${path}: ${lines} lines, more than ${maxLines}`);
  }
  if (content.length > maxBytes && basename(path) !== 'package-lock.json') {
    faults.push(`${path}: ${content.length} bytes, more than ${maxBytes}`);
  }
  return faults;
}

/** Every file that is or may be committed. */
export function repositoryFiles() {
  const output = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root },
  );
  const paths = output.toString('utf8').split('\0').filter(Boolean);
  return [...new Set(paths)].filter((path) => existsSync(join(root, path)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = repositoryFiles().flatMap((path) =>
    fileFaults(path, readFileSync(join(root, path))),
  );
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
