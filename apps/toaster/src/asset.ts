import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// This file stays directly in `src`: from there and from `dist` the package's folder is one step up.
const PACKAGE_FOLDER = new URL('../', import.meta.url);

/** Where this package lies. */
export function packageFolder(): string {
  return fileURLToPath(PACKAGE_FOLDER);
}

/** The piece that `toaster demo` plays. */
export function demoSongPath(): string {
  return fileURLToPath(new URL('assets/demo.mid', PACKAGE_FOLDER));
}

/** The version of this program. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8'),
  );
  return (manifest as { version: string }).version;
}
