import { setTimeout as wait } from 'node:timers/promises';
import { createLan, type Lan } from '@jamnet/testkit';
import type { OurState } from './our-messages.js';
import { type OurPeer, startOurPeer } from './our-peer.js';
import { type RealPeer, type RealState, startRealPeer } from './real-peer.js';

export interface LinkPairOptions {
  /** The real peer's program. */
  readonly program: string;
  /** Whose session is the older, which the other one joins. */
  readonly founder: 'real' | 'ours';
  /** How much faster than the system's our clock runs, in millionths. */
  readonly ppm?: number;
}

/** Both peers at one moment. */
export interface PairState {
  readonly real: RealState;
  readonly ours: OurState;
  /** How far our phase of 4 is ahead of the real peer's, microseconds. */
  readonly phaseErrorUs: number;
}

/** Our peer beside one by Ableton's library, on two hosts of a LAN of namespaces that share a clock. */
export interface LinkPair extends AsyncDisposable {
  readonly real: RealPeer;
  readonly ours: OurPeer;
  state(): Promise<PairState>;
  /** Asks until `holds`, and gives how long that took; rejects after `limitMs`. */
  until(what: string, holds: (state: PairState) => boolean, limitMs?: number): Promise<number>;
  close(): Promise<void>;
}

/** More than the 500 ms that make a session the older one. */
const OLDER_MS = 800;
const ASK_MS = 5;

export async function createLinkPair(options: LinkPairOptions): Promise<LinkPair> {
  const { program, founder, ppm = 0 } = options;
  const lan = await createLan({ hosts: 2 });
  try {
    const startReal = (): Promise<RealPeer> => startRealPeer(lan.host(0), program, 111);
    const startOurs = (): Promise<OurPeer> => startOurPeer(lan.host(1), { bpm: 99, ppm });
    if (founder === 'real') {
      const real = await startReal();
      await wait(OLDER_MS);
      return new PairOnLan(lan, real, await startOurs());
    }
    const ours = await startOurs();
    await wait(OLDER_MS);
    return new PairOnLan(lan, await startReal(), ours);
  } catch (failure) {
    await lan.close();
    throw failure;
  }
}

class PairOnLan implements LinkPair {
  constructor(
    readonly lan: Lan,
    readonly real: RealPeer,
    readonly ours: OurPeer,
  ) {}

  async state(): Promise<PairState> {
    const real = await this.real.tell('state');
    const ours = await this.ours.tell({ order: 'state', monoNs: real.monoNs });
    const apart = ours.phase - real.phase;
    const beats = apart - 4 * Math.round(apart / 4);
    return { real, ours, phaseErrorUs: (beats * 60e6) / ours.tempo };
  }

  async until(what: string, holds: (state: PairState) => boolean, limitMs = 5000): Promise<number> {
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
      await Promise.all([this.real.close(), this.ours.close()]);
    } finally {
      await this.lan.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
