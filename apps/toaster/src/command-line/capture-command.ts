import process from 'node:process';
import { canonicalTopic } from '@jamnet/toast';
import { type Command, InvalidArgumentError } from 'commander';
import { createCaptureStream, openCaptureFile } from '../capture/capture-sink.js';
import { runCapture } from '../commands/capture.js';
import { parseDurationMs } from '../options/duration.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions } from './jam-command-options.js';
import { runCommand } from './run-command.js';

interface CaptureOptions extends Omit<JamCommandOptions, 'topic'> {
  readonly topic: string;
  readonly out: string;
  readonly for?: number;
  readonly copies?: boolean;
}

const EXAMPLES = examples([
  ['Keep 20 seconds', 'toaster capture --topic midi://jam --out jam.jsonl --for 20s'],
  ['Look at it as it comes', 'toaster capture -t midi://jam --out - | jq .messages'],
  ['Play it again', 'toaster replay jam.jsonl'],
]);

export function addCaptureCommand(program: Command): void {
  const command = program
    .command('capture')
    .summary('keep a session as JSON lines: every frame and the messages in it')
    .description(
      'Write every frame that arrives on a topic as a line of JSON: when it came, from whom, and its messages in the standard form ' +
        '(spec/capture/v1). Killed midway the file is whole up to there.',
    );
  addJamOptions(command, { topic: '' })
    .requiredOption('-o, --out <file>', 'where the lines go; - is standard output', parseFile)
    .option('--for <time>', 'end after this long, such as 20s', parseDurationMs)
    .option('--copies', 'write every copy of a frame, not only the first that came')
    .addHelpText('after', EXAMPLES)
    .hook('preAction', refuseTwoUses)
    .action((options: CaptureOptions, command: Command) =>
      runCommand(options, (context) =>
        runCapture(
          {
            ...jamFlags(options, command),
            openSink: () =>
              options.out === '-'
                ? createCaptureStream(process.stdout)
                : openCaptureFile(options.out),
            everyCopy: options.copies ?? false,
            forMs: options.for,
            statsEveryMs: options.statsEvery,
          },
          context,
        ),
      ),
    );
  acceptAnyTopic(command);
}

/** Any topic will do, of whatever scheme. */
function acceptAnyTopic(command: Command): void {
  const topic = command.options.find(({ long }) => long === '--topic')!;
  topic.argParser(parseAnyTopic).makeOptionMandatory();
  topic.default(undefined);
  command.setOptionValue('topic', undefined);
}

export function parseAnyTopic(text: string): string {
  try {
    return canonicalTopic(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function refuseTwoUses(command: Command): void {
  const { out, json } = command.opts<CaptureOptions>();
  if (out === '-' && json)
    command.error('error: --json and --out - both want standard output: name a file with --out');
}

function parseFile(text: string): string {
  if (text === '') throw new InvalidArgumentError('Write the name of a file.');
  return text;
}
