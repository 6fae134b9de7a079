import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where these scripts remember what they did. Ignored by git, and safe to delete. */
export const stateDir = join(root, '.jamnet');

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every workspace in the repository as `{ name, dir, manifest }`, `dir` relative to the root. */
export function workspaces() {
  const found = [];
  for (const pattern of readJson(join(root, 'package.json')).workspaces) {
    const [parent, child] = pattern.split('/');
    const names = child === '*' ? listDir(join(root, parent)) : [child];
    for (const name of names) {
      const manifestPath = join(root, parent, name, 'package.json');
      if (existsSync(manifestPath)) {
        const manifest = readJson(manifestPath);
        found.push({ name: manifest.name, dir: `${parent}/${name}`, manifest });
      }
    }
  }
  return found;
}

/** The script behind a command of an installed package, to be run with `process.execPath`. */
export function binOf(packageName, command = packageName) {
  const dir = join(root, 'node_modules', packageName);
  const { bin } = readJson(join(dir, 'package.json'));
  return join(dir, typeof bin === 'string' ? bin : bin[command]);
}

function listDir(dir) {
  return existsSync(dir) ? readdirSync(dir).sort() : [];
}
