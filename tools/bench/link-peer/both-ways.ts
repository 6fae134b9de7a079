import type { LinkPair, PairState } from './pair.js';

/** How long something took to reach the other peer. */
export interface Crossing {
  readonly what: string;
  readonly tookMs: number;
}

/** Whether a tempo is this one, as far as whole microseconds per beat tell. */
export function isTempo(tempo: number, bpm: number): boolean {
  return Math.abs(60e6 / tempo - 60e6 / bpm) <= 1;
}

/** Waits until both are in one session, then changes tempo and start/stop from each side. Rejects where something does not arrive. */
export async function checkBothWays(pair: LinkPair): Promise<Crossing[]> {
  const { real, ours } = pair;
  const crossings: Crossing[] = [];
  const step = async (what: string, holds: (state: PairState) => boolean): Promise<void> => {
    crossings.push({ what, tookMs: await pair.until(what, holds) });
  };
  await step(
    'joined',
    (state) =>
      state.real.peers === 1 &&
      state.ours.peers === 1 &&
      isTempo(state.real.tempo, state.ours.tempo),
  );
  await real.tell('tempo 130');
  await step('tempo of the real peer reaches ours', (state) => isTempo(state.ours.tempo, 130));
  await ours.tell({ order: 'tempo', bpm: 87 });
  await step('tempo of ours reaches the real peer', (state) => isTempo(state.real.tempo, 87));
  await real.tell('play');
  await step('start of the real peer reaches ours', (state) => state.ours.playing);
  await ours.tell({ order: 'stop' });
  await step('stop of ours reaches the real peer', (state) => !state.real.playing);
  await ours.tell({ order: 'play' });
  await step('start of ours reaches the real peer', (state) => state.real.playing);
  await real.tell('stop');
  await step('stop of the real peer reaches ours', (state) => !state.ours.playing);
  return crossings;
}
