import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const roots = '{packages,apps,tools,examples}/*';
const never = ['**/node_modules/**', '**/dist/**', '**/.nx/**'];

export default defineConfig({
  // Tests run the sources of every package, whether or not anything has been built. `resolve.conditions` alone would
  // not reach code that runs in Node, and would then test a stale `dist` without saying so.
  ssr: { resolve: { conditions: ['@jamnet/source', ...defaultServerConditions] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${roots}/test/**/*.test.ts`],
          exclude: [...never, '**/*.integration.test.ts'],
          // A process a core, and the files share it and what it has loaded: with a process of its own for each of three hundred
          // files, more than half of the time goes to starting them. What a file leaves behind in the process, the next one
          // finds; `setupFiles` takes back what importing leaves.
          pool: 'forks',
          maxWorkers: '100%',
          isolate: false,
          setupFiles: [fileURLToPath(new URL('tools/repo/test/leave-nothing.ts', import.meta.url))],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real sockets, processes and network namespaces: one file after the other, each in a process of its own.
        extends: true,
        test: {
          name: 'integration',
          include: [`${roots}/test/**/*.integration.test.ts`],
          exclude: never,
          pool: 'forks',
          fileParallelism: false,
          maxWorkers: 1,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
