import type { CommandContext } from '../commands/context.js';
import type { Jam } from '../jam.js';
import { atInstants } from './at-instants.js';
import { commandFields, commandText } from './command-fields.js';
import { timelineFields } from './timeline-fields.js';

/** Tells of each command of the transport as soon as it is known, and every so often where the music is. Returns what ends it; does nothing in a room without a timeline. */
export function tellMusic(
  jam: Jam,
  everyMs: number | undefined,
  context: CommandContext,
): () => void {
  const { sync } = jam;
  if (sync === null || everyMs === undefined) return () => undefined;
  const { output } = context;
  const endCommands = sync.onCommand((command) => {
    const fields = commandFields(command, jam);
    output.line({ command: fields });
    output.log(`${fields.from}: ${commandText(fields)}`);
  });
  const endInstants = atInstants(context, everyMs, (ownNs) =>
    output.line({ timeline: timelineFields(sync, ownNs) }),
  );
  return () => {
    endCommands();
    endInstants();
  };
}
