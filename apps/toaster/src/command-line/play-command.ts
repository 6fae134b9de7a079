import type { Command } from 'commander';
import { runPlay } from '../commands/play.js';
import { parseDurationMs, parseSecondsMs } from '../options/duration.js';
import { parseSpeed } from '../options/number.js';
import { loadSong } from '../play/load-song.js';
import { examples } from './examples.js';
import {
  addJamOptions,
  jamFlags,
  type JamCommandOptions,
  timelineEvery,
  waitMs,
} from './jam-command-options.js';
import { runCommand } from './run-command.js';

const LATE_MS = 50;

interface PlayOptions extends JamCommandOptions {
  readonly speed: number;
  readonly timeline?: number | true;
  readonly waitForListener?: number | true;
}

const EXAMPLES = examples([
  ['Play a file to whoever listens', 'toaster play song.mid --topic midi://jam'],
  [
    'Start when somebody is there, on one network only',
    'toaster play song.mid -t midi://jam --wait-for-listener 10 -i eth0',
  ],
  [
    'Half as fast, every event as a line of JSON',
    'toaster play song.mid -t midi://jam --speed 0.5 --json',
  ],
]);

export function addPlayCommand(program: Command): void {
  const command = program
    .command('play')
    .summary('play a MIDI file to a topic')
    .description(
      'Play a Standard MIDI File to everyone on a topic. Ctrl-C ends it and releases every note.',
    )
    .argument('<file>', 'a Standard MIDI File (.mid)');
  addJamOptions(command)
    .option('--speed <factor>', 'how many times as fast as written', parseSpeed, 1)
    .option(
      '--wait-for-listener [seconds]',
      'start when somebody listens, or after this long, 10 s where no time is given (default: start at once)',
      parseSecondsMs,
    )
    .option(
      '--timeline [time]',
      "start the session's music with the file, in its first tempo, and stop it at its end; with --json say where it is this often (default: 1s)",
      parseDurationMs,
    )
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: PlayOptions, command: Command) =>
      runCommand(options, (context) => {
        const { song, problems } = loadSong(file, context.output.log);
        for (const problem of problems) context.output.log(`${file}: ${problem}`);
        const flags = {
          ...jamFlags(options, command),
          timelineEveryMs: timelineEvery(options.timeline),
          speed: options.speed,
          lateMs: LATE_MS,
          waitForListenerMs: waitMs(options.waitForListener),
          statsEveryMs: options.statsEvery,
        };
        return runPlay(song, flags, context);
      }),
    );
}
