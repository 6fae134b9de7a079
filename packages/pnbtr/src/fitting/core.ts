import { JamError } from '@jamnet/wire';
import { concealerWasm } from '../generated/concealer-wasm.js';
import { type CoreMemory, webAssembly } from './web-assembly.js';

/** What wasm/index.ts exports. Positions are sample numbers, refreshes are numbers of hops. */
export interface CoreExports {
  memoryBytes(): number;
  inputAt(): number;
  outputAt(): number;
  hopSamples(): number;
  blockSamples(): number;
  putSamples(position: number, from: number, count: number): void;
  advance(refresh: number, kept: number): void;
  search(refresh: number): void;
  find(refresh: number): void;
  forget(): void;
  fitFast(refresh: number, slot: number): void;
  fitSlow(refresh: number, slot: number, kept: number, part: number): void;
  slowParts(): number;
  mix(refresh: number, slot: number, fast: number, slow: number): void;
  startFill(position: number, slot: number): void;
  fill(position: number, count: number): void;
  foreseenStep(position: number): number;
  expectedError(): number;
  fitBurg(p: number, x: number, lambda: number, order: number, work: number): number;
}

/** Pages of the memory of one channel, as the module was linked for. */
const PAGES = 128;

let compiled: object | undefined;

/** The compiled module, made once. Throws JamError `native-unavailable` on a machine without WebAssembly SIMD. */
export function coreModule(): object {
  if (compiled) return compiled;
  const wasm = webAssembly();
  if (!wasm?.validate(concealerWasm)) {
    throw new JamError(
      'native-unavailable',
      "this machine's JavaScript has no WebAssembly with 128-bit SIMD and threads, which prediction needs: use method 'repeat' or 'zero'",
    );
  }
  return (compiled = new wasm.Module(concealerWasm));
}

/** 8 MiB of memory for one channel, which a worker can share. */
export function createCoreMemory(): CoreMemory {
  coreModule();
  return new (webAssembly()!.Memory)({ initial: PAGES, maximum: PAGES, shared: true });
}

/** The code over a channel's memory. All that lasts lies in the memory, so that two threads may each have an instance. */
export function openCore(memory: CoreMemory): CoreExports {
  const instance = new (webAssembly()!.Instance)(coreModule(), { env: { memory } });
  return instance.exports as CoreExports;
}
