import process from 'node:process';
import type { EngineFlags } from './run-engine.js';

/** What starts an engine in a process of its own: this same program, run as it is run itself. */
export function engineCommand({ settings, join }: EngineFlags = {}): string[] {
  return [
    process.execPath,
    ...process.execArgv,
    process.argv[1]!,
    'engine',
    ...(settings === undefined ? [] : ['--settings', JSON.stringify(settings)]),
    ...(join === undefined ? [] : ['--join', join]),
  ];
}
