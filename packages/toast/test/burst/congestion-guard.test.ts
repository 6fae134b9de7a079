import {
  type CongestionGuard,
  createCongestionGuard,
  createLossReport,
  type LossReport,
  MAX_COPIES,
} from '@jamnet/toast';
import { describe, expect, it } from 'vitest';

function report(rate: number, queueMs: number, arrivals: number): LossReport {
  return { ...createLossReport(), rate, queueUs: queueMs * 1000, arrivals };
}

/** A guard that is told ten times a second. */
function guarded() {
  const guard = createCongestionGuard();
  let tick = 10;
  return {
    guard,
    get nowNs() {
      return tick * 1e8;
    },
    /** Tells the same for some time, or until `done`. Gives how many seconds that took. */
    tell(seconds: number, what: LossReport, sent: number, done?: (g: CongestionGuard) => boolean) {
      const from = tick;
      while (tick < from + seconds * 10) {
        tick++;
        guard.observe(1, what, tick * 1e8, sent);
        if (done?.(guard) === true) break;
      }
      return (tick - from) / 10;
    },
  };
}

const fine = report(0, 0, 100);
const jammed = report(0.3, 60, 70);
const hopeless = report(0.8, 200, 20);

describe('the congestion guard', () => {
  it('allows all copies while nothing stands', () => {
    const { guard, tell } = guarded();
    tell(60, fine, 100);
    expect([guard.maxCopies(61e9), guard.level, guard.trips]).toEqual([MAX_COPIES, 1, 0]);
  });

  it.each([0.05, 0.3, 0.66])('is not tripped by random loss of %d without a queue', (loss) => {
    const g = guarded();
    const arrived = (sent: number): LossReport => report(loss, 0.5, sent * (1 - loss));
    g.tell(10, arrived(30), 30);
    g.guard.copiesChanged(6, g.nowNs, 30);
    g.tell(60, arrived(60), 60);
    g.guard.copiesChanged(16, g.nowNs, 60);
    g.tell(60, arrived(160), 160);
    expect([g.guard.maxCopies(g.nowNs), g.guard.level, g.guard.trips]).toEqual([MAX_COPIES, 1, 0]);
  });

  it('is not tripped by a receiver that was not let run for a fifth of a second, amid random loss', () => {
    const { guard, tell } = guarded();
    for (let stall = 0; stall < 5; stall++) {
      tell(20, report(0.2, 0, 80), 100);
      tell(0.2, report(0.2, 300, 80), 100);
    }
    expect([guard.level, guard.trips]).toEqual([1, 0]);
  });

  it('is tripped by a long queue that lasts, though nothing is lost yet', () => {
    const { tell } = guarded();
    tell(20, fine, 100);
    expect(tell(5, report(0, 300, 100), 100, (g) => g.trips > 0)).toBeLessThan(0.5);
  });

  it('is not tripped by a short queue that loses nothing', () => {
    const { guard, tell } = guarded();
    tell(60, report(0, 12, 100), 100);
    expect(guard.trips).toBe(0);
  });

  it('takes copies back within a second of a standing queue that loses', () => {
    const g = guarded();
    g.tell(5, fine, 100);
    const took = g.tell(5, jammed, 100, (guard) => guard.maxCopies(g.nowNs) === 1);
    expect(took).toBeLessThanOrEqual(1);
    expect(g.guard.trips).toBe(1);
  });

  it('takes copies back when more of them brought more loss and no more arrivals', () => {
    const g = guarded();
    g.tell(5, report(0.02, 0, 98), 100);
    g.guard.copiesChanged(6, g.nowNs, 100);
    const took = g.tell(10, report(0.5, 0, 100), 200, (guard) => guard.maxCopies(g.nowNs) === 1);
    expect(took).toBeLessThan(2);
  });

  it('tries copies again after a pause that grows with each trip, up to a minute or so', () => {
    const g = guarded();
    g.tell(5, fine, 100);
    const pauses: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      g.tell(5, jammed, 100, (guard) => guard.maxCopies(g.nowNs) === 1);
      g.tell(1, fine, 100);
      pauses.push(1 + g.tell(600, fine, 100, (guard) => guard.maxCopies(g.nowNs) > 1));
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(5);
    expect(pauses[1]! / pauses[0]!).toBeGreaterThan(1.6);
    expect(pauses[2]! / pauses[1]!).toBeGreaterThan(1.6);
    // Copies come back by way of the level, so a pause may be a few of the 5 to 60 s of the specification long.
    expect(Math.max(...pauses)).toBeLessThanOrEqual(3 * 60 + 5);
  });

  it('lowers the level while loss and queue stay, and raises it when they are over', () => {
    const g = guarded();
    g.tell(5, fine, 100);
    const levels: number[] = [];
    for (let i = 0; i < 8; i++) {
      g.tell(1, jammed, 100);
      levels.push(g.guard.level);
    }
    expect(levels).toEqual(levels.toSorted((a, b) => b - a));
    expect(levels.at(-1)).toBe(1 / 32);
    const took = g.tell(600, fine, 100, (guard) => guard.level === 1);
    expect(took).toBeGreaterThan(5);
    expect(g.guard.level).toBe(1);
  });

  it('stops media with a reason when nothing helps, and lets it go on when that is over', () => {
    const g = guarded();
    g.tell(5, fine, 100);
    const took = g.tell(60, hopeless, 100, (guard) => guard.circuit.open);
    expect(took).toBeGreaterThanOrEqual(10);
    expect(took).toBeLessThan(20);
    expect(g.guard.circuit.reason).toMatch(/80 %.*200 ms/u);
    g.tell(60, hopeless, 100);
    expect(g.guard.circuit.open).toBe(true);
    const closed = g.tell(60, fine, 5, (guard) => !guard.circuit.open);
    expect(closed).toBeLessThan(15);
    expect(g.guard.circuit).toEqual({ open: false, reason: '' });
  });

  it('keeps media going at half the loss, however long', () => {
    const g = guarded();
    g.tell(5, fine, 100);
    g.tell(120, report(0.45, 60, 55), 100);
    expect(g.guard.circuit.open).toBe(false);
  });
});
