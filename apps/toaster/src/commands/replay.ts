import type { Readable } from 'node:stream';
import type { CaptureFrame } from '../capture/capture-line.js';
import { openCapture, type ReadLine } from '../capture/capture-reader.js';
import { type FrameRoom, type FrameRoomOptions, openFrameRoom } from '../capture/frame-room.js';
import { createReplayer, type Replayer } from '../capture/replayer.js';
import { ExitCode } from '../exit-code.js';
import { formatClock } from '../options/duration.js';
import { formatCount, formatCountOf } from '../report/number-format.js';
import { every, pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

const PEER_POLL_MS = 20;
/** The last copies of audio go out so long after the first. */
const LAST_COPIES_MS = 60;
/** So many bad lines are told of; the others are counted. */
const MOST_TOLD = 10;
const LONG_WAIT_MS = 10_000;

export interface ReplayFlags extends Omit<JamFlags, 'topic'> {
  /** As it is called, and what is read. */
  readonly file: string;
  readonly openInput: () => Readable;
  /** Absent: that of the capture. */
  readonly topic?: string | undefined;
  readonly speed: number;
  /** How long somebody who only listens is waited for. Absent: not at all. */
  readonly waitMs?: number | undefined;
  readonly statsEveryMs: number;
}

interface LineCounts {
  lines: number;
  bad: number;
  ended: boolean;
}

/** `toaster replay`: sends what a capture holds again, at its original spacing. */
export async function runReplay(
  flags: ReplayFlags,
  context: CommandContext,
  openRoom: (options: FrameRoomOptions, context: CommandContext) => Promise<FrameRoom> = (
    options,
    { clock, timers },
  ) => openFrameRoom(options, { clock, timers }),
): Promise<ExitCode> {
  const { output } = context;
  const input = flags.openInput();
  const { header, lines } = await openCapture(input, flags.file);
  const roomFlags: JamFlags = { ...flags, topic: flags.topic ?? header.topic };
  const room = await openRoom(jamOptions(roomFlags), context);
  const { endpoints, port, portNotice } = room;
  const { topic, session } = room.jam;
  const counts: LineCounts = { lines: 0, bad: 0, ended: false };
  let replayer: Replayer | undefined;
  let stopStats = (): void => undefined;
  // A read that waits for standard input is not ended by the signal alone.
  const destroy = () => input.destroy();
  context.stop.addEventListener('abort', destroy, { once: true });
  try {
    output.log(
      `replaying ${flags.file} to ${topic}${reachText(roomFlags, endpoints)}; Ctrl-C ends it`,
    );
    output.log(portText(room));
    const { speed, file } = flags;
    output.line({
      replaying: { topic, file, speed, captured: header, endpoints, port, portNotice },
    });
    if (flags.waitMs !== undefined) await waitForListener(room, flags.waitMs, context);
    const startNs = context.clock.nowNs();
    const player = (replayer = createReplayer(session, speed));
    stopStats = every(context, flags.statsEveryMs, () => {
      output.line({ replayed: { ...counts, ...player.counts } });
      output.text(progressText(player, context.clock.nowNs() - startNs));
    });
    await replayLines(lines, player, counts, context);
    stopStats();
    if (!context.stop.aborted) {
      await player.drain();
      await pause(context, LAST_COPIES_MS);
    }
    for (const line of summaryText(player, counts, speed)) output.text(line);
    output.line({ summary: { file, topic, speed, ...counts, ...player.counts } });
    return ExitCode.done;
  } finally {
    context.stop.removeEventListener('abort', destroy);
    input.destroy();
    stopStats();
    replayer?.close();
    await room.close();
  }
}

async function replayLines(
  lines: AsyncGenerator<ReadLine>,
  replayer: Replayer,
  counts: LineCounts,
  context: CommandContext,
): Promise<void> {
  try {
    for await (const each of lines) {
      if (context.stop.aborted) return;
      counts.lines += 1;
      if ('fault' in each) tellFault(each, counts, context);
      else if (each.line.type === 'end') counts.ended = true;
      else await replayFrame(each.line, replayer, context);
    }
  } catch (error) {
    // What was being read is closed when the command is ended.
    if (!context.stop.aborted) throw error;
  }
}

function tellFault(
  { number, fault }: { readonly number: number; readonly fault: string },
  counts: LineCounts,
  { output }: CommandContext,
): void {
  counts.bad += 1;
  output.line({ bad: { line: number, fault } });
  if (counts.bad <= MOST_TOLD) output.log(`line ${number} is left out: ${fault}`);
  if (counts.bad === MOST_TOLD) output.log('further bad lines are only counted');
}

async function replayFrame(
  frame: CaptureFrame,
  replayer: Replayer,
  context: CommandContext,
): Promise<void> {
  const dueNs = replayer.dueNs(frame);
  if (dueNs === null) return;
  const waitMs = (dueNs - context.clock.nowNs()) / 1e6;
  if (waitMs > LONG_WAIT_MS)
    context.output.log(`nothing is played for the next ${formatClock(waitMs)}`);
  if (waitMs > 0) await pause(context, waitMs);
  if (!context.stop.aborted) replayer.send(frame);
}

/** Waits for someone who has said that it only listens, so that the first notes are not played to nobody. */
async function waitForListener(
  { jam }: FrameRoom,
  waitMs: number,
  context: CommandContext,
): Promise<void> {
  const untilNs = context.clock.nowNs() + waitMs * 1e6;
  while (!context.stop.aborted && context.clock.nowNs() < untilNs) {
    if (jam.peers().some(({ receiveOnly, clockId }) => receiveOnly && clockId !== '')) return;
    await pause(context, PEER_POLL_MS);
  }
  if (!context.stop.aborted)
    context.output.log(
      `nobody is listening on ${jam.topic} after ${waitMs / 1_000} s; replaying all the same`,
    );
}

function progressText({ counts }: Replayer, elapsedNs: number): string {
  const { frames, events, audio } = counts;
  return [
    formatClock(elapsedNs / 1e6),
    formatCountOf(frames, 'frame'),
    formatCountOf(events, 'event'),
    formatCountOf(audio, 'audio message'),
  ].join(' · ');
}

function summaryText(
  { counts }: Replayer,
  { lines, bad, ended }: LineCounts,
  speed: number,
): string[] {
  const { frames, events, audio, refused, repeats, passedOver, audioLeftOut, malformed } = counts;
  const notes: [number, string][] = [
    [refused, 'refused: more was replayed than the network took'],
    [malformed, 'malformed in the messages'],
    [
      audioLeftOut,
      `frames of audio left out: at ${speed} times its speed it would not be what it was`,
    ],
    [bad, bad === 1 ? 'bad line' : 'bad lines'],
  ];
  return [
    `${formatCountOf(frames, 'frame')} replayed: ${formatCountOf(events, 'event')}, ${formatCountOf(audio, 'audio message')}`,
    `${formatCountOf(lines, 'line')} read; passed over: ${formatCountOf(repeats, 'repetition')}, ${formatCountOf(passedOver, 'frame')} that are no music`,
    ...notes.flatMap(([count, what]) => (count > 0 ? [`${formatCount(count)} ${what}`] : [])),
    ...(ended ? [] : ['the capture has no end: it was cut off, or its program killed']),
  ];
}
