import { type Command } from 'commander';
import { runSync } from '../commands/sync.js';
import { syncLine } from '../display/sync-text.js';
import { renderSync, SMALLEST_SYNC_SCREEN } from '../display/sync-screen.js';
import { parseDurationMs } from '../options/duration.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions } from './jam-command-options.js';
import { openDisplay } from './open-display.js';
import { runCommand } from './run-command.js';

interface SyncOptions extends JamCommandOptions {
  readonly for?: number;
  readonly plain?: boolean;
}

const EXAMPLES = examples([
  ['Watch the clocks and the beat of a session', 'toaster sync --topic midi://jam'],
  ['A line every five seconds, for a minute', 'toaster sync --for 1m --plain --stats-every 5s'],
  ['For a program to read', 'toaster sync --json --stats-every 100ms'],
]);

export function addSyncCommand(program: Command): void {
  const command = program
    .command('sync')
    .summary("watch everybody's clock, the timeline, and where the music is")
    .description(
      "Join a session's timeline and show everybody's clock as it is seen from here: how far it is off, how far that is known, how fast it drifts, " +
        'how it is heard, and who is the master; and where the music is.',
    );
  addJamOptions(command, {
    topic: 'midi://jam',
    statsEvery: 'how often there is a line, with --json or without a terminal',
  })
    .option('--for <time>', 'end after this long, such as 30s', parseDurationMs)
    .option('--plain', 'lines instead of the table')
    .addHelpText('after', EXAMPLES)
    .action((options: SyncOptions, command: Command) =>
      runCommand(options, (context) => {
        const flags = jamFlags(options, command);
        return runSync(
          { ...flags, forMs: options.for },
          (context) =>
            openDisplay(
              {
                plain: options.plain ?? false,
                everyMs: options.statsEvery,
                object: (view) => ({ sync: view }),
                line: syncLine,
                smallest: SMALLEST_SYNC_SCREEN,
                render: renderSync,
              },
              context,
            ),
          context,
        );
      }),
    );
}
