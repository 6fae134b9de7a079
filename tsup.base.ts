import { defineConfig, type Options } from 'tsup';

/** What every published package is built with: ESM, one file per entry and shared chunks, types beside. */
export const base: Options = {
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  sourcemap: true,
  clean: true,
  // Left out by itself are only what package.json lists under `dependencies` and `peerDependencies`.
  external: ['@jamnet/gpu-native'],
  // tsup hands TypeScript a `baseUrl`, which TypeScript 6 reports as deprecated.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
};

export default defineConfig(base);
