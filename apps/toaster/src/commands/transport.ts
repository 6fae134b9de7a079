import { JamError } from '@jamnet/wire';
import { musicText } from '../display/sync-text.js';
import { ExitCode } from '../exit-code.js';
import type { Jam } from '../jam.js';
import { formatCountOf, formatNanoseconds } from '../report/number-format.js';
import { commandFields, commandText, nameOf } from '../timeline/command-fields.js';
import { presentPeers } from '../timeline/present-peers.js';
import { settle, type Settled } from '../timeline/settle.js';
import { timelineFields } from '../timeline/timeline-fields.js';
import type { TransportAction, When } from '../transport/action.js';
import { giveCommand } from '../transport/give.js';
import { type CommandContext } from './context.js';
import { jamOptions, portText, type JamFlags } from './jam-flags.js';

export interface TransportFlags extends JamFlags {
  readonly action: TransportAction;
  /** Absent: as soon as everybody can know of it. */
  readonly when?: When | undefined;
}

/** `toaster transport`: says where the music is, or gives one command, sees to it that the others have it, and leaves. */
export async function runTransport(
  flags: TransportFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, stop } = context;
  const { action, when } = flags;
  const jam = await context.openJam({ ...jamOptions(flags), midi: false, sync: true });
  try {
    const { topic, endpoints, port, portNotice } = jam;
    output.line({ joined: { topic, endpoints, port, portNotice } });
    const settled = await settle(jam, context);
    if (stop.aborted) return endedEarly(action, context);
    output.log(foundText(jam, settled, action));
    output.log(portText(jam));
    if (settled === 'unsettled') {
      throw new JamError(
        'closed',
        `others are on ${topic}, and no common time was found with them within some seconds: see toaster sync --topic ${topic}`,
      );
    }
    if (action.name !== 'status') {
      const given = commandFields(giveCommand(jam.sync!, action, when), jam);
      output.line({ command: given });
      output.text(commandText(given));
      // Whoever leaves must have been heard: the others keep it from then on.
      await jam.drain();
    }
    report(jam, settled, context);
    return ExitCode.done;
  } finally {
    await jam.close();
  }
}

function endedEarly(action: TransportAction, { output }: CommandContext): ExitCode {
  if (action.name !== 'status') output.log('ended before the command was given');
  return ExitCode.done;
}

function foundText(jam: Jam, settled: Settled, { name }: TransportAction): string {
  const { timeline } = jam.sync!;
  const others = sharing(jam);
  if (settled === 'alone') {
    const so = name === 'status' ? '' : ': whoever comes later will not know of this';
    return `nobody else is on the timeline of ${jam.topic}${so}`;
  }
  const bound = timeline.isMaster ? '' : `, ± ${formatNanoseconds(timeline.errorBoundNs)}`;
  const master = nameOf(jam, timeline.master);
  return `on the timeline of ${jam.topic} with ${formatCountOf(others, 'other')}, master ${master}${bound}`;
}

const sharing = (jam: Jam): number =>
  presentPeers(jam).filter(({ id }) => jam.sync!.timeline.sharesTimeline(id)).length;

function report(jam: Jam, settled: Settled, { output, clock }: CommandContext): void {
  const now = timelineFields(jam.sync!, clock.nowNs());
  const pending = jam.sync!.transport.pending().map((command) => commandFields(command, jam));
  output.text(`now ${musicText(now.music)}`);
  for (const each of pending) output.text(`to come: ${commandText(each)}, by ${each.from}`);
  output.line({ summary: { alone: settled === 'alone', others: sharing(jam), ...now, pending } });
}
