import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, defaultServerConditions, type Plugin } from 'vite';

/** Files that find others by their own place have to find them from where they were written. */
const atTheirPlace: Plugin = {
  name: 'at-their-place',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href));
  },
};

/**
 * Makes one script of the program's sources and all that it imports, for the life of this process, and gives its path. Tests
 * start some hundred processes; each would spend a second of two cores on compiling the same sources.
 */
export async function buildToaster(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'toaster-build-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../', import.meta.url)),
    plugins: [atTheirPlace],
    ssr: {
      noExternal: true,
      resolve: { conditions: ['@jamnet/source', ...defaultServerConditions] },
    },
    build: {
      ssr: 'src/cli.ts',
      outDir,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'toaster.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  return join(outDir, 'toaster.mjs');
}
