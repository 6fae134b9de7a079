import { createReadStream } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import { runReplay } from '../commands/replay.js';
import { parseSecondsMs } from '../options/duration.js';
import { parseSpeed } from '../options/number.js';
import { parseAnyTopic } from './capture-command.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions, waitMs } from './jam-command-options.js';
import { runCommand } from './run-command.js';

interface ReplayOptions extends JamCommandOptions {
  readonly speed: number;
  readonly waitForListener?: number | true;
}

const EXAMPLES = examples([
  ['Again as it was', 'toaster replay jam.jsonl'],
  [
    'Elsewhere, as soon as somebody listens',
    'toaster replay jam.jsonl --topic midi://test --wait-for-listener',
  ],
  ['From another program', 'zcat jam.jsonl.gz | toaster replay -'],
]);

export function addReplayCommand(program: Command): void {
  const command = program
    .command('replay')
    .argument('<file>', 'a capture; - is standard input')
    .summary('send what a capture holds again: MIDI and audio')
    .description(
      'Send the MIDI and the audio of a capture again at their original spacing, as a player of its own. Lines that are damaged are told of ' +
        'and left out.',
    );
  addJamOptions(command, { topic: '' })
    .option('--speed <factor>', 'how many times as fast; audio is sent at 1 alone', parseSpeed, 1)
    .option(
      '--wait-for-listener [seconds]',
      'start when somebody who only listens is on the topic, or after this long (default: 10)',
      parseSecondsMs,
    )
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: ReplayOptions, command: Command) =>
      runCommand(options, (context) =>
        runReplay(
          {
            ...jamFlags(options, command),
            topic: options.topic === '' ? undefined : options.topic,
            file: file === '-' ? 'standard input' : file,
            openInput: () => (file === '-' ? process.stdin : createReadStream(file)),
            speed: options.speed,
            waitMs: waitMs(options.waitForListener),
            statsEveryMs: options.statsEvery,
          },
          context,
        ),
      ),
    );
  const topic = command.options.find(({ long }) => long === '--topic')!;
  topic.argParser(parseAnyTopic).default('', 'that of the capture');
}
