import { startJackServer } from '@jamnet/testkit';
import { type LiveEngine, startEngine } from '../live/live-engine.js';
import { spawnOn } from '../sync-lan/spawned.js';
import { createFreshPlace } from './fresh-clone.js';
import { npmStart, type StartTimes } from './npm-start.js';
import type { SoundNews, SoundRole } from './sound-probe.js';

export interface ColdAndWarm {
  readonly commit: string;
  /** Of `git clone`, seconds; in the cold times. */
  readonly cloneS: number;
  readonly cold: StartTimes;
  readonly warm: StartTimes;
}

const START_MS = 60_000;
const TIMEOUT_MS = 900_000;
const LOOK_MS = 1_000;
/** Nobody else is in it, whatever else runs on this machine. */
const ROOM = `start-${process.pid}`;
const INTERFACES = ['lo'];

/** Starts TOASTer in a fresh clone, and once more, while somebody plays in its room. */
export async function measureStarts(
  periodFrames: number,
  report: (text: string) => void,
): Promise<ColdAndWarm> {
  using place = createFreshPlace({ name: 'new', room: ROOM, interfaces: INTERFACES });
  await using server = await startJackServer({ name: 'start-bar', periodFrames });
  // It is there first, and called `toaster`; the one that is started gets a number.
  const other = startEngine({
    name: 'other',
    server: server.name,
    promoted: false,
    room: ROOM,
    settings: { room: ROOM, interfaces: INTERFACES },
  });
  try {
    await other.until(({ audioOut }) => audioOut.open, START_MS, 'plays');
    const probe = soundProbe(server.name);
    try {
      await probe.hear('ready');
      const start = {
        folder: place.clone,
        env: { ...place.env, JACK_DEFAULT_SERVER: server.name },
        timeoutMs: TIMEOUT_MS,
        async sound() {
          probe.tell('listen');
          return (await probe.hear('sound')).ns;
        },
      };
      let cloneS = NaN;
      const fromNs = process.hrtime.bigint();
      const cold = await during('cold', report, async () => {
        await place.fetch();
        cloneS = Number(process.hrtime.bigint() - fromNs) / 1e9;
        return npmStart({ ...start, fromNs });
      });
      await during('between', report, () => isAlone(other));
      const warm = await during('warm', report, () => npmStart(start));
      return { commit: place.commit, cloneS, cold, warm };
    } finally {
      probe.stop();
      await probe.ended;
    }
  } finally {
    await other.quit();
  }
}

function soundProbe(server: string) {
  const [into, outOf] = ['toaster:in_1', 'toaster-01:out_1'];
  const role: SoundRole = { name: 'sound-probe', server, into, outOf };
  return spawnOn<string, SoundNews>(undefined, 'start/sound-probe.ts', role);
}

function isAlone(engine: LiveEngine): Promise<unknown> {
  return engine.until(({ peers }) => peers.length === 0, START_MS, 'is alone again');
}

async function during<T>(
  what: string,
  report: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const begunMs = performance.now();
  const say = (): void => report(`${what}, ${Math.round((performance.now() - begunMs) / 1000)} s`);
  say();
  const timer = setInterval(say, LOOK_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
