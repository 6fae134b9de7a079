import type { Peer } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { type FrameRoom, type FrameRoomOptions, openFrameRoom } from '../capture/frame-room.js';
import { checkSummary } from '../check/check-fields.js';
import { checkText } from '../check/check-text.js';
import { createPathMeter, type PathMeter } from '../check/path-meter.js';
import type { CheckView } from '../check/path-view.js';
import { type Probe, startProbe } from '../check/probe.js';
import type { LiveDisplay } from '../display/live-display.js';
import { ExitCode } from '../exit-code.js';
import { every, pause, type CommandContext } from './context.js';
import { jamOptions, portText, reachText, type JamFlags } from './jam-flags.js';

const FRAME_MS = 100;
const SHOWN_EVERY_FRAMES = 3;
/** Stretches of the loss over time: a column each. */
const TICKS = 30;
/** In less there is nothing to say of a path. */
const LEAST_MS = 3_000;
/** Reports of what was sent last are on their way. */
const AFTER_PROBES_MS = 250;

export interface CheckFlags extends JamFlags {
  /** How long is probed, and before that how long somebody is waited for. */
  readonly forMs: number;
}

/** `toaster check`: measures the path to everybody in a room, and says what can be played over it. */
export async function runCheck(
  flags: CheckFlags,
  openDisplay: (context: CommandContext) => LiveDisplay<CheckView>,
  context: CommandContext,
  openRoom: (options: FrameRoomOptions, context: CommandContext) => Promise<FrameRoom> = (
    options,
    { clock, timers },
  ) => openFrameRoom(options, { clock, timers }),
): Promise<ExitCode> {
  const { output, clock, timers } = context;
  const room = await openRoom(jamOptions(flags), context);
  const { session } = room.jam;
  const { topic } = session;
  const openedNs = clock.nowNs();
  const meters = new Map<Peer, PathMeter>();
  const bySender = new Map<number, PathMeter>();
  let startNs: number | null = null;
  let probe: Probe | undefined;
  const someone = new AbortController();
  const everyoneGone = new AbortController();
  session.setEagerHeartbeats(true);

  const meterOf = (peer: Peer): PathMeter => {
    const known = meters.get(peer);
    if (known) return known;
    const nowNs = clock.nowNs();
    startNs ??= nowNs;
    probe ??= startProbe(session, clock, timers);
    const meter = createPathMeter(peer, nowNs);
    meters.set(peer, meter);
    bySender.set(peer.senderId, meter);
    someone.abort();
    return meter;
  };
  session.onHeartbeatTimes((peer, times) => meterOf(peer).heartbeat(times));
  room.onFrame((frame, _bytes, arrivalNs) => bySender.get(frame.senderId)?.frame(frame, arrivalNs));
  const gone = () => {
    if (meters.size > 0 && [...meters.keys()].every(({ state }) => state !== 'alive'))
      everyoneGone.abort();
  };
  session.events.addEventListener('peer-left', gone);
  session.events.addEventListener('peer-expired', gone);

  const view = (): CheckView => {
    const nowNs = clock.nowNs();
    return {
      topic,
      forMs: flags.forMs,
      elapsedMs: startNs === null ? null : Math.min(flags.forMs, (nowNs - startNs) / 1e6),
      waitedMs: ((startNs ?? nowNs) - openedNs) / 1e6,
      probesSent: probe?.sent ?? 0,
      probesRefused: probe?.refused ?? 0,
      paths: [...meters.values()].map((meter) => meter.view(nowNs)),
    };
  };
  const display = openDisplay(context);
  if (!display.isPicture) {
    output.log(`checking ${topic}${reachText(flags, room.endpoints)}; Ctrl-C ends it`);
    output.log(portText(room));
  }
  output.line({
    checking: {
      topic,
      forMs: flags.forMs,
      endpoints: room.endpoints,
      port: room.port,
      portNotice: room.portNotice,
    },
  });
  let frames = 0;
  const stopFrames = every(context, FRAME_MS, () => {
    const nowNs = clock.nowNs();
    for (const meter of meters.values()) meter.settle(nowNs);
    if (frames++ % SHOWN_EVERY_FRAMES === 0) display.show(view(), nowNs / 1e6);
  });
  const stopTicks = every(context, flags.forMs / TICKS, () => {
    for (const meter of meters.values()) meter.tick();
  });
  try {
    await pause(context, flags.forMs, AbortSignal.any([context.stop, someone.signal]));
    const ended = AbortSignal.any([context.stop, everyoneGone.signal]);
    if (meters.size > 0) {
      await pause(context, flags.forMs, ended);
      probe?.stop();
      await pause(context, AFTER_PROBES_MS, ended);
    }
    stopFrames();
    display.close();
    return tellEnd(view(), context);
  } finally {
    stopFrames();
    stopTicks();
    probe?.stop();
    display.close();
    await room.close();
  }
}

/** Says what was found. Throws a JamError where nothing was. */
function tellEnd(view: CheckView, context: CommandContext): ExitCode {
  const { output } = context;
  const { topic, forMs, paths } = view;
  for (const line of checkText(view)) output.text(line);
  output.line({ summary: checkSummary(view) });
  const longestMs = Math.max(0, ...paths.map(({ measuredMs }) => measuredMs));
  if (paths.length === 0 && context.stop.aborted) return ExitCode.done;
  if (paths.length === 0)
    throw new JamError(
      'timed-out',
      `nobody was in ${topic} for ${forMs / 1_000} s: start \`toaster check ${topic}\` on the other machine too, ` +
        'or any other command on that topic; where multicast does not reach, name each other with --peer and --port',
    );
  if (longestMs < LEAST_MS && !context.stop.aborted)
    throw new JamError(
      'timed-out',
      `whoever was in ${topic} was gone after ${(longestMs / 1_000).toFixed(1)} s, which is too short to say anything: check again`,
    );
  return ExitCode.done;
}
