import type { AudioPlan } from '@jamnet/jdat';
import type { LiveDisplay } from '../display/live-display.js';
import { ExitCode } from '../exit-code.js';
import type { Jam } from '../jam.js';
import { formatClock } from '../options/duration.js';
import { statsLine } from '../report/json-lines.js';
import { createPeakLevel } from '../report/peak-level.js';
import { createSamples } from '../report/samples.js';
import { checkSource } from '../stream/check-source.js';
import { createFileStreamer, type FileStreamer } from '../stream/file-streamer.js';
import { type AudioForm, formName } from '../stream/form.js';
import { needJellie } from '../stream/load-jellie.js';
import { streamSummary, streamText } from '../stream/stream-summary.js';
import type { StreamView } from '../stream/stream-view.js';
import { formatText } from '../wave/wave-format.js';
import { openWaveFile, type WaveReader } from '../wave/wave-reader.js';
import { every, pause, type CommandContext } from './context.js';
import { findListener } from './find-listener.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

const FRAME_MS = 100;
/** From the moment the room is open, or a listener is there, to the first sound: heartbeats say meanwhile how much is lost. */
const LEAD_IN_MS = 800;
/** As many frames as a sound card hands over at a time. */
const BLOCK_SECONDS = 128 / 48_000;
/** A chunk that is not full is not sent: silence fills the last one. */
const PADDING_FRAMES = 512;

export interface StreamFlags extends JamFlags {
  readonly file: string;
  readonly form: AudioForm;
  readonly jellie: boolean;
  readonly loop: boolean;
  /** Absent: do not wait. */
  readonly waitForListenerMs?: number | undefined;
  readonly statsEveryMs: number;
}

/** `toaster stream`: sends a WAV file to a topic as if it were played there and then. */
export async function runStream(
  flags: StreamFlags,
  openDisplay: (context: CommandContext) => LiveDisplay<StreamView>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const source = openWaveFile(flags.file);
  try {
    for (const problem of source.problems) output.log(`${flags.file} ${problem}`);
    const { format, frames } = source;
    checkSource(flags.file, format, frames);
    const { sampleRate, channels } = format;
    const codings = flags.jellie ? [await needJellie()] : [];
    const plan: AudioPlan = flags.jellie ? { coding: 'jellie' } : 'adaptive';
    const jam = await context.openJam({
      ...jamOptions(flags),
      midi: false,
      // Play-out at a common time: on one timeline, whatever the machines' clocks.
      sync: true,
      audio: {
        codings,
        send: { sampleRate, channels, form: formName(flags.form), plan },
        receive: false,
      },
    });
    try {
      announce(flags, source, jam, context);
      if (flags.waitForListenerMs !== undefined)
        await findListener(jam, flags, flags.waitForListenerMs, context);
      await pause(context, LEAD_IN_MS);
      return await streamFile(flags, source, jam, openDisplay, context);
    } finally {
      await jam.close();
    }
  } finally {
    source.close();
  }
}

function announce(
  flags: StreamFlags,
  source: WaveReader,
  jam: Jam,
  { output }: CommandContext,
): void {
  const { format, frames } = source;
  const { topic, endpoints, port, portNotice } = jam;
  const durationMs = (frames / format.sampleRate) * 1_000;
  output.log(
    `streaming ${flags.file} on ${topic}: ${formatText(format)}, ${formatClock(durationMs)}${flags.loop ? ' again and again' : ''}${reachText(flags, endpoints)}`,
  );
  output.log(portText(jam));
  const { sampleRate, channels } = format;
  const { form, jellie, loop } = flags;
  output.line({
    streaming: {
      topic,
      file: flags.file,
      sampleRate,
      channels,
      frames,
      durationMs,
      form,
      jellie,
      loop,
      endpoints,
      port,
      portNotice,
    },
  });
}

async function streamFile(
  flags: StreamFlags,
  source: WaveReader,
  jam: Jam,
  openDisplay: (context: CommandContext) => LiveDisplay<StreamView>,
  context: CommandContext,
): Promise<ExitCode> {
  const { clock, timers, output, stop } = context;
  const { sampleRate, channels } = source.format;
  const { audio } = jam;
  if (!audio) return ExitCode.failed;
  const lateUs = createSamples();
  const levels = createPeakLevel(channels);
  const streamer: FileStreamer = createFileStreamer({
    source,
    loop: flags.loop,
    blockFrames: Math.round(BLOCK_SECONDS * sampleRate),
    clock,
    timers,
    send: (samples, frames, timestampNs) => audio.send(samples, frames, timestampNs),
    onSent(late, samples) {
      lateUs.add(late);
      levels.add(samples, samples.length / channels);
    },
  });
  const onStop = () => streamer.stop();
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop, { once: true });

  let shown: number[] = [];
  const view = (): StreamView => ({
    topic: jam.topic,
    file: flags.file,
    form: flags.form,
    sampleRate,
    channels,
    frames: streamer.frames,
    fileFrames: source.frames,
    loop: flags.loop,
    levels: shown,
    sent: audio.stats().sent,
    peers: jam.peers(),
  });
  const display = openDisplay(context);
  const stopFrames = every(context, FRAME_MS, () => {
    shown = levels.take();
    display.show(view(), clock.nowNs() / 1e6);
  });
  const stopStats = every(context, flags.statsEveryMs, () => output.line(statsLine(jam)));
  try {
    await streamer.done;
    audio.send(new Float32Array(PADDING_FRAMES * channels), PADDING_FRAMES);
    await jam.drain();
    stopFrames();
    display.close();
    const summary = streamSummary(view(), streamer.refused, lateUs.roundedSpread(), jam.stats());
    output.line(statsLine(jam));
    for (const line of streamText(summary)) output.text(line);
    output.line({ summary });
    return summary.refused > 0 ? ExitCode.failed : ExitCode.done;
  } finally {
    stop.removeEventListener('abort', onStop);
    streamer.stop();
    stopFrames();
    stopStats();
    display.close();
  }
}
