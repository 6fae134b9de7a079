import type { AudioCoding, RemoteAudio } from '@jamnet/jdat';
import type { ConcealMethod } from '../conceal/method.js';
import { audioFormatText } from '../display/audio-line.js';
import type { LiveDisplay } from '../display/live-display.js';
import { ExitCode } from '../exit-code.js';
import { followPeers } from '../listen/peer-news.js';
import type { AudioView } from '../record/audio-view.js';
import { recordSummary, recordText, type RecordSummary } from '../record/record-summary.js';
import { createStreamRecorder, type StreamRecorder } from '../record/stream-recorder.js';
import {
  createStreamWatch,
  emptyAudioView,
  nameOf,
  type StreamWatch,
} from '../record/stream-watch.js';
import { peerLine } from '../report/json-lines.js';
import { findJellie } from '../stream/load-jellie.js';
import { checkWritable } from '../output-path.js';
import { createWaveFile, type WaveWriter } from '../wave/wave-writer.js';
import { every, pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

const PULL_MS = 5;
const FRAME_MS = 100;
const STATS_MS = 1_000;
/** After the stream has ended: its last copies may be on their way to a delayed play-out. */
const AFTER_END_MS = 150;
/** What travels on the wire has 24 bits, so the file has them all. */
const FILE_BYTES_PER_SAMPLE = 3;

export interface RecordFlags extends JamFlags {
  /** Absent: it is only watched. */
  readonly out?: string | undefined;
  readonly conceal: ConcealMethod;
  /** From a frame's time to its play-out. Absent: as little as the path allows. */
  readonly delayMs?: number | undefined;
  /** Absent: until stopped. */
  readonly forMs?: number | undefined;
  readonly untilBye: boolean;
}

/** What is being written, once somebody plays. */
interface Take {
  readonly recorder: StreamRecorder;
  readonly watch: StreamWatch;
  readonly file: WaveWriter | undefined;
}

/** `toaster record`: plays the first stream on a topic, as a sound card would, into a WAV file. */
export async function runRecord(
  flags: RecordFlags,
  openDisplay: (context: CommandContext) => LiveDisplay<AudioView>,
  context: CommandContext,
  loadJellie: () => Promise<AudioCoding | null> = findJellie,
): Promise<ExitCode> {
  const { output, clock, timers } = context;
  if (flags.out !== undefined) checkWritable(flags.out, 'name another file with --out');
  const jellie = await loadJellie();
  const jam = await context.openJam({
    ...jamOptions(flags),
    midi: false,
    // Play-out at a common time: on one timeline, whatever the machines' clocks.
    sync: true,
    receiveOnly: true,
    audio: {
      codings: jellie ? [jellie] : [],
      receive: {
        concealment: flags.conceal,
        ...(flags.delayMs !== undefined && { playoutDelayMs: flags.delayMs }),
      },
    },
  });
  const out = flags.out ?? null;
  const { topic, endpoints, port, portNotice } = jam;
  let take: Take | undefined;
  const ended = new AbortController();
  const display = openDisplay(context);
  const stopNews = followPeers(jam, context, (peer, text) => {
    output.line(peerLine(peer));
    if (!display.isPicture) output.log(text);
  });
  output.log(
    `listening on ${topic}${reachText(flags, endpoints)}${flags.forMs ? '' : '; Ctrl-C ends it'}`,
  );
  output.log(portText(jam));
  output.line({
    recording: {
      topic,
      out,
      conceal: flags.conceal,
      delayMs: flags.delayMs ?? null,
      jellie: jellie !== null,
      endpoints,
      port,
      portNotice,
    },
  });

  function begin(stream: RemoteAudio): void {
    const { sampleRate, channels } = stream.format;
    const format = { sampleRate, channels, from: nameOf(stream), streamId: stream.streamId };
    if (take) {
      output.line({ ignored: format });
      if (!display.isPicture)
        output.log(`${nameOf(stream)} plays too; only the first stream is recorded`);
      return;
    }
    const file =
      out === null
        ? undefined
        : createWaveFile(out, {
            sampleRate,
            channels,
            coding: 'int',
            bytesPerSample: FILE_BYTES_PER_SAMPLE,
          });
    const recorder = createStreamRecorder({ stream, clock, file });
    const watch = createStreamWatch({ topic, out, method: flags.conceal, recorder });
    take = { recorder, watch, file };
    output.line({ stream: format });
    if (!display.isPicture) output.log(`${nameOf(stream)} plays: ${audioFormatText(format)}`);
    stream.onEnd((reason) => {
      output.line({ ended: { reason } });
      // Who leaves says so, and is told of with the peers.
      if (reason === 'silent' && !display.isPicture)
        output.log(`nothing more comes from ${nameOf(stream)}`);
      if (flags.untilBye) void pause(context, AFTER_END_MS).then(() => ended.abort());
    });
  }

  let failure: unknown;
  /** What fails in a timer ends the command, and comes out of it. */
  const guarded = (run: () => void) => () => {
    try {
      run();
    } catch (error) {
      failure ??= error;
      ended.abort();
    }
  };
  jam.audio?.onStream((stream) => guarded(() => begin(stream))());
  let pulling = 0;
  const pull = guarded(() => {
    if (take?.recorder.pull() === false) pulling = timers.schedule(clock.nowNs(), pull);
  });
  const stopPulls = every(context, PULL_MS, () => {
    // In a turn of its own: what has come is read first.
    timers.cancel(pulling);
    pulling = timers.schedule(clock.nowNs(), pull);
  });
  const stopPull = () => {
    stopPulls();
    timers.cancel(pulling);
  };
  const view = () => take?.watch.view() ?? emptyAudioView(topic, out, flags.conceal);
  const stopFrames = every(context, FRAME_MS, () => {
    take?.watch.tick();
    display.show(view(), clock.nowNs() / 1e6);
  });
  // A recording that is cut short loses a second at most.
  const stopFlush = every(
    context,
    STATS_MS,
    guarded(() => take?.file?.flush()),
  );
  try {
    await untilEnd(flags, ended, context);
    if (failure !== undefined) throw failure;
    stopPull();
    stopFrames();
    display.close();
    const summary: RecordSummary = recordSummary(
      view(),
      take?.recorder ?? { frames: 0, missed: 0 },
      jam.stats(),
    );
    for (const line of recordText(summary)) output.text(line);
    output.line({ summary });
    return ExitCode.done;
  } finally {
    stopPull();
    stopFrames();
    stopFlush();
    stopNews();
    display.close();
    try {
      take?.file?.close();
    } finally {
      // A full disk refuses the end of the file as well.
      await jam.close();
    }
  }
}

async function untilEnd(
  flags: RecordFlags,
  ended: AbortController,
  context: CommandContext,
): Promise<void> {
  const end = () => ended.abort();
  if (context.stop.aborted) end();
  context.stop.addEventListener('abort', end, { once: true });
  await pause(context, flags.forMs ?? Infinity, ended.signal);
  context.stop.removeEventListener('abort', end);
}
