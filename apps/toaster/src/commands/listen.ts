import { ExitCode } from '../exit-code.js';
import type { Jam } from '../jam.js';
import { eventText } from '../listen/event-text.js';
import { followPeers } from '../listen/peer-news.js';
import { createRecording } from '../listen/recording.js';
import type { RecordingFile } from '../listen/recording-file.js';
import { createTally, type Tally } from '../listen/tally.js';
import { eventLine, peerLine, statsLine, type StatsLine } from '../report/json-lines.js';
import { formatCountOf } from '../report/number-format.js';
import { summaryText } from '../report/summary.js';
import { tellMusic } from '../timeline/tell-music.js';
import { every, pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

/** After the last goodbye: a goodbye may overtake the frame before it. */
const AFTER_BYE_MS = 150;
const WATCH_MS = 50;

export interface ListenFlags extends JamFlags {
  /** Absent: nothing is recorded. */
  readonly out?: RecordingFile | undefined;
  /** Absent: until stopped. */
  readonly forMs?: number | undefined;
  readonly lateMs: number;
  readonly dropLateNotes: boolean;
  /** @default false */
  readonly predict?: boolean;
  readonly untilBye: boolean;
  readonly statsEveryMs: number;
}

/** `toaster listen`: shows what arrives on a topic, and records it as a Standard MIDI File. */
export async function runListen(flags: ListenFlags, context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const jam = await context.openJam({
    ...jamOptions(flags),
    receiveOnly: true,
    lateMs: flags.lateMs,
    predict: flags.predict,
  });
  const tally = createTally({ dropLateNotes: flags.dropLateNotes });
  const stopStats = every(context, flags.statsEveryMs, () => output.line(listenStats(jam, tally)));
  const stopMusic = tellMusic(jam, flags.timelineEveryMs, context);
  const recording = flags.out ? createRecording() : undefined;
  const stopNews = followPeers(jam, context, (peer, text) => {
    output.line(peerLine(peer));
    output.log(text);
  });
  try {
    jam.onEvent((event, heard) => {
      const plays = heard.synthesised || tally.add(event, heard);
      if (!heard.synthesised) recording?.add(event, heard);
      if (output.json) output.line(eventLine(event, heard, !plays));
      else if (plays) output.text(eventText(event, heard));
    });
    const { topic, endpoints, port, portNotice } = jam;
    output.log(
      `listening on ${topic}${reachText(flags, endpoints)}${flags.forMs ? '' : '; Ctrl-C ends it'}`,
    );
    output.log(portText(jam));
    output.line({ listening: { topic, lateMs: flags.lateMs, endpoints, port, portNotice } });
    await listenUntilEnd(jam, flags, context);

    output.line(listenStats(jam, tally));
    const summary = tally.summary(jam.stats());
    if (flags.out && recording) {
      const { written, leftOut } = flags.out.write(recording.events());
      output.log(`wrote ${formatCountOf(written, 'event')} to ${flags.out.path}`);
      if (leftOut > 0)
        output.log(`${formatCountOf(leftOut, 'event')} left out: a MIDI file cannot hold them`);
    }
    for (const line of summaryText('listen', summary)) output.text(line);
    output.line({ summary });
    return ExitCode.done;
  } finally {
    stopStats();
    stopMusic();
    stopNews();
    await jam.close();
  }
}

async function listenUntilEnd(
  jam: Jam,
  flags: ListenFlags,
  context: CommandContext,
): Promise<void> {
  const ended = new AbortController();
  const end = () => ended.abort();
  if (context.stop.aborted) end();
  context.stop.addEventListener('abort', end, { once: true });
  const stopWatch = flags.untilBye ? watchPlayers(jam, context, end) : undefined;
  await pause(context, flags.forMs ?? Infinity, ended.signal);
  stopWatch?.();
  context.stop.removeEventListener('abort', end);
}

/** Calls `end` a little after the last of those who play has gone. */
function watchPlayers(jam: Jam, context: CommandContext, end: () => void): () => void {
  const players = new Set<number>();
  let goneSinceNs = Infinity;
  return every(context, WATCH_MS, () => {
    const nowNs = context.clock.nowNs();
    // Only now and then does a peer say that it plays: whoever has once said so is a player to the end.
    const present = jam.peers();
    for (const peer of present) if (!peer.receiveOnly) players.add(peer.senderId);
    const playing = present.some((peer) => players.has(peer.senderId));
    if (playing || players.size === 0) goneSinceNs = Infinity;
    else goneSinceNs = Math.min(goneSinceNs, nowNs);
    if (nowNs - goneSinceNs >= AFTER_BYE_MS * 1e6) end();
  });
}

function listenStats(jam: Jam, tally: Tally): StatsLine {
  const { delivered, repaired, late } = tally;
  return statsLine(jam, { delivered, repaired, late });
}
