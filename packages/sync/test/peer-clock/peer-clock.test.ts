import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPeerClock } from '@jamnet/sync';
import { exponential, quantile, runPair, uniform, type Path } from './two-clocks.js';

const lan: Path = { inUs: exponential(100, 20), outUs: exponential(100, 20) };
const wan: Path = { inUs: uniform(10_000, 20_000), outUs: uniform(10_000, 20_000) };

interface Figures {
  readonly errors: number[];
  readonly drifts: number[];
  within: number;
}

function judgeRuns(
  path: Path,
  runs: number,
  seconds: number,
  driftPpm: (run: number) => number,
  from: { readonly seconds?: number; readonly heartbeats?: number },
  wanderPpbPerRootS = 0,
): Figures {
  const out: Figures = { errors: [], drifts: [], within: 0 };
  for (let run = 0; run < runs; run++) {
    const pair = {
      random: createRandom(run + 1),
      path,
      driftPpm: driftPpm(run),
      offsetNs: (run - runs / 2) * 1e14,
      wanderPpbPerRootS,
    };
    runPair(pair, seconds, (judged) => {
      if (judged.seconds < (from.seconds ?? 0) || judged.heartbeats < (from.heartbeats ?? 0))
        return;
      out.errors.push(Math.abs(judged.errorUs));
      out.drifts.push(Math.abs(judged.driftErrorPpm));
      if (Math.abs(judged.errorUs) <= judged.boundUs) out.within++;
    });
  }
  return out;
}

describe('the clock of a peer', () => {
  it('is known to 20 µs and 0.5 ppm after 10 s on a LAN, through ±50 ppm', () => {
    const { errors, drifts, within } = judgeRuns(lan, 10, 40, (run) => (run % 2 ? 50 : -50), {
      seconds: 10,
    });
    expect(quantile(errors, 0.99)).toBeLessThan(20);
    expect(quantile(drifts, 0.99)).toBeLessThan(0.5);
    expect(within / errors.length).toBeGreaterThan(0.95);
  });

  it('stays so while the frequencies wander', () => {
    const { errors, within } = judgeRuns(lan, 10, 60, () => 20, { seconds: 10 }, 20);
    expect(quantile(errors, 0.99)).toBeLessThan(20);
    expect(within / errors.length).toBeGreaterThan(0.95);
  });

  it('is known to 300 µs through 20 ms of jitter each way, and says how well', () => {
    const { errors, within } = judgeRuns(wan, 20, 240, (run) => (run - 10) * 5, {
      heartbeats: 200,
    });
    expect(quantile(errors, 0.99)).toBeLessThan(300);
    expect(within / errors.length).toBeGreaterThan(0.95);
  });

  it('says a bound that is not idle: twenty times the error is too much', () => {
    const bounds: number[] = [];
    const errors: number[] = [];
    runPair({ random: createRandom(3), path: lan }, 60, (judged) => {
      if (judged.seconds < 10) return;
      bounds.push(judged.boundUs);
      errors.push(Math.abs(judged.errorUs));
    });
    expect(quantile(bounds, 0.5)).toBeLessThan(20 * quantile(errors, 0.5));
  });

  it('is wrong by half of an asymmetry, which it states as what cannot be known', () => {
    const path: Path = { inUs: exponential(5_100, 20), outUs: exponential(100, 20) };
    const clock = runPair({ random: createRandom(1), path }, 20, ({ seconds, errorUs }) => {
      if (seconds > 10) expect(Math.abs(errorUs + 2_500)).toBeLessThan(20);
    });
    const { asymmetryNs } = clock.estimate(1e12 + 20e9)!;
    expect(asymmetryNs).toBeGreaterThan(2_500e3);
    expect(asymmetryNs).toBeLessThan(2_700e3);
  });

  it('begins again within a second after a step, and after a sleep', () => {
    for (const jump of [3e9, -3e9]) {
      const late: number[] = [];
      let stepped = false;
      const stepNs = (seconds: number): number => {
        if (stepped || seconds < 10) return 0;
        stepped = true;
        return jump;
      };
      const clock = runPair({ random: createRandom(5), path: lan, stepNs }, 20, (judged) => {
        if (judged.seconds > 11) late.push(Math.abs(judged.errorUs));
      });
      expect(clock.steps).toBeGreaterThan(0);
      expect(quantile(late, 1)).toBeLessThan(100);
    }
  });

  it('finds a step that is shorter than the round trip', () => {
    let stepped = false;
    const stepNs = (seconds: number): number => {
      if (stepped || seconds < 60) return 0;
      stepped = true;
      return 4e6;
    };
    const late: number[] = [];
    const pair = { random: createRandom(6), path: wan, stepNs };
    const clock = runPair(pair, 120, (judged) => {
      if (judged.seconds > 90) late.push(Math.abs(judged.errorUs));
    });
    expect(clock.steps).toBeGreaterThan(0);
    expect(quantile(late, 0.99)).toBeLessThan(300);
  });

  it('converts there and back', () => {
    const clock = runPair({ random: createRandom(1), path: lan, driftPpm: 50 }, 10, () => {});
    for (const ownNs of [1e12, 1e12 + 5e9, 1e12 + 60e9]) {
      expect(Math.abs(clock.toOwn(clock.toPeer(ownNs)) - ownNs)).toBeLessThan(1);
    }
  });

  it('knows nothing before both directions are heard', () => {
    const clock = createPeerClock();
    expect(clock.estimate(0)).toBeUndefined();
    expect(clock.toPeer(5)).toBeNaN();
    expect(clock.toOwn(5)).toBeNaN();
    clock.noteIncoming(1_000_000, 5_000);
    expect(clock.known).toBe(false);
    clock.noteOutgoing(6_000, 1_500_000);
    const estimate = clock.estimate(6_000)!;
    expect(estimate.offsetNs).toBeCloseTo((1_000_000 - 5_000 + 1_500_000 - 6_000) / 2, -4);
    expect(estimate.errorBoundNs).toBeGreaterThan(estimate.asymmetryNs);
    clock.reset();
    expect(clock.known).toBe(false);
  });

  it('survives whatever times a hostile peer writes', () => {
    const random = createRandom(9);
    const clock = createPeerClock();
    for (let i = 0; i < 5_000; i++) {
      const wild = Math.floor(random() * 2 ** 53);
      if (random() < 0.5) clock.noteIncoming(wild, i * 1e8);
      else clock.noteOutgoing(i * 1e8, wild);
      clock.estimate(i * 1e8);
    }
    const fresh = 5_000 * 1e8;
    for (let i = 1; i <= 100; i++) {
      clock.noteIncoming(fresh + i * 1e8 + 7e9 - 1e5, fresh + i * 1e8);
      clock.noteOutgoing(fresh + i * 1e8, fresh + i * 1e8 + 7e9 + 1e5);
      clock.estimate(fresh + i * 1e8);
    }
    expect(Math.abs(clock.estimate(fresh + 1e10)!.offsetNs - 7e9)).toBeLessThan(1e6);
  });
});

describe('the clock of a peer that stamps arrivals in its program', () => {
  /** Most arrivals wait for the loop, few find it awake: no sharp smallest delay. */
  const blunt = (random: () => number): number => {
    let waits = 0;
    for (let i = 0; i < 4; i++) waits -= Math.log(1 - random());
    return 100 + 80 * waits;
  };

  it('is known to 60 µs, and says so', () => {
    const path: Path = { inUs: blunt, outUs: blunt };
    const { errors, within } = judgeRuns(path, 20, 60, () => 0, { seconds: 10 });
    expect(quantile(errors, 0.99)).toBeLessThan(60);
    expect(within / errors.length).toBeGreaterThan(0.9);
  });
});
