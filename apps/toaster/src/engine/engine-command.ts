import process from 'node:process';
import type { EngineFlags } from './run-engine.js';

/**
 * An engine makes some megabytes of garbage a second, none of which lives long. Collected in pieces of a megabyte that holds its thread up for 0.3 ms some times a second, in
 * node's own of sixteen for one to four; and a heap that may be of some size at once is not gone through whole while somebody plays (docs/decisions/0018).
 */
const COLLECTED_SOON = ['--max-semi-space-size=1', '--initial-old-space-size=128'];

/** What starts an engine in a process of its own, run as this process is run itself. `script` is the program's cli.js. */
export function engineCommand(
  { settings, join }: EngineFlags = {},
  script: string = process.argv[1]!,
): string[] {
  return [
    process.execPath,
    ...process.execArgv,
    ...COLLECTED_SOON,
    script,
    'engine',
    ...(settings === undefined ? [] : ['--settings', JSON.stringify(settings)]),
    ...(join === undefined ? [] : ['--join', join]),
  ];
}
