/** One demand of a port's contract, for any test runner: `for (const c of cases) test(c.name, () => c.run())`. */
export interface ConformanceCase {
  readonly name: string;
  /** Rejects with an AssertionError that says what was expected. */
  run(): Promise<void>;
}

/** Anything that a case is given new and has to give back. */
export interface Closable {
  close(): Promise<void> | void;
}

/** Makes cases that each get a harness of their own, closed however they end. */
export function casesOf<Harness extends Closable>(
  make: () => Harness | Promise<Harness>,
  demands: Readonly<Record<string, (harness: Harness) => Promise<void>>>,
): ConformanceCase[] {
  return Object.entries(demands).map(([name, check]) => ({
    name,
    async run() {
      const harness = await make();
      try {
        await check(harness);
      } finally {
        await harness.close();
      }
    },
  }));
}
