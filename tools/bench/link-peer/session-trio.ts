import { setTimeout as wait } from 'node:timers/promises';
import { createLan, type Lan } from '@jamnet/testkit';
import { type Crossing, isTempo } from './both-ways.js';
import { type RealPeer, type RealState, startRealPeer } from './real-peer.js';
import type { SessionOrder, SessionRole, SessionState } from './session-messages.js';
import { startTold, type ToldProcess } from './told-process.js';

export type SessionProcess = ToldProcess<SessionOrder, SessionState>;

export interface SessionTrioOptions {
  /** The real peer's program. */
  readonly program: string;
  /** How much faster than the system's, which the real peer goes by, the clock of the other process runs, and so the session's; in millionths. */
  readonly ppm?: number;
}

/** All three at one moment of CLOCK_MONOTONIC. */
export interface TrioState {
  readonly real: RealState;
  readonly linked: SessionState;
  readonly other: SessionState;
  /** How far the phase of 4 of either process is ahead of the real peer's, microseconds; without meaning while nothing plays. */
  readonly linkedErrorUs: number;
  readonly otherErrorUs: number;
}

/**
 * A peer by Ableton's library, and a session of two processes of which one is connected with Link and the other knows nothing of it: three hosts of a
 * LAN of namespaces that share a clock.
 */
export interface SessionTrio extends AsyncDisposable {
  readonly real: RealPeer;
  readonly linked: SessionProcess;
  readonly other: SessionProcess;
  state(): Promise<TrioState>;
  /** Asks until `holds`, and gives how long that took; rejects after `limitMs`. */
  until(what: string, holds: (state: TrioState) => boolean, limitMs?: number): Promise<number>;
  close(): Promise<void>;
}

const TOPIC = 'sync://link-bar';
const ASK_MS = 5;

export async function createSessionTrio(options: SessionTrioOptions): Promise<SessionTrio> {
  const { program, ppm = 0 } = options;
  const lan = await createLan({ hosts: 3 });
  const closing: { close(): Promise<void> }[] = [];
  const start = async (host: number, role: SessionRole): Promise<SessionProcess> => {
    const started = await startTold<SessionOrder, SessionState>(
      lan.host(host),
      'session-process.ts',
      role,
    );
    closing.push(started);
    return started;
  };
  try {
    const real = await startRealPeer(lan.host(0), program, 111);
    closing.push(real);
    // Whoever is there first is the master, so the connected process is not.
    const other = await start(2, { name: 'other', topic: TOPIC, linked: false, ppm });
    const linked = await start(1, { name: 'linked', topic: TOPIC, linked: true, ppm: 0 });
    return new TrioOnLan(lan, real, linked, other);
  } catch (failure) {
    await Promise.allSettled(closing.map((each) => each.close()));
    await lan.close();
    throw failure;
  }
}

class TrioOnLan implements SessionTrio {
  constructor(
    readonly lan: Lan,
    readonly real: RealPeer,
    readonly linked: SessionProcess,
    readonly other: SessionProcess,
  ) {}

  async state(): Promise<TrioState> {
    const real = await this.real.tell('state');
    const order = { order: 'state', monoNs: real.monoNs } as const;
    const [linked, other] = await Promise.all([this.linked.tell(order), this.other.tell(order)]);
    const errorUs = ({ beat, tempo }: SessionState): number => {
      const apart = beat - real.phase;
      return ((apart - 4 * Math.round(apart / 4)) * 60e6) / tempo;
    };
    return { real, linked, other, linkedErrorUs: errorUs(linked), otherErrorUs: errorUs(other) };
  }

  async until(what: string, holds: (state: TrioState) => boolean, limitMs = 8000): Promise<number> {
    const startMs = performance.now();
    for (;;) {
      const state = await this.state();
      const tookMs = performance.now() - startMs;
      if (holds(state)) return tookMs;
      if (tookMs > limitMs)
        throw new Error(`not within ${limitMs} ms: ${what}; the state is ${JSON.stringify(state)}`);
      await wait(ASK_MS);
    }
  }

  async close(): Promise<void> {
    try {
      await Promise.all([this.real.close(), this.linked.close(), this.other.close()]);
    } finally {
      await this.lan.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Waits until everybody is together, then changes tempo and start/stop from the real peer and from the process that is not connected. Rejects where
 * something does not arrive. Leaves everybody playing.
 */
export async function checkSessionBothWays(trio: SessionTrio): Promise<Crossing[]> {
  const { real, other } = trio;
  const crossings: Crossing[] = [];
  const step = async (what: string, holds: (state: TrioState) => boolean): Promise<void> => {
    crossings.push({ what, tookMs: await trio.until(what, holds) });
  };
  await step(
    'joined, with the tempo of Link',
    (state) =>
      state.real.peers === 1 &&
      state.linked.linkPeers === 1 &&
      state.other.peers === 1 &&
      state.linked.locked &&
      isTempo(state.other.tempo, 111),
  );
  await real.tell('tempo 130');
  await step('tempo of the real peer reaches the session', (s) => isTempo(s.other.tempo, 130));
  await other.tell({ order: 'tempo', bpm: 87 });
  await step('tempo of the session reaches the real peer', (s) => isTempo(s.real.tempo, 87));
  await real.tell('play');
  await step('start of the real peer reaches the session, on its next bar', (s) => s.other.playing);
  await other.tell({ order: 'stop' });
  await step('stop of the session reaches the real peer', (s) => !s.real.playing);
  await other.tell({ order: 'play' });
  await step('start of the session reaches the real peer', (s) => s.real.playing);
  // Of two changes Link keeps the one of the later time, and a session starts ahead of its time.
  await trio.until('the session plays', (s) => s.other.playing);
  await real.tell('stop');
  await step('stop of the real peer reaches the session', (s) => !s.other.playing);
  await other.tell({ order: 'play' });
  await step('both play', (s) => s.real.playing && s.other.playing && s.linked.playing);
  return crossings;
}
