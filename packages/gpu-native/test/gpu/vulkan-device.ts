import type { ComputeBinding, MappedArena } from '@jamnet/wire';
// The compiler of `npm run kernels` is a tool of the repository and no package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { compileGlsl } from '../../../../tools/kernels/compile-glsl.js';
import { openCompute } from '../../src/gpu/open-compute.js';
import type { NativeCompute } from '../../src/gpu/native-compute.js';
import type { OpenComputeOptions } from '../../src/gpu/options.js';
import { loadAddon } from '../../src/addon.js';
import { arenaOf } from '../../src/native-arena.js';

// Mesa complains about its absence.
process.env['XDG_RUNTIME_DIR'] ??= '/tmp';

/** Why nothing can be run here, or undefined. With JAMNET_REQUIRE_VULKAN=1 that is an error instead. */
export const missing: string | undefined = await (async () => {
  const answer = await openCompute();
  if (answer.ok) return void (await answer.compute.close());
  const why = `${answer.reason}; ${answer.hint}`;
  if (process.env['JAMNET_REQUIRE_VULKAN'] === '1') throw new Error(why);
  process.stderr.write(`executor tests left out: ${why}\n`);
  return why;
})();

const opened: NativeCompute[] = [];

/** A device that {@link closeDevices} closes. */
export async function openDevice(options: OpenComputeOptions = {}): Promise<NativeCompute> {
  const answer = await openCompute(options);
  if (!answer.ok) throw new Error(answer.reason);
  opened.push(answer.compute);
  return answer.compute;
}

export async function closeDevices(): Promise<void> {
  await Promise.all(opened.splice(0).map((device) => device.close()));
}

export function testArena(): MappedArena {
  const answer = arenaOf(loadAddon());
  if (!answer.ok) throw new Error(answer.reason);
  return answer.arena;
}

/** A kernel with buffers `a`, `b`, … and a body that knows its item as `i`. */
export interface TestKernel {
  readonly buffers: number;
  readonly body: string;
  /** @default `uint invocations;` */
  readonly push?: string;
  /** @default `local_size_x = 64` */
  readonly layout?: string;
}

/** SPIR-V of some kernels. All at once, since starting the compiler takes longer than what it does. */
export function compileTestKernels<Name extends string>(
  kernels: Readonly<Record<Name, TestKernel>>,
): Record<Name, Uint8Array> {
  const names = Object.keys(kernels) as Name[];
  const sources = names.map((name) => {
    const text = textOf(kernels[name]);
    const origins = text.split('\n').map((_, line) => ({ file: `${name}.comp`, line: line + 1 }));
    return { text, origins };
  });
  const spirv = compileGlsl(sources).map((result) => {
    if ('errors' in result) throw new Error(result.errors.join('\n'));
    return result.spirv;
  });
  return Object.fromEntries(names.map((name, i) => [name, spirv[i]!])) as Record<Name, Uint8Array>;
}

function textOf({ buffers, body, push, layout }: TestKernel): string {
  const declarations = [...'abcdefgh']
    .slice(0, buffers)
    .map(
      (name, i) => `layout(std430, set = 0, binding = ${i}) buffer B${name} { uint ${name}[]; };`,
    );
  return `#version 450
layout(${layout ?? 'local_size_x = 64'}) in;
${declarations.join('\n')}
layout(push_constant) uniform Push { ${push ?? 'uint invocations;'} };
void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations) return;
  ${body}
}
`;
}

export function bound(words: Uint32Array, access: ComputeBinding['access']): ComputeBinding {
  return { bytes: new Uint8Array(words.buffer, words.byteOffset, words.byteLength), access };
}

/** Words in the arena. They are never given back: each test file is a process of its own. */
export function arenaWords(count: number): Uint32Array<ArrayBuffer> {
  const range = testArena().allocate(count * 4);
  if (range === undefined) throw new Error('the arena is full');
  return new Uint32Array(range.bytes.buffer as ArrayBuffer, range.bytes.byteOffset, count);
}
