import type { Command } from 'commander';
import { runAudioDemo } from '../commands/audio-demo.js';
import { runDemo } from '../commands/demo.js';
import { parseDurationMs } from '../options/duration.js';
import { parseSeed } from '../options/number.js';
import { parseShare } from '../options/share.js';
import { audioDisplay } from './audio-display.js';
import { demoEnvironment } from './demo-environment.js';
import { examples } from './examples.js';
import { nativeChoice } from './native-option.js';
import { runCommand } from './run-command.js';

interface DemoOptions {
  readonly audio?: boolean;
  readonly loss?: number;
  readonly runs?: number;
  readonly seed?: number;
  readonly json?: boolean;
  readonly plain?: boolean;
}

const MIDI_LOSS = 0.66;
const AUDIO_LOSS = 0.1;
const LINE_EVERY_MS = 1_000;

const EXAMPLES = examples([
  ['Watch it', 'toaster demo'],
  ['Losses in runs of 10 ms: see the copies spread out', 'toaster demo --loss 5% --runs 10ms'],
  ['Sound: watch buffer, loss, repairs and concealment', 'toaster demo --audio'],
  ['Lines instead of the display, and the same losses every time', 'toaster demo --plain --seed 7'],
]);

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .argument(
      '[file]',
      'a MIDI file of yours (with --audio a WAV file) instead of what comes with it',
    )
    .summary('see a MIDI file cross a network that loses two of three datagrams')
    .description(
      'Two processes on this machine, a player and a listener, meet over UDP multicast. Both throw away 66 % of the ' +
        'datagrams that reach them. At the end every event that was sent is compared with every event that was heard, and the timeline of one with that of the other.',
    )
    .option('--audio', 'sound instead of MIDI: buffer depth, loss, repairs and concealment')
    .option(
      '--loss <share>',
      'share of the datagrams to throw away (default: 66%; 10% with --audio)',
      parseShare,
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
      runCommand(options, (context) => {
        const { audio = false, plain = false, runs, seed } = options;
        const loss = options.loss ?? (audio ? AUDIO_LOSS : MIDI_LOSS);
        const flags = { file, loss, runsMs: runs, seed, native: nativeChoice(command) };
        const environment = demoEnvironment({ plain });
        if (!audio) return runDemo(flags, environment, context);
        return runAudioDemo(
          flags,
          environment.launcher,
          audioDisplay(plain, LINE_EVERY_MS),
          context,
        );
      }),
    );
}
