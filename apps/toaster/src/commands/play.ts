import type { Jam } from '../jam.js';
import { ExitCode } from '../exit-code.js';
import { formatClock } from '../options/duration.js';
import { startMusic, type LedMusic } from '../play/lead-music.js';
import { createPlayer, type Player } from '../play/player.js';
import type { Song } from '../play/song.js';
import { statsLine } from '../report/json-lines.js';
import { formatCountOf } from '../report/number-format.js';
import { createSamples } from '../report/samples.js';
import { summaryText, type Summary } from '../report/summary.js';
import { tellMusic } from '../timeline/tell-music.js';
import { every, pause, type CommandContext } from './context.js';
import { findListener } from './find-listener.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

/**
 * From the moment the room is open, or a listener is there, to the first event: by then the listener's first heartbeats
 * have said how much is lost on the way, so that already the first chord goes out in as many copies as it needs.
 */
const LEAD_IN_MS = 800;

export interface PlayFlags extends JamFlags {
  readonly speed: number;
  readonly lateMs: number;
  /** Absent: do not wait. */
  readonly waitForListenerMs?: number | undefined;
  readonly statsEveryMs: number;
}

/** `toaster play`: sends a song to a topic, lets its last events be repeated, and says goodbye. */
export async function runPlay(
  song: Song,
  flags: PlayFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const jam = await context.openJam(jamOptions(flags));
  const stopStats = every(context, flags.statsEveryMs, () => output.line(statsLine(jam)));
  const stopMusic = tellMusic(jam, flags.timelineEveryMs, context);
  try {
    announce(song, flags, jam, context);
    if (flags.waitForListenerMs !== undefined)
      await findListener(jam, flags, flags.waitForListenerMs, context);
    await pause(context, LEAD_IN_MS);
    const music = jam.sync ? await startMusic(jam, song, flags.speed, context) : undefined;
    const summary = await playSong(song, music, flags, jam, context);
    output.line(statsLine(jam));
    for (const line of summaryText('play', summary)) output.text(line);
    output.line({ summary });
    return summary.lost > 0 ? ExitCode.failed : ExitCode.done;
  } finally {
    stopStats();
    stopMusic();
    await jam.close();
  }
}

function announce(song: Song, flags: PlayFlags, jam: Jam, { output }: CommandContext): void {
  const durationMs = song.durationUs / 1_000 / flags.speed;
  const { name, lowestNote, highestNote, events } = song;
  const { topic, endpoints, port, portNotice } = jam;
  output.log(
    `playing ${name} on ${topic}: ${formatCountOf(events.length, 'event')} in ` +
      `${formatClock(durationMs)}${reachText(flags, endpoints)}`,
  );
  const playing = { topic, name, events: events.length, durationMs, lowestNote, highestNote };
  output.log(portText(jam));
  output.line({ playing: { ...playing, endpoints, port, portNotice } });
}

async function playSong(
  song: Song,
  music: LedMusic | undefined,
  flags: PlayFlags,
  jam: Jam,
  context: CommandContext,
): Promise<Summary> {
  const { clock, timers, output, stop } = context;
  const scheduleLateUs = createSamples();
  let late = 0;
  const player: Player = createPlayer({
    song,
    startNs: music?.startNs ?? clock.nowNs(),
    speed: flags.speed,
    clock,
    timers,
    send: (event) => jam.send(event),
    onSent(event, lateUs) {
      scheduleLateUs.add(lateUs);
      if (lateUs > flags.lateMs * 1_000) late += 1;
      output.line({ sent: event });
    },
  });
  const onStop = () => player.stop();
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop, { once: true });
  await player.done;
  stop.removeEventListener('abort', onStop);
  // Whoever has started the music ends it.
  music?.stop();
  await jam.drain();
  const { duplicates, corrupt } = jam.stats();
  return {
    events: { sent: scheduleLateUs.count },
    onTime: scheduleLateUs.count - late,
    late,
    droppedLate: 0,
    lost: player.refused,
    duplicates,
    corrupt,
    latencyUs: null,
    sentAfterDueUs: scheduleLateUs.roundedSpread(),
  };
}
