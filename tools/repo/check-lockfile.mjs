// npm leaves an optional dependency out of package-lock.json, silently, when the registry it asked did not have it. On
// another platform `npm ci` would then lack a binary. Nor may the lockfile say from which host the packages came.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { readJson, root } from './paths.mjs';

/** @returns {string[]} what is wrong with a parsed package-lock.json */
export function lockfileFaults({ packages }) {
  const faults = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!resolves(packages, path, name))
        faults.push(`${path || 'the root'}: optional ${name} is missing`);
    }
    if (entry.resolved && !entry.link) faults.push(`${path}: resolved from ${entry.resolved}`);
    if (path.includes('node_modules/') && !entry.link && !entry.inBundle && !entry.integrity) {
      faults.push(`${path}: no integrity`);
    }
  }
  return faults;
}

/** Looks where Node would: beside the package itself, then in every node_modules further up. */
function resolves(packages, from, name) {
  const folders = from.split('node_modules/');
  return folders
    .map((_, depth) => `${folders.slice(0, depth).join('node_modules/')}node_modules/${name}`)
    .concat(`${from}/node_modules/${name}`)
    .some((path) => path in packages);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = lockfileFaults(readJson(join(root, 'package-lock.json')));
  for (const fault of faults) console.error(`package-lock.json: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
