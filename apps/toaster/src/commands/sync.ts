import { clockTable, musicText, timelineText } from '../display/sync-text.js';
import type { LiveDisplay } from '../display/live-display.js';
import { ExitCode } from '../exit-code.js';
import { followPeers } from '../listen/peer-news.js';
import { peerLine } from '../report/json-lines.js';
import { atInstants } from '../timeline/at-instants.js';
import { type SyncView, syncView } from '../timeline/sync-view.js';
import { pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

/** Ten pictures a second: positions move faster than anybody reads. */
const FRAME_MS = 100;

export interface SyncFlags extends JamFlags {
  readonly name: string;
  /** Absent: until stopped. */
  readonly forMs?: number | undefined;
}

/** `toaster sync`: everybody's clock as it is seen from here, the timeline, and where the music is. */
export async function runSync(
  flags: SyncFlags,
  openDisplay: (context: CommandContext) => LiveDisplay<SyncView>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, clock } = context;
  const jam = await context.openJam({ ...jamOptions(flags), midi: false, sync: true });
  const { topic, endpoints, port, portNotice } = jam;
  const ending = flags.forMs === undefined ? '; Ctrl-C ends it' : '';
  output.log(`on the timeline of ${topic}${reachText(flags, endpoints)}${ending}`);
  output.log(portText(jam));
  output.line({ joined: { topic, endpoints, port, portNotice } });
  // On a terminal the table says who is there.
  const stopNews = followPeers(jam, context, (peer) => output.line(peerLine(peer)));
  const display = openDisplay(context);
  const view = (ownNs: number) => syncView(jam, flags.name, ownNs);
  const stopFrames = atInstants(context, FRAME_MS, (ownNs) =>
    display.show(view(ownNs), ownNs / 1e6),
  );
  try {
    await pause(context, flags.forMs ?? Infinity);
    stopFrames();
    display.close();
    const last = view(clock.nowNs());
    for (const line of clockTable(last)) output.text(line);
    output.text(`timeline: ${timelineText(last)}`);
    output.text(`music: ${musicText(last.music)}`);
    output.line({ summary: last });
    return ExitCode.done;
  } finally {
    stopFrames();
    stopNews();
    display.close();
    await jam.close();
  }
}
