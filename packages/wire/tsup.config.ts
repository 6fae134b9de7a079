import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.js';

export default defineConfig({
  ...base,
  // The port on UDP sockets is an entry of its own: what only reads lines does not load it.
  entry: { index: 'src/index.ts', 'udp/index': 'src/udp/index.ts' },
});
