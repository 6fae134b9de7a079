import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.js';

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/cli.ts'],
  // A package of its own that is used where it is installed, and never published inside another.
  external: [...(base.external ?? []), 'jellie'],
});
