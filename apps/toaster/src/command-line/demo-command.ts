import { type Command, Option } from 'commander';
import { runDemo } from '../commands/demo.js';
import { parseDurationMs } from '../options/duration.js';
import { parseSeed } from '../options/number.js';
import { parseShare } from '../options/share.js';
import { demoEnvironment } from './demo-environment.js';
import { examples } from './examples.js';
import { nativeChoice } from './native-option.js';
import { runCommand } from './run-command.js';

interface DemoOptions {
  readonly loss: number;
  readonly runs?: number;
  readonly seed?: number;
  readonly json?: boolean;
  readonly plain?: boolean;
}

const EXAMPLES = examples([
  ['Watch it', 'toaster demo'],
  ['Losses in runs of 10 ms: see the copies spread out', 'toaster demo --loss 5% --runs 10ms'],
  ['Lines instead of the display, and the same losses every time', 'toaster demo --plain --seed 7'],
]);

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .argument('[file]', 'a MIDI file of yours instead of the piece that comes with it')
    .summary('see a MIDI file cross a network that loses two of three datagrams')
    .description(
      'Two processes on this machine, a player and a listener, meet over UDP multicast. Both throw away 66 % of the ' +
        'datagrams that reach them. At the end every event that was sent is compared with every event that was heard, and the timeline of one with that of the other.',
    )
    .addOption(
      new Option('--loss <share>', 'share of the datagrams to throw away')
        .argParser(parseShare)
        .default(0.66, '66%'),
    )
    .option(
      '--runs <time>',
      'let the losses come in runs of this mean length, such as 10ms',
      parseDurationMs,
    )
    .option('--seed <number>', 'make the losses repeatable', parseSeed)
    .option('--plain', 'a line every second instead of the display')
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, options: DemoOptions, command: Command) =>
      runCommand(options, (context) =>
        runDemo(
          {
            file,
            loss: options.loss,
            runsMs: options.runs,
            seed: options.seed,
            native: nativeChoice(command),
          },
          demoEnvironment({ plain: options.plain ?? false }),
          context,
        ),
      ),
    );
}
