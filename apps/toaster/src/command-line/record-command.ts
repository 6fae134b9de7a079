import { type Command, InvalidArgumentError, Option } from 'commander';
import { runRecord } from '../commands/record.js';
import { CONCEAL_METHODS, type ConcealMethod } from '../conceal/method.js';
import { parseDurationMs } from '../options/duration.js';
import { audioDisplay } from './audio-display.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions } from './jam-command-options.js';
import { runCommand } from './run-command.js';

const MOST_DELAY_MS = 1_000;

interface RecordOptions extends JamCommandOptions {
  readonly out?: string;
  readonly conceal: ConcealMethod;
  readonly delay?: number;
  readonly for?: number;
  readonly untilBye?: boolean;
  readonly plain?: boolean;
}

const EXAMPLES = examples([
  ['Record 20 seconds', 'toaster record --topic audio://main --out got.wav --for 20s'],
  [
    'Play every frame 20 ms after its time, as if 5 % were lost in runs of 8 ms',
    'toaster record -t audio://main -o got.wav --delay 20ms --simulate-loss 5% --simulate-runs 8ms',
  ],
  ['Watch buffer, loss and concealment, write nothing', 'toaster record -t audio://main'],
]);

export function addRecordCommand(program: Command): void {
  const command = program
    .command('record')
    .summary('record the audio that is played on a topic, and watch how it comes')
    .description(
      'Play the first stream on a topic as a sound card would, what is lost made up, and write it to a WAV file of 24 bits. ' +
        'Killed midway the file is whole up to there.',
    );
  addJamOptions(command, {
    scheme: 'audio',
    statsEvery: 'how often there is a line, with --json or without a terminal',
  })
    .option('-o, --out <file>', 'write a WAV file', parseFile)
    .addOption(
      new Option('--conceal <method>', 'how lost sound is made up; none leaves silence')
        .choices(CONCEAL_METHODS)
        .default('pnbtr'),
    )
    .option(
      '--delay <time>',
      'play every frame this long after its time, a second at most (default: as early as the path allows)',
      parseDelay,
    )
    .option('--for <time>', 'end after this long, such as 20s', parseDurationMs)
    .option('--until-bye', 'end when the stream has ended')
    .option('--plain', 'lines instead of the picture')
    .addHelpText('after', EXAMPLES)
    .action((options: RecordOptions, command: Command) =>
      runCommand(options, (context) =>
        runRecord(
          {
            ...jamFlags(options, command),
            out: options.out,
            conceal: options.conceal,
            delayMs: options.delay,
            forMs: options.for,
            untilBye: options.untilBye ?? false,
          },
          audioDisplay(options.plain ?? false, options.statsEvery),
          context,
        ),
      ),
    );
}

function parseDelay(text: string): number {
  const ms = parseDurationMs(text);
  if (ms > MOST_DELAY_MS)
    throw new InvalidArgumentError('Write a second at most: nobody plays together so far apart.');
  return ms;
}

function parseFile(text: string): string {
  if (text === '') throw new InvalidArgumentError('Write the name of a file.');
  return text;
}
