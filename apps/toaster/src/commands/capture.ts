import { DEFAULT_VERSION } from '@jamnet/schemas';
import type { CaptureEnd, CaptureHeader } from '../capture/capture-line.js';
import type { CaptureSink } from '../capture/capture-sink.js';
import { type FrameRoom, type FrameRoomOptions, openFrameRoom } from '../capture/frame-room.js';
import { type CaptureRecorder, createCaptureRecorder } from '../capture/recorder.js';
import { ExitCode } from '../exit-code.js';
import { formatClock } from '../options/duration.js';
import { formatCountOf } from '../report/number-format.js';
import { every, pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

const FLUSH_MS = 500;

export interface CaptureFlags extends JamFlags {
  /** Opened when everything else is known to be right. */
  readonly openSink: () => CaptureSink;
  readonly everyCopy: boolean;
  /** Absent: until stopped. */
  readonly forMs?: number | undefined;
  readonly statsEveryMs: number;
}

/** `toaster capture`: writes every frame of a session as a line of JSON. */
export async function runCapture(
  flags: CaptureFlags,
  context: CommandContext,
  openRoom: (options: FrameRoomOptions, context: CommandContext) => Promise<FrameRoom> = (
    options,
    { clock, timers },
  ) => openFrameRoom(options, { clock, timers }),
): Promise<ExitCode> {
  const { output, clock } = context;
  const sink = flags.openSink();
  let room: FrameRoom | undefined;
  const failed = new AbortController();
  let failure: unknown;
  /** What fails in a timer or on a datagram ends the command, and comes out of it. */
  const guarded = (run: () => void): void => {
    if (failure !== undefined) return;
    try {
      run();
    } catch (error) {
      failure = error;
      failed.abort();
    }
  };
  try {
    room = await openRoom(jamOptions(flags), context);
    const { topic } = room.jam;
    const startNs = clock.nowNs();
    const header: CaptureHeader = {
      type: 'capture',
      version: DEFAULT_VERSION,
      topic,
      clock: room.clockId,
      started: new Date().toISOString(),
      at: Math.round(startNs),
    };
    sink.line(header);
    const recorder = createCaptureRecorder({
      everyCopy: flags.everyCopy,
      write: (line) => sink.line(line),
    });
    room.onFrame((frame, bytes, arrivalNs) =>
      guarded(() => recorder.frame(frame, bytes, arrivalNs)),
    );
    const ends = flags.forMs === undefined ? '; Ctrl-C ends it' : '';
    output.log(`capturing ${topic} to ${sink.path}${reachText(flags, room.endpoints)}${ends}`);
    output.log(portText(room));
    const { endpoints, port, portNotice } = room;
    output.line({ capturing: { topic, out: sink.path, endpoints, port, portNotice } });
    const stopStats = every(context, flags.statsEveryMs, () => {
      output.line({ captured: fieldsOf(recorder, sink) });
      if (sink.path !== '-') output.text(lineText(recorder, clock.nowNs() - startNs));
    });
    const stopFlush = every(context, FLUSH_MS, () => guarded(() => sink.flush()));
    await pause(context, flags.forMs ?? Infinity, AbortSignal.any([context.stop, failed.signal]));
    stopStats();
    stopFlush();
    if (failure !== undefined) throw failure;
    const { frames, copies } = recorder;
    const { unreadable: rejected } = room.counts;
    const end: CaptureEnd = {
      type: 'end',
      at: Math.round(clock.nowNs()),
      frames,
      copies,
      rejected,
    };
    sink.line(end);
    sink.flush();
    const say = sink.path === '-' ? output.log : output.text;
    say(
      `${formatCountOf(frames, 'frame')} of ${formatCountOf(recorder.senders, 'sender')} written to ${sink.path}, ` +
        `with ${formatCountOf(recorder.messages, 'message')}${leftOutText(recorder, sink)}`,
    );
    output.line({ summary: { out: sink.path, ...fieldsOf(recorder, sink), rejected } });
    return ExitCode.done;
  } finally {
    try {
      sink.close();
    } finally {
      await room?.close();
    }
  }
}

function fieldsOf(recorder: CaptureRecorder, { leftOut }: CaptureSink) {
  const { frames, messages, unreadable, copies, senders, byType } = recorder;
  return { frames, messages, unreadable, copies, senders, byType: { ...byType }, leftOut };
}

function lineText({ frames, messages, senders }: CaptureRecorder, elapsedNs: number): string {
  return [
    formatClock(elapsedNs / 1e6),
    formatCountOf(frames, 'frame'),
    formatCountOf(messages, 'message'),
    formatCountOf(senders, 'sender'),
  ].join(' · ');
}

function leftOutText({ unreadable, copies }: CaptureRecorder, { leftOut }: CaptureSink): string {
  return [
    ...(unreadable > 0 ? [`; ${formatCountOf(unreadable, 'message')} unreadable`] : []),
    ...(copies > 0 ? [`; ${formatCountOf(copies, 'further copy', 'further copies')} came`] : []),
    ...(leftOut > 0
      ? [`; ${formatCountOf(leftOut, 'line')} left out, its reader is too slow`]
      : []),
  ].join('');
}
