import { type Command, Option } from 'commander';
import { runStream } from '../commands/stream.js';
import { renderStream, SMALLEST_STREAM_SCREEN, streamLine } from '../display/stream-screen.js';
import { parseSecondsMs } from '../options/duration.js';
import { AUDIO_FORMS, type AudioForm } from '../stream/form.js';
import type { StreamView } from '../stream/stream-view.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions, waitMs } from './jam-command-options.js';
import { openDisplay } from './open-display.js';
import { runCommand } from './run-command.js';

interface StreamOptions extends JamCommandOptions {
  readonly form: AudioForm;
  readonly jellie?: boolean;
  readonly loop?: boolean;
  readonly plain?: boolean;
  readonly waitForListener?: number | true;
}

const EXAMPLES = examples([
  ['Play a recording to whoever listens', 'toaster stream song.wav --topic audio://main'],
  [
    'Again and again, in the smallest form, on one network only',
    'toaster stream song.wav -t audio://main --loop --form binary -i eth0',
  ],
  ['Start when somebody listens', 'toaster stream song.wav -t audio://main --wait-for-listener 10'],
]);

export function addStreamCommand(program: Command): void {
  const command = program
    .command('stream')
    .summary('play a WAV file to a topic')
    .description(
      'Play a WAV file to everyone on a topic, as if it were recorded here and now: 44.1, 48, 96 or 192 kHz, up to 8 channels, any bits; 24 of them travel.',
    )
    .argument('<song.wav>', 'a WAV file');
  addJamOptions(command, {
    scheme: 'audio',
    statsEvery: 'how often there is a line, with --json or without a terminal',
  })
    .addOption(
      new Option(
        '--form <form>',
        'how samples are written: readable, readable and short, or smallest',
      )
        .choices(AUDIO_FORMS)
        .default('compact'),
    )
    .option(
      '--jellie',
      'send as four streams of which any two give all: needs the package jellie, which does not come along',
    )
    .option('--loop', 'begin again at the end')
    .option(
      '--wait-for-listener [seconds]',
      'start when somebody listens, or after this long, 10 s where no time is given (default: start at once)',
      parseSecondsMs,
    )
    .option('--plain', 'lines instead of the picture')
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: StreamOptions, command: Command) =>
      runCommand(options, (context) =>
        runStream(
          {
            ...jamFlags(options, command),
            file,
            form: options.form,
            jellie: options.jellie ?? false,
            loop: options.loop ?? false,
            waitForListenerMs: waitMs(options.waitForListener),
            statsEveryMs: options.statsEvery,
          },
          (context) =>
            openDisplay<StreamView>(
              {
                plain: options.plain ?? false,
                everyMs: options.statsEvery,
                object: ({ frames, levels, sent }) => ({ sending: { frames, levels, ...sent } }),
                line: streamLine,
                smallest: SMALLEST_STREAM_SCREEN,
                render: renderStream,
              },
              context,
            ),
          context,
        ),
      ),
    );
}
