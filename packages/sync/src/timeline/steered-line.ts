/**
 * A straight line from this process's clock to another one, that is bent and never broken: a phase-locked loop of the second order,
 * whose frequency is given and whose phase error is worked off at a bounded rate. Reading does not allocate.
 */
export interface SteeredLine {
  /** Where the line is for a time of this process's clock, and back. */
  at(ownNs: number): number;
  inverse(lineNs: number): number;
  /** The point that it was bent at last, and how much faster than this process's clock it runs from there. */
  readonly ownNs: number;
  readonly lineNs: number;
  readonly rate: number;
  /** Bends it at `ownNs` towards `targetNs`, which itself runs faster than this process's clock by `targetRate`. Returns the error before. */
  steer(ownNs: number, targetNs: number, targetRate: number): number;
  /** Puts it elsewhere at once. For the first time, and for another timeline. */
  jump(ownNs: number, targetNs: number, targetRate: number): void;
}

export interface SteeredLineOptions {
  /** In about this time a phase error is worked off. @default 1000 */
  readonly settleMs?: number;
  /** How much faster or slower than its target the line may run at most, parts per million. @default 500 */
  readonly mostSlewPpm?: number;
}

export function createSteeredLine(options: SteeredLineOptions = {}): SteeredLine {
  return new Line((options.settleMs ?? 1000) * 1e6, (options.mostSlewPpm ?? 500) / 1e6);
}

class Line implements SteeredLine {
  ownNs = 0;
  lineNs = 0;
  rate = 0;

  constructor(
    readonly settleNs: number,
    readonly mostSlew: number,
  ) {}

  at(ownNs: number): number {
    const elapsed = ownNs - this.ownNs;
    return this.lineNs + elapsed + elapsed * this.rate;
  }

  inverse(lineNs: number): number {
    return this.ownNs + (lineNs - this.lineNs) / (1 + this.rate);
  }

  steer(ownNs: number, targetNs: number, targetRate: number): number {
    // The past stays as it was: the line is bent where it is now.
    const lineNs = this.at(ownNs);
    const error = targetNs - lineNs;
    const slew = Math.min(this.mostSlew, Math.max(-this.mostSlew, error / this.settleNs));
    this.ownNs = ownNs;
    this.lineNs = lineNs;
    this.rate = targetRate + slew;
    return error;
  }

  jump(ownNs: number, targetNs: number, targetRate: number): void {
    this.ownNs = ownNs;
    this.lineNs = targetNs;
    this.rate = targetRate;
  }
}
