import type { Destination } from '@jamnet/wire';
import type { EngineLayout, NetEngine } from './net-addon.js';

/** The addresses behind source indices, asked of the engine once each: the same object as long as it remembers the address. */
export interface SourceCache {
  at(index: number): Destination | undefined;
}

export function createSourceCache(
  engine: NetEngine,
  layout: EngineLayout,
  buffer: ArrayBuffer,
): SourceCache {
  const generations = new Uint32Array(buffer, layout.generations, layout.sources);
  const known: Destination[] = [];
  const knownGenerations = new Uint32Array(layout.sources);
  return {
    at(index) {
      const generation = generations[index];
      // 0: nobody has it yet.
      if (generation === undefined || generation === 0) return undefined;
      if (knownGenerations[index] !== generation) {
        const source = engine.source(index);
        if (source === null) return undefined;
        known[index] = source;
        knownGenerations[index] = generation;
      }
      return known[index];
    },
  };
}
