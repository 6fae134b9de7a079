import { Command } from 'commander';
import { packageVersion } from './asset.js';
import { addCaptureCommand } from './command-line/capture-command.js';
import { addCheckCommand } from './command-line/check-command.js';
import { addConcealCommand } from './command-line/conceal-command.js';
import { addDemoCommand } from './command-line/demo-command.js';
import { addDoctorCommand } from './command-line/doctor-command.js';
import { examples } from './command-line/examples.js';
import { addHelpCommand } from './command-line/help-command.js';
import { addInterfacesCommand } from './command-line/interfaces-command.js';
import { addListenCommand } from './command-line/listen-command.js';
import { addLiveCommands } from './command-line/live-commands.js';
import { addPeersCommand } from './command-line/peers-command.js';
import { createNativeOption } from './command-line/native-option.js';
import { addPlayCommand } from './command-line/play-command.js';
import { addRecordCommand } from './command-line/record-command.js';
import { addReplayCommand } from './command-line/replay-command.js';
import { addStreamCommand } from './command-line/stream-command.js';
import { addSyncCommand } from './command-line/sync-command.js';
import { addTransportCommand } from './command-line/transport-command.js';

const EXAMPLES = examples([
  ['Play with others by this machine’s sound card and keyboard', 'toaster window'],
  ['See it work: two processes, and 66 % of the datagrams thrown away', 'toaster demo'],
  ['In one window, or on one machine', 'toaster listen --topic midi://jam --out got.mid'],
  ['In another', 'toaster play song.mid --topic midi://jam'],
  ['Sound instead', 'toaster record --topic audio://main --out got.wav'],
  ['From another', 'toaster stream song.wav --topic audio://main'],
]);

/** The command line: every command with its options, its help and its examples. */
export function createProgram(): Command {
  const program = new Command('toaster')
    .description(
      'Play, hear and watch MIDI and audio over JAMNet: UDP multicast, no server, nothing to configure.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .addOption(createNativeOption())
    // Inherited by the commands, so it stands before them.
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(usageText(text)) })
    .addHelpText('after', `${EXAMPLES}\n\nExit codes: 0 done, 1 failed, 2 wrong usage.`);
  addLiveCommands(program);
  addPlayCommand(program);
  addListenCommand(program);
  addStreamCommand(program);
  addRecordCommand(program);
  addConcealCommand(program);
  addSyncCommand(program);
  addTransportCommand(program);
  addDemoCommand(program);
  addCheckCommand(program);
  addCaptureCommand(program);
  addReplayCommand(program);
  addPeersCommand(program);
  addInterfacesCommand(program);
  addDoctorCommand(program);
  addHelpCommand(program);
  return program;
}

/** A usage error in the one line that every failure has. */
function usageText(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  return `toaster: ${line}; --help shows what there is\n`;
}
