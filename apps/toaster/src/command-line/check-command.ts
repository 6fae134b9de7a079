import { canonicalTopic } from '@jamnet/toast';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkFields } from '../check/check-fields.js';
import { renderCheck, SMALLEST_CHECK_SCREEN } from '../check/check-screen.js';
import { checkLine } from '../check/check-text.js';
import type { CheckView } from '../check/path-view.js';
import { runCheck } from '../commands/check.js';
import { parseDurationMs } from '../options/duration.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions } from './jam-command-options.js';
import { openDisplay } from './open-display.js';
import { runCommand } from './run-command.js';

const LEAST_MS = 3_000;

interface CheckOptions extends JamCommandOptions {
  readonly for: number;
  readonly plain?: boolean;
}

const EXAMPLES = examples([
  ['Somebody records or streams on audio://main', 'toaster check main'],
  ['Somebody listens or plays on midi://jam', 'toaster check midi://jam'],
  ['Both ways in full: the same on both machines', 'toaster check main --for 1m'],
]);

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .argument('<name>', 'the room: a topic, or its name alone for audio://name', parseRoom)
    .summary('measure the path to those in a room: loss, jitter, delay, and what can be played')
    .description(
      'Send probes as densely as audio, for 20 s, to whoever is in the room, and say how much is lost and in what runs, how long ' +
        'it takes, which plan of copies and which play-out delay to use, and whether it is playable.',
    );
  addJamOptions(command, {
    topic: '',
    statsEvery: 'how often there is a line, with --json or without a terminal',
  })
    .addOption(
      new Option('--for <time>', 'probe for this long, and wait for somebody as long before')
        .argParser(parseFor)
        .default(20_000, '20s'),
    )
    .option('--plain', 'lines instead of the picture')
    .addHelpText('after', EXAMPLES)
    .action((topic: string, options: CheckOptions, command: Command) =>
      runCommand(options, (context) =>
        runCheck(
          { ...jamFlags(options, command), topic, forMs: options.for },
          (from) =>
            openDisplay<CheckView>(
              {
                plain: options.plain ?? false,
                everyMs: options.statsEvery,
                object: (view) => ({ check: checkFields(view) }),
                line: checkLine,
                smallest: SMALLEST_CHECK_SCREEN,
                render: renderCheck,
              },
              from,
            ),
          context,
        ),
      ),
    );
  // The room is the argument here.
  command.options.find(({ long }) => long === '--topic')?.hideHelp();
}

function parseRoom(text: string): string {
  try {
    return canonicalTopic(text.includes('://') ? text : `audio://${text}`);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function parseFor(text: string): number {
  const ms = parseDurationMs(text);
  if (ms < LEAST_MS) throw new InvalidArgumentError('Write 3s at least: less shows nothing.');
  return ms;
}
