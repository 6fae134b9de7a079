import { runOnTerminal } from './pseudo-terminal.js';

/** How long it took from some moment to what `npm start` leads to; seconds. */
export interface StartTimes {
  /** To the list of rooms on the screen. */
  readonly screenS: number;
  /** To the first sound of somebody else. */
  readonly soundS: number;
  /** What `npm start` says that it did on the way, and how long each took. */
  readonly steps: readonly (readonly [string, number])[];
}

export interface StartPlan {
  /** The clone. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** From when on time counts, nanoseconds on CLOCK_MONOTONIC. @default its start */
  readonly fromNs?: bigint;
  /** Resolves with the time of the first sound. */
  readonly sound: () => Promise<bigint>;
  readonly timeoutMs: number;
}

const LOBBY = 'Where do you want to play?';
const ROOM_NAME = 'join the room named';
const STEP = /✓ (.+?) \((\d+\.\d) s\)/g;
const QUIT_MS = 10_000;

/** `npm start` on a terminal, until another player is heard: the screen is obeyed at once, as nobody does. */
export async function npmStart(plan: StartPlan): Promise<StartTimes> {
  const { fromNs = process.hrtime.bigint(), sound, timeoutMs } = plan;
  const seconds = (ns: bigint): number => Number(ns - fromNs) / 1e9;
  const terminal = runOnTerminal('npm start', plan);
  let fail: (error: Error) => void;
  const late = new Promise<never>((_, reject) => (fail = reject));
  const timer = setTimeout(
    () => fail(new Error(`not within ${timeoutMs} ms: ${terminal.shown.slice(-2000)}`)),
    timeoutMs,
  );
  const reach = async (): Promise<StartTimes> => {
    const screenS = seconds(await terminal.shows(LOBBY));
    const heard = sound();
    heard.catch(() => undefined);
    terminal.type('/');
    await terminal.shows(ROOM_NAME);
    terminal.type('\r');
    const soundS = seconds(await heard);
    const steps = [...terminal.shown.matchAll(STEP)].map(
      ([, what, taken]) => [what!, Number(taken)] as const,
    );
    return { screenS, soundS, steps };
  };
  try {
    return await Promise.race([reach(), late]);
  } finally {
    clearTimeout(timer);
    terminal.type('q');
    await terminal.end(QUIT_MS);
  }
}
