import { spawnSync } from 'node:child_process';
import { compiledProgram } from '../native-program.js';
import type { Gap } from './metrics.js';

/** Conceals gaps of a recording with a program of `native/`. Blocks. */
export type NativeConceal = (samples: Float32Array, gaps: readonly Gap[]) => Float32Array;

const FAST = ['-O3', '-march=native', '-ffast-math', '-fno-finite-math-only', '-lm'];
const MOST_BYTES = 1 << 28;

/** The compiled `concealment-baselines.c`; undefined where there is no C compiler. */
export function baselineProgram(): string | undefined {
  return compiledProgram('concealment-baselines.c', FAST);
}

/** The methods of `concealment-baselines.c`. Throws where there is no C compiler. */
export function baseline(...args: readonly string[]): NativeConceal {
  return (samples, gaps) => {
    const program = baselineProgram();
    if (program === undefined) throw new Error('concealment: a C compiler is wanted (cc)');
    return conceal(program, args, samples, gaps);
  };
}

/** libopus's own concealment, for gaps of whole 10 ms; undefined where Debian's libopus-dev is not installed. */
export function opusConceal(): NativeConceal | undefined {
  const program = compiledProgram('concealment-opus.c', ['-lopus']);
  if (program === undefined) return undefined;
  return (samples, gaps) => conceal(program, [], samples, gaps);
}

function conceal(
  program: string,
  args: readonly string[],
  samples: Float32Array,
  gaps: readonly Gap[],
): Float32Array {
  const head = Int32Array.from([samples.length, gaps.length, ...gaps.flat()]);
  const input = Buffer.concat([bytesOf(head), bytesOf(samples)]);
  const { status, stdout } = spawnSync(program, args, { input, maxBuffer: MOST_BYTES });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return new Float32Array(new Uint8Array(stdout).buffer);
}

function bytesOf(array: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
