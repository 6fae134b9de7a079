/**
 * Compiles packages/<package>/kernels/<name>.comp to packages/<package>/src/generated/<name>-kernel.ts.
 *
 *   npm run kernels                  all of them; what compiles is written even where another one does not
 *   npm run kernels -- jsonl_parse   only these
 *   npm run kernels -- --check       writes nothing, names what is not up to date and leaves with 1
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileGlsl } from './compile-glsl.js';
import { emitKernelModule, generatedMark, kernelNames } from './emit-kernel.js';
import { expandIncludes, KernelFault, type ExpandedKernel } from './expand-includes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const validName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

interface Kernel {
  readonly name: string;
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly modulePath: string;
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(root, folder)).sort();
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function findKernels(): Kernel[] {
  return list('packages').flatMap((folder) =>
    list(`packages/${folder}/kernels`)
      .filter((file) => file.endsWith('.comp'))
      .map((file) => {
        const name = file.slice(0, -'.comp'.length);
        return {
          name,
          path: `packages/${folder}/kernels/${file}`,
          modulePath: `packages/${folder}/src/generated/${kernelNames(name).moduleFile}`,
        };
      }),
  );
}

/** Modules that were generated from kernels which are no more. */
function findSurplus(kernels: readonly Kernel[]): string[] {
  const wanted = new Set(kernels.map(({ modulePath }) => modulePath));
  return list('packages')
    .map((folder) => `packages/${folder}/src/generated`)
    .flatMap((folder) => list(folder).map((file) => `${folder}/${file}`))
    .filter((path) => path.endsWith('-kernel.ts') && !wanted.has(path))
    .filter((path) => read(path)?.startsWith(generatedMark));
}

function expandAll(kernels: readonly Kernel[], faults: string[]): [Kernel, ExpandedKernel][] {
  return kernels.flatMap((kernel): [Kernel, ExpandedKernel][] => {
    try {
      if (!validName.test(kernel.name)) {
        throw new KernelFault(`${kernel.path}: name it in lower-case words joined by _`);
      }
      const readText = (path: string) => readFileSync(join(root, path), 'utf8');
      return [[kernel, expandIncludes(kernel.path, readText)]];
    } catch (error) {
      if (!(error instanceof KernelFault)) throw error;
      faults.push(error.message);
      return [];
    }
  });
}

function main(args: readonly string[]): number {
  const check = args.includes('--check');
  const names = args.filter((arg) => arg !== '--check');
  const kernels = findKernels();
  const unknown = names.find((name) => !kernels.some((kernel) => kernel.name === name));
  if (unknown !== undefined) {
    console.error(
      `there is no kernel ${unknown}; there are ${kernels.map((k) => k.name).join(' ')}`,
    );
    return 2;
  }
  const chosen = kernels.filter(({ name }) => names.length === 0 || names.includes(name));

  const faults: string[] = [];
  const expanded = expandAll(chosen, faults);
  const compiled = compileGlsl(expanded.map(([, text]) => text));
  const stale: string[] = [];
  for (const [index, [{ name, path, modulePath }]] of expanded.entries()) {
    const result = compiled[index]!;
    if ('errors' in result) {
      faults.push(...result.errors);
      continue;
    }
    const text = emitKernelModule(name, path, result.spirv);
    if (read(modulePath) === text) continue;
    stale.push(modulePath);
    if (check) continue;
    mkdirSync(join(root, modulePath, '..'), { recursive: true });
    writeFileSync(join(root, modulePath), text);
  }
  const surplus = names.length === 0 ? findSurplus(kernels) : [];
  if (!check) for (const path of surplus) rmSync(join(root, path));

  for (const fault of faults) console.error(fault);
  for (const path of stale) console.log(`${check ? 'not up to date' : 'written'}: ${path}`);
  for (const path of surplus) console.log(`${check ? 'has no kernel' : 'removed'}: ${path}`);
  if (faults.length > 0) return 1;
  if (check && stale.length + surplus.length > 0) {
    console.error('run `npm run kernels` and commit what it writes');
    return 1;
  }
  if (!check) console.log(`${chosen.length} kernels, ${stale.length} changed`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
