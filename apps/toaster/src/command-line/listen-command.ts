import { type Command, InvalidArgumentError, Option } from 'commander';
import { runListen } from '../commands/listen.js';
import { openRecordingFile } from '../listen/recording-file.js';
import { parseDurationMs } from '../options/duration.js';
import { examples } from './examples.js';
import {
  addJamOptions,
  jamFlags,
  type JamCommandOptions,
  timelineEvery,
} from './jam-command-options.js';
import { runCommand } from './run-command.js';

interface ListenOptions extends JamCommandOptions {
  readonly out?: string;
  readonly for?: number;
  readonly late: number;
  readonly dropLateNotes?: boolean;
  readonly predict?: boolean;
  readonly untilBye?: boolean;
  readonly timeline?: number | true;
}

const EXAMPLES = examples([
  ['Show what is played', 'toaster listen --topic midi://jam'],
  ['Record 30 seconds as a MIDI file', 'toaster listen -t midi://jam --for 30s --out got.mid'],
  [
    'Record until the player is done, as if two of three datagrams were lost',
    'toaster listen -t midi://jam --until-bye --out got.mid --simulate-loss 66%',
  ],
]);

export function addListenCommand(program: Command): void {
  const command = program
    .command('listen')
    .summary('show and record what is played on a topic')
    .description(
      'Show what is played on a topic. With --out every event that was sent is written to a Standard MIDI File, once ' +
        'and at its own time, however late it came.',
    );
  addJamOptions(command)
    .option('-o, --out <file>', 'write a Standard MIDI File at the end', parseFile)
    .option('--for <time>', 'end after this long, such as 30s', parseDurationMs)
    .option('--until-bye', 'end when everyone who plays has said goodbye or fallen silent')
    .addOption(
      new Option('--late <time>', 'what counts as late')
        .argParser(parseDurationMs)
        .default(50, '50ms'),
    )
    .option('--drop-late-notes', 'leave late note-ons out of what is shown; the file has them')
    .option(
      '--predict',
      'in dropouts go on with what has been repeated, as predicted notes: shown, not in the file',
    )
    .option(
      '--timeline [time]',
      "be on the session's timeline: tell of the transport's commands; with --json say where the music is this often (default: 1s)",
      parseDurationMs,
    )
    .addHelpText('after', EXAMPLES)
    .action((options: ListenOptions, command: Command) =>
      runCommand(options, (context) =>
        runListen(
          {
            ...jamFlags(options, command),
            timelineEveryMs: timelineEvery(options.timeline),
            out: options.out === undefined ? undefined : openRecordingFile(options.out),
            forMs: options.for,
            lateMs: options.late,
            dropLateNotes: options.dropLateNotes ?? false,
            predict: options.predict ?? false,
            untilBye: options.untilBye ?? false,
            statsEveryMs: options.statsEvery,
          },
          context,
        ),
      ),
    );
}

function parseFile(text: string): string {
  if (text === '') throw new InvalidArgumentError('Write the name of a file.');
  return text;
}
