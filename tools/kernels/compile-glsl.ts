import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExpandedKernel } from './expand-includes.js';

export type CompiledKernel =
  | { readonly spirv: Uint8Array }
  /** One line each, `file:line: what`, where the compiler gave a line. */
  | { readonly errors: readonly string[] };

const child = fileURLToPath(new URL('glslang-child.mjs', import.meta.url));

/** Compiles compute shaders to SPIR-V 1.3, all of them in one child process. The same text gives the same bytes. */
export function compileGlsl(kernels: readonly ExpandedKernel[]): CompiledKernel[] {
  if (kernels.length === 0) return [];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [child], {
    input: JSON.stringify(kernels.map(({ text }) => text)),
    maxBuffer: 256 * 1024 * 1024,
    encoding: 'utf8',
  });
  if (error || status !== 0) {
    const why = error?.message ?? `it left with ${status}`;
    throw new Error(`the GLSL compiler could not be run: ${why}\n${stderr ?? ''}`.trimEnd());
  }
  const results = JSON.parse(stdout) as ({ spirv: string } | { log: string })[];
  return results.map((result, index) =>
    'spirv' in result
      ? { spirv: new Uint8Array(Buffer.from(result.spirv, 'base64')) }
      : { errors: readLog(result.log, kernels[index]!) },
  );
}

const placed = /^(?:ERROR|WARNING): \d+:(\d+): (.*)$/;
// What the compiler says in any case and that helps nobody.
const empty = /^Parse failed$|compilation terminated|compilation errors?\./;

function readLog(log: string, kernel: ExpandedKernel): string[] {
  const first = kernel.origins[0]?.file ?? 'kernel';
  return log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !empty.test(line))
    .map((line) => {
      const match = placed.exec(line);
      const origin = match && kernel.origins[Number(match[1]) - 1];
      if (!match || !origin) return `${first}: ${line.replace(/^ERROR: /, '')}`;
      return `${origin.file}:${origin.line}: ${match[2]!.trim()}`;
    });
}
