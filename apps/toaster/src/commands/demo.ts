import { randomBytes } from 'node:crypto';
import type { NativeChoice } from '@jamnet/toast';
import { demoSongPath } from '../asset.js';
import { startChild, type Child, type ChildEnd, type Launcher } from '../demo/child.js';
import type { DemoDisplay } from '../demo/demo-display.js';
import { conclusionOf, demoReport, demoSummary, type ReportStyle } from '../demo/demo-report.js';
import { createDemoState, type DemoState, type Role } from '../demo/demo-state.js';
import { compareEvents } from '../demo/verdict.js';
import { ExitCode } from '../exit-code.js';
import { aborted } from '../stop-signal.js';
import { every, pause, type CommandContext } from './context.js';
import { portText } from './jam-flags.js';

/** At most 12.5 pictures a second: enough for notes that scroll in steps of 100 ms, and no load. */
const FRAME_MS = 80;
const TICK_MS = 500;
/** From the player's end to the listener's: the goodbye may have been among what was thrown away. */
const BYE_MS = 1_500;
const END_MS = 4_000;
/** Nothing but the song itself takes long. */
const OVERHEAD_MS = 20_000;
const LOOPBACK = '127.0.0.1';

export interface DemoFlags {
  /** The piece that is played. @default the one that comes with this program */
  readonly file?: string | undefined;
  readonly loss: number;
  readonly runsMs?: number | undefined;
  readonly seed?: number | undefined;
  readonly native?: NativeChoice | undefined;
}

/** What the demo needs beside a command's context. */
export interface DemoEnvironment {
  readonly launcher: Launcher;
  readonly style: ReportStyle;
  openDisplay(context: CommandContext): DemoDisplay;
}

/** `toaster demo`: a player and a listener in processes of their own, shown while they run, compared when they are done. */
export async function runDemo(
  flags: DemoFlags,
  environment: DemoEnvironment,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, clock } = context;
  const topic = `midi://demo-${randomBytes(4).toString('hex')}`;
  const state = createDemoState({
    topic,
    loss: flags.loss,
    lossInRuns: flags.runsMs !== undefined,
  });
  output.log(
    `a player and a listener on ${topic}, ${Math.round(flags.loss * 100)} % of all datagrams thrown away`,
  );
  const start = (role: Role, args: readonly string[]) =>
    startChild(environment.launcher, [...args, ...commonArgs(role, topic, flags)], (line) =>
      state.apply(role, line),
    );
  const listener = start('listener', ['listen', '--until-bye']);
  const song = flags.file ?? demoSongPath();
  const player = start('player', ['play', song, '--wait-for-listener', '5s']);
  const killAll = () => [player, listener].forEach((child) => child.running && child.kill());
  process.on('exit', killAll);

  const display = environment.openDisplay(context);
  const frame = () => display.show(state.view(clock.nowNs() / 1e3), clock.nowNs() / 1e6);
  const stopFrames = every(context, FRAME_MS, frame);
  const stopTicks = every(context, TICK_MS, () => state.tick());
  let failure: string | null;
  try {
    failure = await follow(player, listener, state, context);
  } finally {
    stopFrames();
    stopTicks();
    display.close();
    killAll();
    process.off('exit', killAll);
  }
  if (failure !== null) {
    output.log(`toaster: ${failure}`);
    return ExitCode.failed;
  }
  return report(state, environment.style, context);
}

function commonArgs(role: Role, topic: string, flags: DemoFlags): string[] {
  const args = [
    '--topic',
    topic,
    '--name',
    role,
    '--interface',
    LOOPBACK,
    '--stats-every',
    '200ms',
    '--timeline',
    '100ms',
    '--native',
    flags.native ?? 'auto',
  ];
  args.push('--simulate-loss', String(flags.loss));
  if (flags.runsMs !== undefined) args.push('--simulate-runs', `${flags.runsMs}ms`);
  // Two processes with one seed would lose the same datagrams of each other.
  if (flags.seed !== undefined)
    args.push('--seed', String((flags.seed * 2 + (role === 'player' ? 0 : 1)) >>> 0));
  return args;
}

/** Waits for both to end, and sees to it that they do. Gives what went wrong, or null. */
async function follow(
  player: Child,
  listener: Child,
  state: DemoState,
  context: CommandContext,
): Promise<string | null> {
  const over = new AbortController();
  // Left waiting, the pauses that lost a race would keep this process running.
  const wait = (ms: number) => pause(context, ms, over.signal);
  try {
    void aborted(context.stop).then(() => player.end());
    const first = await Promise.race([
      player.ended.then((end) => ({ role: 'player' as const, end })),
      listener.ended.then((end) => ({ role: 'listener' as const, end })),
      waitTooLong(state, context, over.signal),
      aborted(context.stop).then(() => wait(END_MS)),
    ]);
    if (!first) return 'the demo hangs: neither the player nor the listener ended; run it again';
    const failure = failureOf(first.role, first.end);
    if (failure !== null) return failure;
    const [other, role] =
      first.role === 'player' ? [listener, 'listener' as const] : [player, 'player' as const];
    if (role === 'listener') await Promise.race([listener.ended, wait(BYE_MS)]);
    other.end();
    const end = await Promise.race([other.ended, wait(END_MS)]);
    return end
      ? failureOf(role, end)
      : `the demo's ${role} did not end when it was told to; run it again`;
  } finally {
    over.abort();
  }
}

async function waitTooLong(
  state: DemoState,
  context: CommandContext,
  over: AbortSignal,
): Promise<undefined> {
  const startNs = context.clock.nowNs();
  const leftMs = () => {
    const passedMs = (context.clock.nowNs() - startNs) / 1e6;
    return OVERHEAD_MS + (state.songMs ?? 0) - passedMs;
  };
  // The song's length is known only once the player has said it, so look again.
  while (!over.aborted && leftMs() > 0) await pause(context, leftMs(), over);
  return undefined;
}

function failureOf(role: Role, end: ChildEnd): string | null {
  if (end.code === 0) return null;
  if (end.signal) return `the demo's ${role} was killed (${end.signal}); run it again`;
  const said = end.lastLog ? `: ${end.lastLog.replace(/^toaster: /, '')}` : '';
  return `the demo's ${role} ended with code ${end.code ?? 'none'}${said}`;
}

function report(state: DemoState, style: ReportStyle, { output }: CommandContext): ExitCode {
  const verdict = compareEvents(state.sent(), state.heard());
  const summary = demoSummary(state, verdict);
  if (state.carrier) output.log(portText(state.carrier));
  for (const line of demoReport(summary, verdict, style)) output.text(line);
  output.line({ summary });
  // Whoever went away before the end may still look at the log.
  if (output.closed) output.log(conclusionOf(verdict));
  const together = summary.timelines?.together ?? true;
  return verdict.equal && verdict.sent > 0 && together ? ExitCode.done : ExitCode.failed;
}
