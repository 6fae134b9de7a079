import { type Command, Option } from 'commander';
import { runConceal } from '../commands/conceal.js';
import { CONCEAL_METHODS, type ConcealMethod } from '../conceal/method.js';
import { examples } from './examples.js';
import { runCommand } from './run-command.js';

interface ConcealOptions {
  readonly method: ConcealMethod;
  readonly json?: boolean;
}

const GAPS = `
The file of gaps, in samples:
  {"fs":48000,"gaps":[[start,length],[start,length]]}`;

const EXAMPLES = examples([
  ['Fill the gaps that gaps.json lists', 'toaster conceal in.wav gaps.json out.wav'],
  [
    'By the simplest way, to compare with',
    'toaster conceal in.wav gaps.json out.wav --method repeat',
  ],
]);

export function addConcealCommand(program: Command): void {
  program
    .command('conceal')
    .summary('fill the gaps of a WAV file, as a listener would hear it')
    .description(
      'Fill the gaps of a WAV file as a listener in a session would hear it: from what was before each gap alone. What the input has in a gap is not looked at. ' +
        'Outside the gaps the output is the input, but for at most 10 ms after each.',
    )
    .argument(
      '<in.wav>',
      'the sound: 8- to 32-bit whole numbers or floating point, any number of channels',
    )
    .argument('<gaps.json>', 'what is lost of it')
    .argument('<out.wav>', 'where to write; in the same form')
    .addOption(
      new Option('--method <method>', 'how gaps are filled; none leaves silence')
        .choices(CONCEAL_METHODS)
        .default('pnbtr'),
    )
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .addHelpText('after', `${GAPS}\n${EXAMPLES}`)
    .action((input: string, gaps: string, output: string, options: ConcealOptions) =>
      runCommand(options, async (context) => {
        // Its models take their time to load, and no other command needs them here.
        const { createChannelConcealer } = await import('../conceal/channel-concealer.js');
        const { method } = options;
        return runConceal({ input, gaps, output, method }, createChannelConcealer, context);
      }),
    );
}
