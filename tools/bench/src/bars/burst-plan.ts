import { planSpanUs } from '@jamnet/toast';
import type { Bar } from '../bar.js';
import { playSteadily } from '../play-steadily.js';
import { createSimulatedJam } from '../simulated-jam.js';

const SEEDS = 10;
const PHASE_SECONDS = 60;
const WIDE_US = 5_000;
const INDEPENDENT = 0.05;
const IN_RUNS = { gilbertElliott: { loss: 0.05, meanBurstMs: 10 } };

interface SeedResult {
  /** Share of the time with a spread plan, in each phase. */
  readonly wideShare: readonly number[];
  /** Seconds from the beginning of the runs to the first spread plan, and from their end to the last. */
  readonly widensAfterS: number;
  readonly narrowsAfterS: number;
}

/** Independent loss, the same share in runs, independent again. */
async function runSeed(seed: number): Promise<SeedResult> {
  const jam = createSimulatedJam(seed);
  const listener = await jam.join('listener', { jmid: { send: false } });
  const player = await jam.join('player');
  playSteadily(jam, player, 10);
  const nowS = (): number => jam.time.clock.nowNs() / 1e9;
  const wideShare: number[] = [];
  let widensAfterS = Infinity;
  let narrowsAfterS = Infinity;
  for (const [phase, loss] of [INDEPENDENT, IN_RUNS, INDEPENDENT].entries()) {
    listener.setLoss(loss);
    const fromS = nowS();
    let wide = 0;
    let lastWideS = fromS;
    for (let look = 0; look < PHASE_SECONDS * 10; look++) {
      jam.time.runFor(100e6);
      if (planSpanUs(player.session.plan) < WIDE_US) continue;
      wide++;
      lastWideS = nowS();
      if (phase === 1) widensAfterS = Math.min(widensAfterS, nowS() - fromS);
    }
    wideShare.push(wide / (PHASE_SECONDS * 10));
    if (phase === 2) narrowsAfterS = lastWideS - fromS;
  }
  await player.toast.close();
  await listener.toast.close();
  return { wideShare, widensAfterS, narrowsAfterS };
}

export const bar: Bar = {
  name: 'burst-plan',
  bar: 'widens under runs, not under independent loss of the same rate, and narrows again',
  async run(report) {
    const results: SeedResult[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      results.push(await runSeed(seed));
      report(`seed ${seed} of ${SEEDS}`);
    }
    const worst = (values: number[]): number => Math.max(...values);
    const independent = worst(results.map((r) => r.wideShare[0]));
    const inRuns = Math.min(...results.map((r) => r.wideShare[1]));
    const widens = worst(results.map((r) => r.widensAfterS));
    const narrows = worst(results.map((r) => r.narrowsAfterS));
    return {
      figure:
        `worst of ${SEEDS} seeds at 5 %: spread ${(independent * 100).toFixed(1)} % of the time under independent loss, ` +
        `${(inRuns * 100).toFixed(0)} % under 10 ms runs; widens after ${widens.toFixed(1)} s, narrow again after ${narrows.toFixed(1)} s`,
      holds: independent === 0 && inRuns > 0.8 && narrows < PHASE_SECONDS / 2,
      details: results,
    };
  },
};
