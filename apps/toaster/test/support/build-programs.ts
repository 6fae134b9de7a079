import { pathToFileURL } from 'node:url';
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
 * Makes scripts that Node runs as they are of programs and all that they import, from the sources of every package: `<name>.mjs`
 * in `outDir` for each. Tests start some hundred processes; each would spend a second of two cores on compiling the same sources.
 *
 * @param programs the source of each program, by its name
 */
export async function buildPrograms(
  root: string,
  programs: Readonly<Record<string, string>>,
  outDir: string,
): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    plugins: [atTheirPlace],
    ssr: {
      noExternal: true,
      resolve: { conditions: ['@jamnet/source', ...defaultServerConditions] },
    },
    build: {
      ssr: true,
      outDir,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: { ...programs },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
}
