import { type Command, InvalidArgumentError } from 'commander';
import { runTransport } from '../commands/transport.js';
import {
  parseAction,
  parseAt,
  parseBeat,
  parseIn,
  type TransportAction,
  type When,
} from '../transport/action.js';
import { examples } from './examples.js';
import { addJamOptions, jamFlags, type JamCommandOptions } from './jam-command-options.js';
import { runCommand } from './run-command.js';

interface TransportOptions extends JamCommandOptions {
  readonly beat?: number;
  readonly in?: number;
  readonly at?: When;
}

const ACTIONS = `
Actions:
  status                where the music is (also without an action)
  play [place]          run from there, or from where the music is
  record [place]        the same, and say that it is to be recorded
  pause [place]         hold, there or where the music is by then
  stop [place]          end, there or at the start
  seek <place>          go on, or rest, from there
  tempo <bpm>           quarter notes a minute, 1 to 1000; the beat is kept
  signature <n/d>       from the next bar line on, such as 3/4
  loop <from> <to>      again and again from one bar to before another
  loop off              no longer

Places: a bar such as 5, 5.3 (bar, beat) or 5.3.480 (and tick), or song time such as 12.5s.`;

const EXAMPLES = examples([
  ['Where is the music?', 'toaster transport --topic midi://jam'],
  ['Start everybody at bar 1, in a second', 'toaster transport play 1 --in 1s'],
  ['Faster, from bar 9 on', 'toaster transport tempo 140 --at 9'],
]);

export function addTransportCommand(program: Command): void {
  const command = program
    .command('transport')
    .summary('start, stop and move the music of a session, or say where it is')
    .description(
      "Join a session's timeline, give one command that everybody carries out at the same instant, and leave. Without an action, say where the music is.",
    )
    .usage('[action] [values...] [options]')
    .argument('[action]', 'what to do, below')
    .argument('[values...]', 'what the action needs');
  addJamOptions(command, { topic: 'midi://jam', statsEvery: null })
    .option(
      '--in <time>',
      'take effect after this long, a minute at most (default: 150ms)',
      parseIn,
    )
    .option(
      '--at <bar|time>',
      'take effect when the music is at this bar, or at this time of the timeline',
      parseAt,
    )
    .option('--beat <number>', 'instead of a place: quarter notes from the start', parseBeat)
    .addHelpText('after', `${ACTIONS}\n${EXAMPLES}`)
    .action(
      (name: string | undefined, values: string[], options: TransportOptions, command: Command) => {
        const action = actionOf(
          [...(name === undefined ? [] : [name]), ...values],
          options,
          command,
        );
        const when = options.in === undefined ? options.at : { inMs: options.in };
        return runCommand(options, (context) =>
          runTransport({ ...jamFlags(options, command), action, when }, context),
        );
      },
    );
}

function actionOf(
  words: readonly string[],
  options: TransportOptions,
  command: Command,
): TransportAction {
  if (options.in !== undefined && options.at !== undefined)
    command.error('error: --in and --at each say when: one will do');
  try {
    const action = parseAction(words, options.beat);
    if (action.name === 'status' && (options.in ?? options.at) !== undefined)
      command.error('error: --in and --at say when a command takes effect; status is none');
    return action;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return command.error(`error: ${error.message}`);
  }
}
