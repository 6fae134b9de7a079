/**
 * What TOASTer's engine takes of a core while a window is open on it and nobody plays: `npx tsx --conditions=@jamnet/source tools/bench/src/idle-bar.ts
 * [--seconds 20] [--settle 120]`. Needs Linux, jackd2 and the native part.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { missingJack, startJackServer } from '@jamnet/testkit';
import { type EngineState, startEngine } from './live/live-engine.js';
import { type CpuShares, cpuShares, processCpu } from './live/process-cpu.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import { allHold, type CheckedRow, row, rowsTable } from './sync-sim/checked-row.js';

/** What is looked at of a state beside what the other bars do. */
interface IdleState extends EngineState {
  readonly audioOut: {
    readonly open: boolean;
    readonly chosen: string | null;
    readonly problem: string | null;
  };
  readonly audio: { readonly periodFrames: number; readonly xruns: number } | null;
  readonly transport: { readonly playing: boolean };
  readonly network: { readonly sentPerS: number };
}

interface Condition {
  readonly what: string;
  readonly inRoom: boolean;
  readonly click?: boolean;
  /** Whether there is a JACK server. */
  readonly sound: boolean;
  /** Whether the bar is on it. */
  readonly asked: boolean;
}

const CONDITIONS: readonly Condition[] = [
  { what: 'in the lobby', inRoom: false, sound: true, asked: true },
  { what: 'alone in a room', inRoom: true, sound: true, asked: true },
  {
    what: 'alone in a room, its click on, nothing playing',
    inRoom: true,
    click: true,
    sound: true,
    asked: false,
  },
  { what: 'in the lobby, without JACK', inRoom: false, sound: false, asked: false },
  { what: 'alone in a room, without JACK', inRoom: true, sound: false, asked: false },
];
const MOST_SHARE = 0.03;
const PERIOD_FRAMES = 128;
const START_MS = 60_000;
/** Nobody else is in it, whatever else runs on this machine and its network. */
const ROOM = `idle-${process.pid}`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    settle: { type: 'string', default: '120' },
  },
});
const [seconds, settle] = [Number(values.seconds), Number(values.settle)];
const missing =
  process.platform === 'linux'
    ? missingJack()
    : 'only Linux has /proc, which says what each thread takes';
if (missing !== undefined || !(seconds >= 5 && settle >= 0)) {
  print(missing ?? 'Usage: idle-bar.ts [--seconds 20] [--settle 120], 5 seconds at least');
  process.exit(2);
}
print(`TOASTer's engine at rest, on ${machineText(thisMachine())}\n`);
const progress = createProgress('idle');
const rows: CheckedRow[] = [];
const shares: (Condition & CpuShares)[] = [];
let withoutSound = '';
{
  await using server = await startJackServer({ name: 'idle-bar', periodFrames: PERIOD_FRAMES });
  for (const condition of CONDITIONS) {
    progress.say(condition.what);
    const { state, ...taken } = await measure(condition, server.name);
    shares.push({ ...condition, ...taken });
    rows.push(rowOf(condition, taken, state));
    if (state.audio === null) withoutSound = state.audioOut.problem ?? 'nothing';
  }
}
progress.end();
const table = rowsTable(rows);
print(textTable(table));
const files = writeResult({
  name: 'idle',
  title: 'What an engine takes while nobody plays',
  command: `npx tsx --conditions=@jamnet/source tools/bench/src/idle-bar.ts --seconds ${seconds} --settle ${settle}`,
  sections: [
    {
      title: 'Of a core',
      table,
      notes: [
        `User and system time of the engine’s process by /proc, all threads, over ${seconds} s that begin ${settle} s after it was ready. By then the code that runs at rest has been compiled: for a minute after the start that takes as much again. Its states are read line by line as a window reads them. The settings are the default ones: every interface, every way of discovery; \`jackd -d dummy\` has ${PERIOD_FRAMES} frames a period. Without JACK the server that is named does not exist.`,
        ...(withoutSound === ''
          ? []
          : [`Where there is no sound the state says: “${withoutSound}”.`]),
      ],
    },
  ],
  plots: [],
  data: { rows, shares },
});
print(`written: ${files.join(', ')}`);
process.exitCode = allHold(rows) ? 0 : 1;

async function measure(
  { what, inRoom, click = false, sound }: Condition,
  server: string,
): Promise<CpuShares & { readonly state: IdleState }> {
  const engine = startEngine({
    name: 'idle',
    server: sound ? server : `${server}-none`,
    promoted: false,
    settings: { discovery: 'auto', room: ROOM, click },
    room: inRoom ? ROOM : null,
  });
  const rests = (state: EngineState): boolean => {
    const { transport } = state as IdleState;
    const isThere = state.phase === (inRoom ? 'joined' : 'lobby');
    return isThere && state.peers.length === 0 && !transport.playing;
  };
  try {
    await engine.until((state) => rests(state) && (state.audioOut.open || !sound), START_MS, what);
    await setTimeout(settle * 1000);
    const before = processCpu(engine.pid);
    const begunMs = performance.now();
    await setTimeout(seconds * 1000);
    const after = processCpu(engine.pid);
    const taken = cpuShares(engine.pid, before, after, (performance.now() - begunMs) / 1000);
    const state = engine.state as IdleState;
    if (!rests(state)) throw new Error(`${what}: it is ${state.phase} and not alone any more`);
    return { ...taken, state };
  } finally {
    await engine.quit();
  }
}

function rowOf({ what, asked }: Condition, taken: CpuShares, state: IdleState): CheckedRow {
  const percent = (share: number): string => `${figure(share * 100)} %`;
  const { audio, audioOut, network } = state;
  const measured = [
    `${percent(taken.all)}: main thread ${percent(taken.main)}`,
    `others ${percent(taken.others)} (the busiest ${percent(taken.ofOthers[0] ?? 0)})`,
    `${figure(network.sentPerS)} datagrams a second`,
    audio === null
      ? 'no sound'
      : `sound by ${audioOut.chosen}, ${audio.periodFrames} frames a period, ${audio.xruns} x-runs`,
  ].join('; ');
  if (!asked) return row(what, measured);
  return row(what, measured, [`≤ ${percent(MOST_SHARE)} of a core`, taken.all <= MOST_SHARE]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
